"""The floor: the passing score in force on the exam date, and the safe pass above it."""

import math
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

from scores.engine.edition import Edition, kept
from scores.engine.figures import HouseSetting, PassingStandard, ScorePrecision
from scores.engine.steps import Figure, Number, Step


@dataclass(frozen=True, slots=True)
class SafePass:
    """`exact` is the passing score plus `z` standard errors of measurement, in points."""

    standard: PassingStandard
    z: HouseSetting
    sem: ScorePrecision
    exact: Number


@dataclass(frozen=True, slots=True)
class Floor:
    """Scores in points; `safe_pass` is None if the exam reports no score or no SEM is known."""

    standard: PassingStandard
    safe_pass: int | None
    steps: tuple[Step, ...]

    @property
    def safe(self) -> int:
        """The lowest possible target: the safe pass, else the passing score."""
        return self.safe_pass or self.standard.score


def floor_on(edition: Edition, exam: str, day: date) -> Floor:
    """Raises LookupError if no passing score of the exam is recorded for that day."""
    return _floor_of(edition, standard_on(edition, exam, day))


@kept
def _floor_of(edition: Edition, standard: PassingStandard) -> Floor:
    sem = sem_of(edition, standard.exam)
    figures: tuple[Figure, ...] = (standard.read("score"),)
    step = Step("passing-standard", "rule", standard, standard.score, figures=figures)
    if sem is None or standard.reporting == "pass-fail":
        return Floor(standard, None, (step,))
    z = edition.settings["safe_pass_z"]
    exact = standard.score + z.value * sem.points
    facts, safe = SafePass(standard, z, sem, exact), math.ceil(exact)
    figures += (sem.read("points"), z.read("value"))
    return Floor(standard, safe, (step, Step("safe-pass", "house", facts, safe, figures=figures)))


def failing_one_in(z: HouseSetting) -> int:
    """Of so many people at the safe pass of this `z`, one would fail by chance; below it, more."""
    return round(1 / NormalDist().cdf(-float(z.value)))


def standard_on(edition: Edition, exam: str, day: date) -> PassingStandard:
    """The passing score in force on that day. Raises LookupError if none is recorded."""
    in_force = [
        row for row in edition.passing_standards if row.exam == exam and row.effective_from <= day
    ]
    if not in_force:
        raise LookupError(f"No passing score of {exam} is recorded for {day.isoformat()}.")
    return max(in_force, key=lambda row: row.effective_from)


def sem_of(edition: Edition, exam: str) -> ScorePrecision | None:
    """The newest standard error of measurement of an exam; None if none is recorded."""
    rows = [row for row in edition.precisions if row.exam == exam and row.statistic == "SEM"]
    return max(rows, key=lambda row: row.as_of, default=None)
