"""A process killed without warning loses nothing that it had acknowledged."""

import pytest

from tests.processes import LOCAL, SHARE, output, start, start_script

pytestmark = pytest.mark.slow

OPEN = """
import sys
from datetime import UTC, datetime
from scores.goals.links import open_goal, tokens_of
from scores.goals.verify import verify
now = datetime.now(UTC)
found = [open_goal(tokens_of(f"managers-token-of-goal-{number:07}")["view"], at=now)
         for number in range(int(sys.argv[1]))]
print(all(each and verify(each.revision).is_derived for each in found))
"""


@pytest.fixture(params=["sqlite", "postgres"])
def environment(request, tmp_path):
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'db.sqlite3'}"
    else:
        url = request.getfixturevalue("new_database")("killed")
    environment = LOCAL | {"DATABASE_URL": url}
    output(start("manage.py", "prepare", **environment))
    return environment


def test_killed_process_loses_nothing_it_acknowledged(environment):
    with start_script(SHARE, "1000000", **environment) as sharing:
        acknowledged = [int(sharing.stdout.readline()) for _ in range(60)]
        sharing.kill()

    assert acknowledged == list(range(60))
    assert output(start_script(OPEN, "60", **environment)) == "True\n"
