"""Four processes sharing at once, on each database: nothing fails, nothing is doubled."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

SHARE = """
import secrets, sys
from datetime import timedelta
import django
django.setup()
from django.utils import timezone
from scores.goals.share import share_goal
from scores.engine.answers import Answers
from scores.goals.redact import ALL
from scores.editions.reader import current_edition

now = timezone.now()
edition = current_edition(at=now)
def share(manage):
    share_goal(manage=manage, answers=Answers(specialty="dermatology", group="us-img"),
               edition=edition, shown=ALL, expires_at=now + timedelta(days=1), at=now)
print("ready", flush=True)
sys.stdin.readline()
for number in range(25):
    share(secrets.token_urlsafe(22))
    share(f"the same for all {number}")
print("done", flush=True)
"""

COUNT = """
import django
django.setup()
from scores.models import Capability, Goal, Revision
print(Goal.objects.count(), Revision.objects.count(), Capability.objects.count())
"""


def python(code, url, **options):
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )


def manage(url, *arguments):
    code = f"""
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *{arguments!r}])
"""
    process = python(code, url)
    process.communicate()
    assert process.returncode == 0


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'db.sqlite3'}"
    return request.getfixturevalue("new_database")("at_once")


def test_four_processes_share_at_once(url):
    manage(url, "migrate", "-v0")
    manage(url, "load_editions", "-v0")
    processes = [python(SHARE, url) for _ in range(4)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"

    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    endings = [process.communicate(timeout=120)[0] for process in processes]

    assert endings == ["done\n"] * 4
    goals = 4 * 25 + 25
    assert python(COUNT, url).communicate()[0].split() == [str(goals), str(goals), str(3 * goals)]
