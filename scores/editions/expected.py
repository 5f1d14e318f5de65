"""Expected values: answers with the target that a draft should give, derived with its checks."""

from dataclasses import dataclass
from datetime import date

from scores.editions.checks import Fault
from scores.engine.answers import AnswersRefused
from scores.engine.edition import Edition as Figures
from scores.engine.record import Record, answers_of
from scores.engine.result import derive
from scores.models import Edition, ExpectedValues

TABLE = "expected value"

UNREADABLE = (KeyError, TypeError, ValueError)
"""Errors of reading stored answers that an earlier version of the form wrote."""


@dataclass(frozen=True, slots=True)
class Case:
    """One line of expected values: the answers as written and as read, and the expected target."""

    line: int
    says: str
    inputs: Record
    target: int | None
    """None where no target is expected."""


def stamp_of(expected: ExpectedValues | None) -> str:
    return expected.at.isoformat() if expected else ""


def expected_of(edition: Edition) -> ExpectedValues | None:
    return ExpectedValues.objects.filter(edition=edition).select_related("by").first()


def unexpected(edition: Edition, figures: Figures, today: date) -> list[Fault]:
    """A fault for each line that the draft gives another target for, or no result at all."""
    expected = expected_of(edition)
    cases = [Case(**case) for case in expected.cases] if expected else []
    found = [(case, _says(case, figures, today)) for case in cases]
    return [
        Fault(TABLE, f"line {case.line}, {case.says}", "", says) for case, says in found if says
    ]


def _says(case: Case, figures: Figures, today: date) -> str:
    try:
        goal = derive(figures, answers_of(case.inputs), today=today).goal
    except AnswersRefused as refused:
        return f"The draft gives no result: {refused}"
    except UNREADABLE:
        return "These answers cannot be read any more: attach them again."
    if goal == case.target:
        return ""
    return f"The draft gives {_target(goal)}, expected is {_target(case.target)}."


def _target(goal: int | None) -> str:
    return "no target" if goal is None else str(goal)
