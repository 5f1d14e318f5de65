"""What an editor may change is in no sentence by itself: the words follow the edition."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from scores.engine.answers import Answers
from scores.engine.result import derive
from scores.wording.record import record_of
from tests.engine.edition import read_fixture

TODAY = date(2026, 11, 22)
FAILED = Answers(
    specialty="family-medicine", group="us-md-senior", situation="failed", actual_score=209
)


@pytest.fixture
def edition():
    """That of 2026.2 with three attempts, and a safe pass missed by chance in one of ten."""
    present = read_fixture("2026.2")
    limit = replace(present.policies["attempt-limit"], number=3)
    z = replace(present.settings["safe_pass_z"], value=Fraction("1.2816"))
    return replace(
        present,
        policies={**present.policies, "attempt-limit": limit},
        settings={**present.settings, "safe_pass_z": z},
    )


def says_of(edition, answers):
    return record_of(derive(edition, answers, today=TODAY))["verdict"]["says"]


def test_number_of_attempts_is_that_of_the_policy(edition):
    days = tuple(date(2026, month, 1) for month in (1, 5, 9))

    assert "A Step can be attempted 3 times in all." in says_of(edition, FAILED)
    all_used = says_of(edition, replace(FAILED, attempt_dates=days))
    assert "3 attempts are used: that ends eligibility for every Step." in all_used


def test_chance_of_failing_below_the_safe_pass_follows_its_setting(edition):
    record = record_of(derive(edition, FAILED, today=TODAY))

    (step,) = [step for step in record["steps"] if step["rule"] == "safe-pass"]
    assert step["says"].endswith("chance alone fails more than 1 in 10.")
