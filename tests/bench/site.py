"""Runs the site on a database that was filled for the benchmark."""

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
from tests.processes import ROOT, Server, served
from tests.programs import look_for

HOST = "127.0.0.1"
FIGURES = "figures.sqlite3"
SETTINGS = "tests.bench_settings"
BARE = "tests.bench_bare"

_numbers = count(1)


@dataclass
class Database:
    url: str
    goals: int
    editions: int
    bytes_a_goal: int


@contextmanager
def running(
    database: Database, folder: Path, *, workers: int, settings: str = SETTINGS
) -> Iterator[Server]:
    environment = {
        "DATABASE_URL": database.url,
        "DJANGO_SETTINGS_MODULE": settings,
        "VAR_DIR": os.environ["VAR_DIR"],
        "WEB_CONCURRENCY": str(workers),
        "GUNICORN_CMD_ARGS": "--max-requests=0",  # a replaced worker's time would be lost
    }
    with served(folder / f"site-{next(_numbers)}.log", **environment) as server:
        yield server


def filled(url: str, *, goals: int, editions: int = 3, compact: bool = False) -> Database:
    """Fills a database with this many goals and editions, in a process of its own."""
    script = "import django; django.setup(); from tests.bench.fill import main; main()"
    command = [sys.executable, "-c", script, str(goals), str(editions)]
    command += ["--compact"] if compact else []
    environment = os.environ | {"DATABASE_URL": url}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    return Database(url, goals, editions, **json.loads(done.stdout))


def new_sqlite(folder: Path) -> str:
    """A copy of the database that has only the figures."""
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
    """By name, a function that makes a database: on SQLite, and on PostgreSQL if there is one."""
    servers: dict[str, Callable[[], str]] = {"SQLite": lambda: new_sqlite(folder)}
    initdb = look_for("initdb", folders=DEBIAN.glob("*/bin"))
    if initdb and not only_sqlite:
        url = stack.enter_context(postgres_server(initdb, is_durable=True))
        servers["PostgreSQL"] = lambda: new_postgres(url)
    return servers
