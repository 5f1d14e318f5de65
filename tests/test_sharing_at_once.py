"""Four processes sharing at once, on each database: nothing fails, nothing is doubled."""

import pytest

from tests.processes import LOCAL, output, run_at_once, start, start_script

pytestmark = pytest.mark.slow

SHARE = """
import secrets
from datetime import timedelta
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
for number in range(25):
    share(secrets.token_urlsafe(22))
    share(f"the same for all {number}")
print("done")
"""

COUNT = """
from scores.models import Capability, Goal, Revision
print(Goal.objects.count(), Revision.objects.count(), Capability.objects.count())
"""


def test_four_processes_share_at_once(empty_database):
    environment = LOCAL | {"DATABASE_URL": empty_database}
    output(start("manage.py", "prepare", **environment))

    endings = run_at_once(SHARE, **environment)

    assert endings == ["done\n"] * 4
    goals = 4 * 25 + 25
    assert output(start_script(COUNT, **environment)) == f"{goals} {goals} {3 * goals}\n"
