"""What people leave is listed, ends when it should, and is then gone from the files too."""

import re
import secrets
import sqlite3
from contextlib import closing
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from scores.goals import traces
from scores.goals.share import FORM_AGE, count_use, delete_goal
from scores.goals.traces import empty_log, rewrite_file
from scores.models import CONTENT, Goal, Purge, Throttle, Tombstone
from scores.retention import last_purge, purge, purge_if_due
from tests.load import ask
from tests.people import sign_in
from tests.processes import LOCAL, ROOT, SHARE, output, served, start, start_script
from tests.shared_goals import NOW

A_DAY = timedelta(days=1)


def test_page_on_retention_names_every_table():
    page = (ROOT / "docs/privacy.md").read_text()

    figures = [*CONTENT, *(model.also.through for model in CONTENT if hasattr(model, "also"))]
    models = apps.get_models(include_auto_created=True)
    tables = {model._meta.db_table for model in models} | {"django_migrations"}
    others = tables - {model._meta.db_table for model in figures}
    named = set(re.findall(r"`((?:auth|axes|django|otp|scores)_\w+)`", page))

    assert named == others


@pytest.mark.django_db
@pytest.mark.database
def test_purge_deletes_all_that_has_ended_and_says_so(share, alice):
    share(lasts=-1)
    delete_goal(goal=share()[0])
    kept, _ = share()
    count_use(action="share", address="192.0.2.1", most=5, at=NOW - timedelta(hours=5))
    sign_in(Client(), name="rob", password="wrong")
    sign_in(Client())
    Tombstone.objects.update(created_at=NOW - FORM_AGE - A_DAY)
    AccessAttempt.objects.update(attempt_time=NOW - A_DAY)
    Session.objects.update(expire_date=NOW - A_DAY)

    out = StringIO()
    call_command("purge_goals", stdout=out)

    assert out.getvalue() == (
        "Deleted 1 expired goal with every revision, answer and link, 1 spent count of how often "
        "an address shared or answered, 1 trace of deleted forms, 1 wrong sign-in, "
        "and 1 session that ended.\n"
    )
    assert list(Goal.objects.all()) == [kept]
    left = (Throttle, Tombstone, AccessAttempt, Session)
    assert not any(model.objects.exists() for model in left)


@pytest.mark.django_db
@pytest.mark.database
def test_purge_leaves_what_has_not_ended(share, alice):
    delete_goal(goal=share()[0])
    count_use(action="share", address="192.0.2.1", most=5, at=NOW)
    sign_in(Client(), name="rob", password="wrong")
    sign_in(Client())

    purge(at=timezone.now())

    kept = (Throttle, Tombstone, AccessAttempt, Session)
    assert [model.objects.count() for model in kept] == [1, 1, 1, 1]


@pytest.mark.django_db
@pytest.mark.database
def test_site_purges_once_a_day(share):
    assert purge_if_due(at=NOW) is not None
    share(lasts=-1)

    assert purge_if_due(at=NOW + A_DAY - timedelta(seconds=1)) is None
    assert Goal.objects.exists()
    assert purge_if_due(at=NOW + A_DAY).goals == 1
    assert last_purge() == NOW + A_DAY


@pytest.mark.django_db
def test_monitoring_is_told_of_an_overdue_purge(client):
    never = client.get("/purgez")
    purge(at=NOW)
    done = client.get("/purgez")
    Purge.objects.update(done_at=NOW - 2 * A_DAY - timedelta(minutes=1))
    late = client.get("/purgez")

    assert (never.status_code, never.text) == (503, "purge overdue: never done\n")
    assert (done.status_code, done.text) == (200, f"purge on time: last done {NOW:%F %R} UTC\n")
    assert (late.status_code, late.text.split(":")[0]) == (503, "purge overdue")


EXPIRE = """
from datetime import UTC, datetime
from scores.models import Goal
print(Goal.objects.update(expires_at=datetime(2026, 1, 1, tzinfo=UTC)))
"""
COUNT = """
from scores.models import Goal
print(Goal.objects.count())
"""


@pytest.mark.slow
def test_site_that_nobody_purges_does_it_by_itself(tmp_path, empty_database):
    environment = LOCAL | {"DATABASE_URL": empty_database}
    output(start("manage.py", "prepare", **environment))
    output(start_script(SHARE, "3", **environment))
    output(start_script(EXPIRE, **environment))

    with served(tmp_path / "log", **environment) as site:
        while ask(site.port, "/purgez").status != 200:
            pass

    assert output(start_script(COUNT, **environment)) == "0\n"


