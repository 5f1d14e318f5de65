"""The floor: the pass mark in force on the exam date, and the score above it that is safe."""

import math
from dataclasses import dataclass
from datetime import date

from .answers import say_day
from .edition import Edition
from .figures import PassingStandard, ScorePrecision
from .steps import Step
from .vocabulary import EXAMS


@dataclass(frozen=True, slots=True)
class Floor:
    """Scores in points. `safe_pass` is None where the exam reports no score or no SEM is known."""

    standard: PassingStandard
    safe_pass: int | None
    steps: tuple[Step, ...]


def floor_on(edition: Edition, exam: str, day: date) -> Floor:
    """Raises LookupError where no pass mark of that exam is recorded for the day."""
    standard = standard_on(edition, exam, day)
    steps = [_standard_step(standard, day)]
    sem = sem_of(edition, exam)
    if sem is None or standard.reporting == "pass-fail":
        return Floor(standard, None, tuple(steps))
    steps.append(_safe_pass_step(edition, standard, sem))
    return Floor(standard, int(steps[-1].value or 0), tuple(steps))


def standard_on(edition: Edition, exam: str, day: date) -> PassingStandard:
    """The newest pass mark that had taken effect by that day."""
    in_force = [
        row for row in edition.passing_standards if row.exam == exam and row.effective_from <= day
    ]
    if not in_force:
        raise LookupError(f"No pass mark of {EXAMS[exam]} is recorded for {say_day(day)}.")
    return max(in_force, key=lambda row: row.effective_from)


def sem_of(edition: Edition, exam: str) -> ScorePrecision | None:
    """The newest standard error of measurement of an exam."""
    rows = [row for row in edition.precisions if row.exam == exam and row.statistic == "SEM"]
    return max(rows, key=lambda row: row.as_of, default=None)


def _standard_step(standard: PassingStandard, day: date) -> Step:
    says = (
        f"The {EXAMS[standard.exam]} passing standard is {standard.score} for tests from "
        f"{say_day(standard.effective_from)}; before, it was {standard.previous_score}."
    )
    if standard.reporting == "pass-fail":
        says += " The report shows only pass or fail."
    return Step(
        "passing-standard",
        "Pass mark",
        "rule",
        says,
        standard.score,
        figures=(standard.read("score"),),
    )


def _safe_pass_step(edition: Edition, standard: PassingStandard, sem: ScorePrecision) -> Step:
    z = edition.settings["safe_pass_z"]
    exact = standard.score + z.value * sem.points
    safe = math.ceil(exact)
    says = (
        f"{standard.score} + {float(z.value):g} × {sem.points} points of measurement error "
        f"= {float(exact):g}, rounded up. Below it, chance alone fails more than one in twenty."
    )
    return Step(
        "safe-pass",
        "Safe pass",
        "house",
        says,
        safe,
        figures=(standard.read("score"), sem.read("points"), z.read("value")),
    )
