"""SQLite as it is set: writers queue, none waits for long, and what was acknowledged is kept."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.processes import LOCAL, output, run_at_once, start, start_script

pytestmark = pytest.mark.slow

WRITE = """
from django.db import transaction
from django.utils import timezone
from scores.goals.share import count_use
for number in range(400):
    with transaction.atomic():
        count_use(action="compete", address="the same", most=10_000, at=timezone.now())
print("done")
"""

WAIT = """
from time import monotonic
from django.db import OperationalError
from scores.models import Throttle
began = monotonic()
try:
    Throttle.objects.all().delete()
except OperationalError as problem:
    print(problem, 2 < monotonic() - began < 4)
print(Throttle.objects.count())
"""


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    file = tmp_path_factory.mktemp("migrated") / "db.sqlite3"
    output(start("manage.py", "migrate", "-v0", **LOCAL, DATABASE_URL=f"sqlite:///{file}"))
    return file


@pytest.fixture
def file(tmp_path, migrated):
    return shutil.copy(migrated, tmp_path / "db.sqlite3")


@pytest.fixture
def environment(file):
    return LOCAL | {"DATABASE_URL": f"sqlite:///{file}"}


def test_1600_competing_transactions_all_succeed(environment, file):
    """However slow the disk is: what is seen is that they queue, not how long a writer waits."""
    environment["DATABASE_URL"] += "?timeout=300"
    assert run_at_once(WRITE, **environment) == ["done\n"] * 4
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT sum(count) FROM scores_throttle").fetchone() == (1600,)


def test_writer_gives_up_on_a_locked_file_while_readers_go_on(environment, file):
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        said = output(start_script(WAIT, **environment))

    assert said == "database is locked True\n0\n"


def test_commit_waits_for_the_disk(environment):
    """Otherwise a loss of power may take back, without a word, what was acknowledged last."""
    asked = "from django.db import connection; c = connection.cursor()\n"
    modes = 'print([c.execute(f"PRAGMA {name}").fetchone()[0] for name in %r])'

    said = output(start_script(asked + modes % ["journal_mode", "synchronous"], **environment))

    assert said == "['wal', 2]\n"
