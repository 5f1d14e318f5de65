"""Attempts on real dates, worked by hand, around leap days and year ends."""

from datetime import date

import pytest

from scores.engine.answers import Answers
from scores.engine.attempts import attempt_steps, next_attempt
from scores.engine.calendar import months_after
from scores.wording.said import said
from tests.engine.edition import are_of

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 1, 15), 12, date(2026, 1, 15)),
        (date(2025, 12, 31), 6, date(2026, 7, 1)),  # there is no 31 June
        (date(2024, 2, 29), 12, date(2025, 3, 1)),  # 2025 is no leap year
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 3, 1)),  # there is no 31 February
        (date(2023, 8, 31), 6, date(2024, 3, 1)),  # nor in a leap year
        (date(2025, 8, 29), 6, date(2026, 3, 1)),
        (date(2023, 8, 29), 6, date(2024, 2, 29)),
        (date(2025, 6, 30), 6, date(2025, 12, 30)),
        (date(2025, 10, 31), 2, date(2025, 12, 31)),
        (date(2025, 11, 30), 3, date(2026, 3, 1)),
    ],
)
def test_months_after_never_comes_early(day, months, later):
    assert months_after(day, months) == later


@pytest.mark.parametrize(
    ("attempts", "earliest"),
    [
        ((date(2026, 6, 1),), None),
        ((date(2026, 1, 10), date(2026, 6, 1)), None),
        # three within a year: twelve months after the first decide
        ((date(2026, 1, 10), date(2026, 3, 1), date(2026, 5, 1)), date(2027, 1, 10)),
        # three over two years: six months after the latest decide
        ((date(2024, 2, 29), date(2025, 1, 5), date(2026, 8, 31)), date(2027, 3, 1)),
        # both on one day: twelve months after the first, six after the latest
        ((date(2025, 12, 31), date(2026, 2, 1), date(2026, 6, 30)), date(2026, 12, 31)),
        ((date(2025, 12, 31), date(2026, 2, 1), date(2026, 7, 1)), date(2027, 1, 1)),
    ],
)
def test_next_attempt_waits_as_long_as_the_policies_say(edition, attempts, earliest):
    found, figures = next_attempt(edition, Answers(attempt_dates=attempts), TODAY)

    assert found.earliest == earliest
    assert are_of(edition, figures)


@pytest.mark.parametrize(
    ("used", "left", "says"),
    [
        (1, 3, "1 of 4 attempts at Step 2 CK used, 3 left."),
        (2, 2, "2 of 4 attempts at Step 2 CK used, 2 left."),
        (3, 1, "The next failure would end eligibility for every Step"),
        (4, 0, "ineligible for ANY Step"),
    ],
)
def test_attempts_left_are_told(edition, used, left, says):
    dates = tuple(date(2023 + i // 2, 1 + 6 * (i % 2), 15) for i in range(used))

    steps = list(attempt_steps(edition, Answers(attempt_dates=dates), TODAY))

    assert steps[0].value == left
    assert says in said(steps[0].facts).says
    assert [step.rule for step in steps[1:]] == (["next-attempt", "fail-retake"] if left else [])


@pytest.mark.parametrize(
    ("exam", "says"),
    [
        (date(2027, 1, 9), "January 9, 2027 is too early."),
        (date(2027, 1, 10), "January 10, 2027 is possible."),
        (None, "January 10, 2027 is the earliest day for your fourth attempt"),
    ],
)
def test_exam_date_is_possible_or_too_early(edition, exam, says):
    dates = (date(2026, 1, 10), date(2026, 3, 1), date(2026, 5, 1))

    answers = Answers(attempt_dates=dates, exam_date=exam)
    (step,) = [
        step for step in attempt_steps(edition, answers, TODAY) if step.rule == "next-attempt"
    ]

    assert says in said(step.facts).says


def test_attempts_without_dates_ask_for_them(edition):
    (step,) = attempt_steps(edition, Answers(), TODAY)

    assert "Enter the dates" in said(step.facts).says
