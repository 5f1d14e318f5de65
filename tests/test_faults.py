"""Bad days: real servers under load, with a worker killed, the database stopped, frozen or locked.

However it ends, whatever was acknowledged is there, and no answer took longer than a few seconds.
"""

import os
import shutil
import signal
import sqlite3
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from tests.load import Load, ask
from tests.postgres import DEBIAN, run_server_program, socket_folder
from tests.processes import LOCAL, output, served, start, start_script
from tests.programs import find_program

pytestmark = pytest.mark.slow

SITE = LOCAL | {"DJANGO_SETTINGS_MODULE": "tests.settings"}  # as it is, but for static files
RESULT = "/goal/?specialty=dermatology&group=us-md-senior"
FROM_MEMORY = "X-Figures-Read-At"

OPEN = """
import sys
from datetime import UTC, datetime
from scores.models import Goal
from scores.goals.links import open_goal
tokens = sys.stdin.read().split()
print(len([token for token in tokens if open_goal(token, at=datetime.now(UTC))]),
      Goal.objects.count())
"""
"""Prints how many of the tokens open a goal, and how many goals there are."""

PAGES = """
import psycopg
from django.db import close_old_connections, connection

def page():
    close_old_connections()
    with connection.cursor() as cursor:
        return cursor.execute("SELECT pg_backend_pid()").fetchone()[0]

[process] = {page() for _ in range(20)}
other = psycopg.connect(connection.connection.info.dsn)
other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
print("another connection:", page() != process)
"""
"""What Django does for each page."""

A_FEW_SECONDS = 7
"""Two pages that wait, one behind the other, for the longest that the settings let them."""


class Postgres:
    """A server that a test may stop."""

    def __init__(self, initdb: Path, folder: Path) -> None:
        self.pg_ctl, self.folder = initdb.with_name("pg_ctl"), folder
        self.url = f"postgres://tests@{quote(str(folder), safe='')}/postgres"
        run_server_program(initdb, "--auth=trust", "--username=tests", "--no-sync", folder=folder)

    def start(self) -> None:
        options = f"-F -c listen_addresses='' -c unix_socket_directories='{self.folder}'"
        log = f"--log={self.folder / 'log'}"
        self._control("start", "--wait", log, f"--options={options}")

    def stop(self) -> None:
        self._control("stop", "--mode=fast", "--wait")

    def _control(self, *arguments: str) -> None:
        run_server_program(self.pg_ctl, *arguments, folder=self.folder)

    @contextmanager
    def frozen(self):
        """It takes connections and answers nothing, as in a container that was paused."""
        leader = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
        processes = [leader, *map(int, children)]
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                os.kill(process, signal.SIGCONT)


@pytest.fixture(scope="module")
def server():
    initdb = find_program("initdb", folders=DEBIAN.glob("*/bin"), required_by="REQUIRE_POSTGRES")
    with socket_folder() as folder:
        postgres = Postgres(initdb, folder)
        postgres.start()
        output(start("manage.py", "prepare", **LOCAL, DATABASE_URL=postgres.url))
        yield postgres
        postgres.stop()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    file = tmp_path_factory.mktemp("prepared") / "db.sqlite3"
    output(start("manage.py", "prepare", **LOCAL, DATABASE_URL=f"sqlite:///{file}"))
    return file


@pytest.fixture
def file(tmp_path, prepared):
    return Path(shutil.copy(prepared, tmp_path / "db.sqlite3"))


@pytest.fixture
def on_sqlite(file):
    return SITE | {"DATABASE_URL": f"sqlite:///{file}"}


@pytest.fixture
def on_postgres(server):
    return SITE | {"DATABASE_URL": server.url}


@pytest.fixture(params=["on_sqlite", "on_postgres"])
def environment(request):
    return request.getfixturevalue(request.param)


def assert_kept(load, environment):
    """Every acknowledged goal opens, each of them another one."""
    tokens = [address.split("/")[2] for address in load.acknowledged]
    process = start_script(OPEN, **environment)
    said, _ = process.communicate(" ".join(tokens), timeout=60)
    opened, there = map(int, said.split())

    assert len(set(tokens)) == len(tokens) > 3
    assert opened == len(tokens) <= there


def assert_recovered(site):
    """By itself, within the longest time that a database is left alone."""
    deadline = time.monotonic() + 15
    while FROM_MEMORY in (answer := ask(site.port, RESULT)).headers:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert answer.status == 200


