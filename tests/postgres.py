"""A PostgreSQL server for the tests, reached only by a socket in a temporary folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest

from tests.programs import find_program

DEBIAN = Path("/usr/lib/postgresql")  # not on Debian's path

NEW_SERVER = [
    *("--auth=trust", "--username=tests", "--no-sync", "--encoding=UTF8"),
    # Sorts as a real server may, not byte by byte like SQLite, as no test may rely on that.
    *("--locale-provider=icu", "--icu-locale=en-US", "--locale=C"),
]


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only the tests that use the database of the site; tests.on_postgresql asks for it",
    )


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--database-only"):
        return
    without = [item for item in items if not uses_database(item)]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if uses_database(item)]


def uses_database(item):
    """Whether the test uses a fixture or mark that gives it the database: there is no other way."""
    return "django_db_setup" in item.fixturenames or item.get_closest_marker("django_db")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The DATABASE_URL of an empty database."""
    initdb = find_program("initdb", folders=DEBIAN.glob("*/bin"), required_by="REQUIRE_POSTGRES")
    with postgres_server(initdb) as url:
        yield url


@pytest.fixture
def new_database(postgres_url):
    """A function that makes an empty database on the server of the tests and returns its URL."""

    def make(name):
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return postgres_url.removesuffix("/postgres") + f"/{name}"

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request, tmp_path):
    """The DATABASE_URL of an empty database, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'db.sqlite3'}"
    return request.getfixturevalue("new_database")(f"empty_{uuid4().hex}")


@contextmanager
def postgres_server(initdb: Path, *, is_durable: bool = False) -> Iterator[str]:
    """Runs a server and yields the URL of its first database. Unless durable, it never syncs."""
    pg_ctl = initdb.with_name("pg_ctl")
    with socket_folder() as folder:
        run_server_program(initdb, *NEW_SERVER, folder=folder)
        waits = "" if is_durable else "-F "
        server_options = f"{waits}-c listen_addresses='' -c unix_socket_directories='{folder}'"
        start = ["start", "--wait", f"--log={folder / 'log'}", f"--options={server_options}"]
        run_server_program(pg_ctl, *start, folder=folder)
        try:
            yield f"postgres://tests@{quote(str(folder), safe='')}/postgres"
        finally:
            run_server_program(pg_ctl, "stop", "--mode=immediate", folder=folder)


@contextmanager
def socket_folder() -> Iterator[Path]:
    """A temporary folder for a socket. The path of pytest's is too long, and root's is closed."""
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
    """The user to run PostgreSQL as if we are root, as which it refuses to run; otherwise None."""
    if os.getuid() != 0:
        return None
    users = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"
