"""What a change of the figures does to goals that were shared."""

from dataclasses import replace
from datetime import date

import pytest

from scores.engine.answers import Answers
from scores.reference.effect import Derived
from tests.engine.edition import read_fixture

TODAY = date(2026, 11, 22)
ANSWERS = Answers(specialty="dermatology", group="us-md-senior")


def changed(table, **which):
    """Edition 2026.2 with the median of some rows 3 points higher."""
    present = read_fixture("2026.2")
    rows = getattr(present, table)

    def is_meant(row):
        return all(getattr(row, name) == value for name, value in which.items())

    assert any(map(is_meant, rows))
    moved = (replace(row, median=row.median + 3) if is_meant(row) else row for row in rows)
    return replace(present, **{table: tuple(moved)})


@pytest.mark.parametrize(("outcome", "moves_target"), [("matched", True), ("unmatched", False)])
def test_goal_changes_with_its_target_or_with_the_chance_of_matching_alone(outcome, moves_target):
    which = {"specialty": "dermatology", "group": "us-md-senior", "cycle": "2026"}
    after = changed("match_scores", **which, outcome=outcome)

    before, now = (Derived(each).goal(ANSWERS, TODAY) for each in (read_fixture("2026.2"), after))

    assert (before[0] != now[0]) is moves_target
    assert before[1] != now[1]


def test_goal_of_another_specialty_stays():
    which = {"specialty": "neurology", "group": "us-md-senior", "cycle": "2026"}
    after = changed("match_scores", **which, outcome="matched")

    before, now = (Derived(each).goal(ANSWERS, TODAY) for each in (read_fixture("2026.2"), after))

    assert before == now
