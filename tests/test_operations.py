"""What an operator relies on: starts that do not collide, and back-ups that restore."""

import shutil
import socket
import subprocess
import time

import pytest

from tests.load import ask
from tests.postgres import DEBIAN
from tests.processes import LOCAL, OPEN, PRODUCTION, SHARE, output, served, start, start_script
from tests.programs import find_program

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A SQLite database with the editions, to copy."""
    file = tmp_path_factory.mktemp("prepared") / "db.sqlite3"
    output(start("manage.py", "prepare", **LOCAL, DATABASE_URL=f"sqlite:///{file}"))
    return file


# Starting and stopping


def test_three_containers_start_at_once(empty_database):
    environment = LOCAL | {"DATABASE_URL": empty_database}

    starts = [start("manage.py", "prepare", **environment) for _ in range(3)]

    said = [output(process) for process in starts]
    assert sorted("loaded edition 2026.1" in text for text in said) == [False, False, True]
    assert sum("Applying scores.0001_figures... OK" in text for text in said) == 1
    output(start("manage.py", "check_edition", "2026.1", **environment))


def test_lock_ends_with_the_process_that_holds_it(tmp_path):
    environment = LOCAL | {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    hold = "from scores.management.commands.prepare import one_at_a_time\nimport time\n"
    holder = start_script(
        f"{hold}with one_at_a_time(): print(1, flush=True); time.sleep(60)", **environment
    )
    holder.stdout.readline()

    waiting = start("manage.py", "prepare", **environment)
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(timeout=4)
    holder.kill()

    assert "loaded edition" in output(waiting)
    holder.communicate()


def test_health_of_the_container(tmp_path, prepared):
    environment = PRODUCTION | {"DATABASE_URL": f"sqlite:///{prepared}", "WEB_CONCURRENCY": "1"}

    def health(port):
        process = start("-m", "usmlegoals.health", **environment, PORT=str(port))
        process.communicate(timeout=60)
        return process.returncode

    with served(tmp_path / "log", **environment) as server:
        assert health(server.port) == 0
    assert health(server.port) == 1


def test_site_that_is_told_to_stop_finishes_the_request_at_hand(tmp_path, prepared):
    environment = LOCAL | {"DATABASE_URL": f"sqlite:///{prepared}", "WEB_CONCURRENCY": "1"}

    with (
        served(tmp_path / "log", **environment) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=30) as visitor,
    ):
        visitor.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n")
        time.sleep(1)
        server.process.terminate()
        time.sleep(1)
        visitor.sendall(b"Connection: close\r\n\r\n")
        answer = visitor.recv(100)

    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert server.process.returncode == 0


# While goals are being shared


def share_while(back_up, environment):
    """Share goals without end, back up and kill; how many were acknowledged before that."""
    with start_script(SHARE, "1000000", **environment) as sharing:
        acknowledged = [int(sharing.stdout.readline()) for _ in range(60)]
        try:
            back_up()
        finally:
            sharing.kill()
    return len(acknowledged)


def test_killed_process_loses_nothing_it_acknowledged(empty_database):
    environment = LOCAL | {"DATABASE_URL": empty_database}
    output(start("manage.py", "prepare", **environment))

    count = share_while(lambda: None, environment)

    assert output(start_script(OPEN, str(count), **environment)) == "[]\n"


def assert_restored(count, environment, log):
    output(start("manage.py", "prepare", **environment))
    output(start("manage.py", "check_edition", "2026.1", **environment))
    assert output(start_script(OPEN, str(count), **environment)) == "[]\n"
    owners = [f"/g/managers-token-of-goal-{number:07}/" for number in range(count)]
    with served(log, **environment, DJANGO_SETTINGS_MODULE="tests.settings") as site:
        answers = (time.sleep(wait) or ask(site.port, "/readyz").text for wait in (0, 2, 4, 8))
        assert "ready with edition 2026.2\n" in answers  # a busy machine may need a moment
        assert {ask(site.port, owner).status for owner in owners} == {200}


def test_sqlite_is_backed_up_under_load_and_restored(tmp_path, prepared):
    database, copy = tmp_path / "db.sqlite3", tmp_path / "copy.sqlite3"
    shutil.copy(prepared, database)
    environment = LOCAL | {"DATABASE_URL": f"sqlite:///{database}"}

    count = share_while(
        lambda: output(start("manage.py", "back_up", str(copy), **environment)), environment
    )
    for name in ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    shutil.copy(copy, database)

    assert_restored(count, environment, tmp_path / "log")


def test_postgresql_is_backed_up_under_load_and_restored(tmp_path, new_database):
    initdb = find_program("initdb", folders=DEBIAN.glob("*/bin"), required_by="REQUIRE_POSTGRES")
    pg_dump = initdb.with_name("pg_dump")
    database, other = new_database("under_load"), new_database("restored")
    environment = LOCAL | {"DATABASE_URL": database}
    output(start("manage.py", "prepare", **environment))
    file = tmp_path / "site.dump"

    def back_up():
        subprocess.run([pg_dump, "--format=custom", f"--file={file}", database], check=True)

    count = share_while(back_up, environment)
    restore = [pg_dump.with_name("pg_restore"), "--no-owner", "--exit-on-error"]
    subprocess.run([*restore, f"--dbname={other}", file], check=True)

    assert_restored(count, LOCAL | {"DATABASE_URL": other}, tmp_path / "log")


def test_back_up_overwrites_nothing(tmp_path, prepared):
    taken = tmp_path / "taken"
    taken.write_text("what was there")

    refused = start(
        "manage.py", "back_up", str(taken), **LOCAL, DATABASE_URL=f"sqlite:///{prepared}"
    )

    assert "exists already" in refused.communicate()[0]
    assert taken.read_text() == "what was there"
