"""A PostgreSQL server of the tests' own, reached by a socket in a temporary folder only."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from tests.programs import find_program

DEBIAN = Path("/usr/lib/postgresql")  # where Debian keeps what it does not put on the path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The DATABASE_URL of an empty database."""
    initdb = find_program("initdb", folders=DEBIAN.glob("*/bin"), required_by="REQUIRE_POSTGRES")
    pg_ctl = initdb.with_name("pg_ctl")
    with socket_folder() as folder:
        run_server_program(initdb, "--auth=trust", "--username=tests", "--no-sync", folder=folder)
        server_options = f"-F -c listen_addresses='' -c unix_socket_directories='{folder}'"
        start = ["start", "--wait", f"--log={folder / 'log'}", f"--options={server_options}"]
        run_server_program(pg_ctl, *start, folder=folder)
        yield f"postgres://tests@{quote(str(folder), safe='')}/postgres"
        run_server_program(pg_ctl, "stop", "--mode=immediate", folder=folder)


@pytest.fixture
def new_database(postgres_url):
    """Makes an empty database on the server of the tests, and gives its URL."""

    def make(name):
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return postgres_url.removesuffix("/postgres") + f"/{name}"

    return make


@contextmanager
def socket_folder() -> Iterator[Path]:
    """Not pytest's tmp_path: the path of a socket may have 107 characters, and root's is closed."""
    folder = Path(tempfile.mkdtemp(prefix="usmlegoals-"))
    try:
        if owner := server_user():
            shutil.chown(folder, owner)
        yield folder
    finally:
        shutil.rmtree(folder)


def run_server_program(program: Path, *arguments: str, folder: Path) -> None:
    subprocess.run(
        [program, *arguments],
        check=True,
        cwd=folder,
        env={**os.environ, "PGDATA": str(folder / "data")},
        stdout=subprocess.DEVNULL,
        user=server_user(),
    )


def server_user() -> str | None:
    """PostgreSQL refuses to run as root: the user to run it as, when that is who we are."""
    if os.getuid() != 0:
        return None
    users = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"