def workers(server):
    """Those that live: one that has just been killed is still listed until it is buried."""
    leader = server.process.pid
    return list(map(int, Path(f"/proc/{leader}/task/{leader}/children").read_text().split()))


# Killed


def test_worker_is_killed_under_load(tmp_path, environment):
    with served(tmp_path / "log", **environment) as site, Load(site.port) as load:
        for _ in range(3):
            load.goes_on()
            os.kill(workers(site)[0], signal.SIGKILL)
        load.goes_on()

    assert {answer.status for answer in load.read} == {200}
    assert {answer.status for answer in load.shared} == {302}
    assert_kept(load, environment)


def test_whole_site_is_killed_under_load(tmp_path, environment):
    with served(tmp_path / "log", **environment) as site, Load(site.port) as load:
        load.goes_on()
        for process in [site.process.pid, *workers(site)]:
            os.kill(process, signal.SIGKILL)
        load.is_hopeless.set()

    assert_kept(load, environment)


# The database stopped, frozen, locked


def test_database_is_stopped_for_ten_seconds_under_load(tmp_path, server, on_postgres):
    with served(tmp_path / "log", **on_postgres) as site:
        with Load(site.port) as load:
            load.goes_on()
            server.stop()
            stopped = time.monotonic()
            ready, goal = ask(site.port, "/readyz"), ask(site.port, "/g/some-token/")
            lives, result = ask(site.port, "/livez"), ask(site.port, RESULT)
            time.sleep(stopped + 10 - time.monotonic())
            server.start()
            load.goes_on()

        assert (ready.status, goal.status) == (503, 503)
        assert (lives.status, result.status) == (200, 200)
        assert FROM_MEMORY in result.headers
        assert_recovered(site)
    assert {answer.status for answer in load.read} == {200}
    assert {answer.status for answer in load.shared} == {302, 503}
    assert load.broken == []
    assert load.slowest < A_FEW_SECONDS
    assert_kept(load, on_postgres)


def test_connection_that_was_closed_is_replaced(server, on_postgres):
    said = output(start_script(PAGES, **on_postgres))

    assert said == "another connection: True\n"


def test_frozen_database_is_left_and_keeps_no_worker(tmp_path, server, on_postgres):
    """It takes connections, new and open ones, and answers nothing."""
    with served(tmp_path / "log", **on_postgres) as site:
        with Load(site.port) as load:
            load.goes_on()
            before = workers(site)
            with server.frozen():
                frozen = time.monotonic()
                pages = [ask(site.port, page) for page in ("/g/some-token/", RESULT, "/readyz")]
                time.sleep(frozen + 10 - time.monotonic())
            load.goes_on()
        after = workers(site)
        assert_recovered(site)

    assert [page.status for page in pages] == [503, 200, 503]
    assert after == before
    assert load.broken == []
    assert {answer.status for answer in load.read} == {200}
    assert {answer.status for answer in load.shared} == {302, 503}
    assert any(FROM_MEMORY in answer.headers for answer in load.read)
    assert load.slowest < A_FEW_SECONDS
    assert_kept(load, on_postgres)


def test_locked_table_holds_no_page_for_long(tmp_path, server, on_postgres):
    with (
        served(tmp_path / "log", **on_postgres) as site,
        psycopg.connect(server.url) as other,
        Load(site.port, readers=1, sharers=1) as load,
    ):
        other.execute("LOCK TABLE scores_goal, scores_throttle IN ACCESS EXCLUSIVE MODE")
        goal = ask(site.port, "/g/some-token/")
        time.sleep(3)
        other.rollback()
        load.goes_on()

    assert (goal.status, goal.seconds < A_FEW_SECONDS) == (503, True)
    assert {answer.status for answer in load.read} == {200}
    assert {answer.status for answer in load.shared} == {302, 503}
    assert load.slowest < A_FEW_SECONDS
    assert_kept(load, on_postgres)


def test_locked_file_holds_no_page_for_long(tmp_path, file, on_sqlite):
    with served(tmp_path / "log", **on_sqlite) as site, Load(site.port) as load:
        load.goes_on()
        with closing(sqlite3.connect(file, isolation_level=None, timeout=20)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(6)
        load.goes_on()

    assert {answer.status for answer in load.read} == {200}
    assert {answer.status for answer in load.shared} == {302, 503}
    assert not any(FROM_MEMORY in answer.headers for answer in load.read)
    assert load.slowest < A_FEW_SECONDS
    assert_kept(load, on_sqlite)