# Gone from the files of SQLite

LEAVE = """
import sys
from datetime import UTC, date, datetime, timedelta
from scores.editions.reader import current_edition
from scores.engine.answers import Answers
from scores.goals.redact import Shown
from scores.goals.share import delete_goal, delete_response, respond, share_goal
from scores.retention import purge

now = datetime.now(UTC)
edition = current_edition(at=now)
answers = Answers(specialty="dermatology", group="us-img")

def leave(word, lasts):
    goal = share_goal(manage=f"managers-token-{word}", answers=answers,
        edition=edition, shown=Shown(), expires_at=now + timedelta(days=lasts), at=now)
    for number in range(8):
        long = word * (300 if number % 2 else 1)
        respond(goal=goal, revision=1, submission=f"{word}{number}", name=word, note=long[:5000])
    return goal

words = sys.argv[1].split(",")
goals = {word: leave(word, -1 if word.startswith("expired") else 30) for word in words}
print("written", flush=True)
sys.stdin.readline()
for word, goal in goals.items():
    if word.startswith("deleted"):
        delete_goal(goal=goal)
    elif word.startswith("answered"):
        for response in goal.responses.all():
            delete_response(goal=goal, response_id=response.pk)
print("deleted", flush=True)
sys.stdin.readline()
purge(at=now)
print("purged", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def sqlite_file(tmp_path, monkeypatch, django_db_blocker):
    """A database in a file, which is that of whoever deletes."""
    own = connection.copy()
    own.settings_dict["NAME"] = str(tmp_path / "db.sqlite3")
    monkeypatch.setattr(traces, "connection", own)
    with django_db_blocker.unblock():
        own.ensure_connection()
        yield tmp_path / "db.sqlite3"
        own.close()


@pytest.mark.slow
def test_deleted_text_is_in_no_file(tmp_path):
    """Read byte by byte, while a process has the database open and the log is not gone with it."""
    environment = LOCAL | {"DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}
    output(start("manage.py", "prepare", **environment))
    kinds = ("deleted", "answered", "expired", "kept")
    words = [f"{kind}{secrets.token_hex(8)}" for kind in kinds for _ in range(6)]
    secrets.SystemRandom().shuffle(words)
    log = tmp_path / "db.sqlite3-wal"

    process = start_script(LEAVE, ",".join(words), **environment)
    assert process.stdout.readline() == "written\n"
    before = words_in(tmp_path, words)
    tell(process)
    assert process.stdout.readline() == "deleted\n"
    size_after_deletion = log.stat().st_size
    tell(process)
    assert process.stdout.readline() == "purged\n"
    after, size_after_purge = words_in(tmp_path, words), log.stat().st_size
    tell(process)
    output(process)

    assert before == set(words)
    assert after == {word for word in words if word.startswith("kept")}
    assert size_after_deletion == size_after_purge == 0


def test_copy_that_sqlite_left_of_a_moved_row_is_gone_when_the_file_is_rewritten(sqlite_file):
    """Where a page is no longer used, and `secure_delete` was not on."""
    word = secrets.token_hex(8)
    with traces.connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = OFF")
        cursor.execute("CREATE TABLE left_over (text)")
        cursor.execute("INSERT INTO left_over VALUES (%s)", [word * 100])
        cursor.execute("DROP TABLE left_over")
    empty_log()
    assert word.encode() in sqlite_file.read_bytes()

    rewrite_file()

    assert word.encode() not in sqlite_file.read_bytes()


def test_large_file_is_not_rewritten_and_the_log_says_so(sqlite_file, monkeypatch, caplog):
    monkeypatch.setattr(traces, "LARGEST", sqlite_file.stat().st_size - 1)

    rewrite_file()

    assert "too large to be rewritten: run VACUUM" in caplog.text


def test_file_that_somebody_writes_to_is_rewritten_the_next_time(sqlite_file, caplog):
    with traces.connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 10")

    with closing(sqlite3.connect(sqlite_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        rewrite_file()

    assert "the next purge tries again: database is locked" in caplog.text


def tell(process):
    process.stdin.write("go on\n")
    process.stdin.flush()


def words_in(folder: Path, words: list[str]) -> set[str]:
    bytes_of = b"".join(file.read_bytes() for file in folder.iterdir())
    return {word for word in words if word.encode() in bytes_of}
