"""The site as it runs, on a database that was filled for the benchmark."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

from tests.postgres import DEBIAN, postgres_server
from tests.processes import ROOT, served
from tests.programs import look_for

HOST = "127.0.0.1"
FIGURES = "figures.sqlite3"
SETTINGS = "tests.bench_settings"

TICKS = os.sysconf("SC_CLK_TCK")

_numbers = count(1)


@dataclass
class Database:
    url: str
    goals: int
    editions: int
    bytes_a_goal: int


@dataclass
class Site:
    port: int
    master: int

    def workers(self) -> list[int]:
        """The processes that answer, by number."""
        return [int(pid) for pid in _read(f"{self.master}/task/{self.master}/children").split()]

    def processor_seconds(self) -> float:
        """What the workers have computed so far."""
        return sum(_ticks(pid) for pid in self.workers()) / TICKS

    def memory(self) -> int:
        """Bytes of a worker; what it shares with the others is counted for each in part."""
        return max(_proportional_bytes(pid) for pid in self.workers())


def _read(name: str) -> str:
    return Path("/proc", name).read_text()


def _ticks(pid: int) -> int:
    fields = _read(f"{pid}/stat").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _proportional_bytes(pid: int) -> int:
    lines = _read(f"{pid}/smaps_rollup").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


@contextmanager
def running(database: Database, folder: Path, *, workers: int) -> Iterator[Site]:
    environment = {
        "DATABASE_URL": database.url,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "VAR_DIR": os.environ["VAR_DIR"],
        "WEB_CONCURRENCY": str(workers),
    }
    with served(folder / f"site-{next(_numbers)}.log", **environment) as server:
        yield Site(server.port, server.process.pid)


def filled(url: str, *, goals: int, editions: int = 2, compact: bool = False) -> Database:
    """Makes a database hold so many goals and editions, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.fill", str(goals), str(editions)]
    command += ["--compact"] if compact else []
    environment = os.environ | {"DATABASE_URL": url}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    return Database(url, goals, editions, **json.loads(done.stdout))


def new_sqlite(folder: Path) -> str:
    """A copy of what holds the figures and nothing else."""
    path = folder / f"bench-{next(_numbers)}.sqlite3"
    shutil.copy(folder / FIGURES, path)
    return f"sqlite:///{path}"


def new_postgres(server: str) -> str:
    name = f"bench{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.removesuffix("/postgres") + f"/{name}"


def database_servers(
    stack: ExitStack, folder: Path, only_sqlite: bool
) -> dict[str, Callable[[], str]]:
    """By name, what makes a database: on SQLite, and on a PostgreSQL if there is one."""
    servers: dict[str, Callable[[], str]] = {"SQLite": lambda: new_sqlite(folder)}
    initdb = look_for("initdb", folders=DEBIAN.glob("*/bin"))
    if initdb and not only_sqlite:
        url = stack.enter_context(postgres_server(initdb, is_durable=True))
        servers["PostgreSQL"] = lambda: new_postgres(url)
    return servers
