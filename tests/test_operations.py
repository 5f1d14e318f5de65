"""What an operator relies on: starts that do not collide, and back-ups that restore."""

import os
import subprocess
import sys

import psycopg
import pytest

from tests.test_house import ROOT, manage

ENVIRONMENT = {"USMLEGOALS_LOCAL": "1", "SECRET_KEY": "tests"}

SHARE = """
import sys
from datetime import UTC, datetime, timedelta
from scores.actions.goals import share_goal
from scores.engine.answers import Answers
from scores.engine.redact import Shown
from scores.queries.editions import current_edition
now = datetime.now(UTC)
edition = current_edition(at=now)
answers = Answers(specialty="dermatology", group="us-md-senior")
for number in range(int(sys.argv[1])):
    share_goal(manage=f"{sys.argv[2]}{number}", answers=answers, edition=edition, shown=Shown(),
        expires_at=now + timedelta(days=1), at=now)
    print(number, flush=True)
"""
OPEN = """
import sys
from datetime import UTC, datetime
from scores.queries.goals import open_goal
missing = [n for n in range(int(sys.argv[1]))
    if open_goal(f"{sys.argv[2]}{n}", at=datetime.now(UTC)) is None]
print("missing", missing)
"""


def start(*arguments, **environment):
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **ENVIRONMENT, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def with_django(code, *arguments, **environment):
    setup = "import django; django.setup()\n"
    settings = {"DJANGO_SETTINGS_MODULE": "usmlegoals.settings", "PYTHONPATH": str(ROOT)}
    return start("-c", setup + code, *map(str, arguments), **settings, **environment)


def output(process):
    said = process.communicate(timeout=300)[0]
    assert process.returncode == 0, said
    return said


@pytest.fixture
def new_database(postgres_url):
    """Makes an empty database on the server of the tests, and gives its URL."""

    def make(name):
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return postgres_url.removesuffix("/postgres") + f"/{name}"

    return make


# Starting


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_three_containers_start_at_once(kind, tmp_path, request):
    make = request.getfixturevalue("new_database") if kind == "postgresql" else None
    url = make("starts") if make else f"sqlite:///{tmp_path}/db.sqlite3"

    starts = [start("manage.py", "prepare", DATABASE_URL=url) for _ in range(3)]

    said = [output(process) for process in starts]
    assert sorted("loaded edition 2026.1" in text for text in said) == [False, False, True]
    assert sum("Applying scores.0001_figures... OK" in text for text in said) == 1
    assert manage("check_edition", "2026.1", DATABASE_URL=url, **ENVIRONMENT).returncode == 0
