"""What is done to one goal at the same moment, on each database.

Whatever two people do, each gets the usual answer, and what is left is what one after the other
would have left. What was deleted stays deleted.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count, product
from typing import Any

import pytest
from django.test import Client

from scores.editions.reader import current_edition
from scores.engine.answers import Answers
from scores.forms.goal import query_of
from scores.forms.sharing import new_form_token, read_form_token
from scores.goals.links import tokens_of
from scores.goals.redact import Shown
from scores.goals.share import (
    GoalGone,
    GoalRefused,
    change_goal,
    delete_goal,
    purge_goals,
    respond,
    restore_goal,
    revise_goal,
    revoke_goal,
    share_goal,
)
from scores.models import Capability, Goal, Response, Revision
from tests.processes import LOCAL, output, start, start_script

# One after the other, where the second was opened before the first was done

NOW = datetime.now(UTC)
MANAGE = "a token that opens everything"
ANSWERS = Answers(specialty="dermatology", group="us-img")
DONE = {
    "delete": lambda goal, edition: delete_goal(goal=goal),
    "purge": lambda goal, edition: purge_goals(at=NOW + timedelta(days=400)),
    "revise": lambda goal, edition: revise_goal(
        goal=goal,
        submission="a",
        answers=replace(ANSWERS, exam_date=date(2027, 5, 1)),
        edition=edition,
        at=NOW,
    ),
    "respond": lambda goal, edition: respond(
        goal=goal, revision=1, submission="a", name="A", note="b", is_owner=False, at=NOW
    ),
    "change": lambda goal, edition: change_goal(goal=goal, shown=Shown(profile=True)),
    "withdraw": lambda goal, edition: revoke_goal(goal=goal, at=NOW),
    "restore": lambda goal, edition: restore_goal(goal=goal),
    "share again": lambda goal, edition: share_goal(
        manage=MANAGE,
        answers=ANSWERS,
        edition=edition,
        shown=Shown(),
        expires_at=NOW + timedelta(days=30),
        at=NOW,
    ),
}


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize("then", DONE)
@pytest.mark.parametrize("first", DONE)
def test_second_finds_the_goal_as_the_first_left_it(share, first, then):
    goal, _ = share(Shown(), ANSWERS, manage=MANAGE)
    edition, opened = current_edition(at=NOW), Goal.objects.get()

    DONE[first](goal, edition)
    try:
        DONE[then](opened, edition)
        is_refused = False
    except (GoalGone, GoalRefused):
        is_refused = True

    is_gone = first in ("delete", "purge")
    came_back = (first, then) == ("purge", "share again")  # no form is as old as that
    is_withdrawn = (first, then) == ("withdraw", "respond")
    assert is_refused is ((is_gone and then != "purge" and not came_back) or is_withdrawn)
    assert Goal.objects.exists() is (came_back or not {first, then} & {"delete", "purge"})


# At the same moment

ROUNDS = 1000
WHO = {"specialty": "dermatology", "group": "us-img"}
SHARE = f"/goal/share/?{query_of(Answers(**WHO))}"
GONE = 404


@dataclass
class Round:
    """One goal, and what people do to it: each action gives the status of its answer."""

    number: int
    once: str = field(default_factory=new_form_token)
    days: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        manage, now = read_form_token(self.once), datetime.now(UTC)
        assert manage
        self.tokens = tokens_of(manage)
        self.goal = share_goal(
            manage=manage,
            answers=Answers(**WHO),
            edition=current_edition(at=now),
            shown=Shown(),
            expires_at=now + timedelta(days=30),
            at=now,
        )

    def post(self, address: str, **form: str) -> int:
        """As from an address of its own: limits count by it, and are not what is tried here."""
        mine = f"10.0.{self.number >> 8}.{self.number & 255}"
        return Client(SERVER_NAME="localhost", REMOTE_ADDR=mine).post(address, form).status_code

    def delete(self) -> int:
        return self.post(f"/g/{self.tokens['manage']}/delete/")

    def revise(self) -> int:
        """Each time other answers, so that none is refused as the same."""
        form = WHO | {"do": "add", "once": new_form_token(), "exam_date": self._another_day()}
        return self.post(f"/g/{self.tokens['manage']}/revise/", **form)

    def _another_day(self) -> str:
        day = datetime.now(UTC).date() + timedelta(days=60 + next(self.days))
        return day.isoformat()

    def respond(self) -> int:
        form = {"name": "Dr A", "note": "Well done", "once": new_form_token()}
        return self.post(f"/g/{self.tokens['respond']}/respond/", **form)

    def change(self) -> int:
        return self.post(f"/g/{self.tokens['manage']}/change/", shows="profile", lasts="365")

    def withdraw(self) -> int:
        return self.post(f"/g/{self.tokens['manage']}/change/", do="revoke")

    def share_again(self) -> int:
        return self.post(SHARE, once=self.once, lasts="30")

    def read(self) -> int:
        return Client(SERVER_NAME="localhost").get(f"/g/{self.tokens['manage']}/").status_code

    def assert_right(self, done: list[tuple[str, int]]) -> None:
        """`done` tells each action and the status of its answer, in whatever order they came."""
        names = [name for name, _ in done]
        told = (names, done)
        for name, status in done:
            others = [*names]
            others.remove(name)
            assert status in allowed(name, others), told
        if "delete" in names:
            self._assert_gone(told)
        else:
            self._assert_whole(done, told)

    def _assert_gone(self, told: Any) -> None:
        pk = self.goal.pk
        assert not Goal.objects.filter(pk=pk).exists(), told
        for model in (Revision, Response, Capability):
            assert not model.objects.filter(goal=pk).exists(), told
        assert self.share_again() == 200, told
        assert self.read() == GONE, told

    def _assert_whole(self, done: list[tuple[str, int]], told: Any) -> None:
        goal = Goal.objects.get(pk=self.goal.pk)
        came = [name for name, status in done if status == USUAL[name]]
        numbers = list(goal.revisions.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, 2 + came.count("revise"))), told
        assert goal.responses.count() == came.count("respond"), told
        assert goal.shows_profile is ("change" in came), told
        assert (goal.revoked_at is not None) is ("withdraw" in came), told


USUAL = {
    "delete": 302,
    "revise": 303,
    "respond": 303,
    "change": 303,
    "withdraw": 303,
    "share_again": 302,
    "read": 200,
}
"""What each action is answered when nothing else is done to the goal."""

ACTIONS = [*USUAL]
PAIRS = [*product(ACTIONS, ACTIONS)]


def allowed(name: str, others: list[str]) -> set[int]:
    """The usual answer; where the goal is deleted or withdrawn meanwhile, the one of afterward."""
    statuses = {USUAL[name]}
    if "delete" in others:
        statuses |= {200} if name == "share_again" else {GONE}
    if "withdraw" in others and name == "respond":
        statuses |= {GONE}
    return statuses


def play(rounds: int, first: int = 0) -> None:
    """So many goals, each with a pair of actions let go together, every pair as often."""
    barrier = threading.Barrier(2)

    def act(action: Callable[[], int]) -> int:
        barrier.wait(timeout=60)
        return action()

    with ThreadPoolExecutor(2) as people:
        for number in range(first, first + rounds):
            goal, names = Round(number), PAIRS[number % len(PAIRS)]
            tasks = [people.submit(act, getattr(goal, name)) for name in names]
            statuses = [task.result(timeout=60) for task in tasks]
            goal.assert_right([*zip(names, statuses, strict=True)])


PLAY = """
import sys
from tests.test_goals_at_once import play
play(int(sys.argv[1]), int(sys.argv[2]))
print("held")
"""


@pytest.mark.slow
def test_thousand_pairs_at_the_same_moment_leave_what_one_after_the_other_would(empty_database):
    """In two processes at once, which write to the same database as well."""
    environment = LOCAL | {"DATABASE_URL": empty_database}
    output(start("manage.py", "prepare", **environment))

    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    half = ROUNDS // 2
    both = [
        start_script(PLAY, str(half), str(first), **environment, **settings) for first in (0, half)
    ]

    assert [output(process).splitlines()[-1] for process in both] == ["held", "held"]
