"""Practice readings on the Step 2 CK scale, moved forward to exam day.

A *form* is a practice test as the model knows it. A *sitting* is one reading of a form with its age
on exam day. The numbers are floats from here on: they are estimates, not figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import exp
from statistics import median

from scores.engine.edition import Edition
from scores.engine.figures import PracticeTest, ScoreDistribution, ScorePrecision
from scores.engine.floor import sem_of
from scores.engine.vocabulary import HIGHEST_SCORE

EXAM = "step2ck"
AVERAGE = "average"
"""A practice average with form offsets already in it: one reading of a form of its own."""

RETIRED_FORMS = ("nbme06", "nbme07", "nbme08")
QUESTION_BANK_FORMS = ("uwsa1", "uwsa2")
FITTED_LEVELS = RETIRED_FORMS + QUESTION_BANK_FORMS
"""Forms whose level was fitted on undated reports."""

WEEK = 7


@dataclass(frozen=True, slots=True)
class Sitting:
    """A score, or percent correct, on a form, so many days before the exam; None is undated."""

    test: str
    score: float
    days: float | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """How one practice test reads.

    `offset` puts it on the scale of the current forms. `level` puts an undated reading straight on
    the actual score, its usual days of growth included. None: that way is not known.
    """

    is_percent: bool
    is_average: bool
    offset: float | None
    level: float | None
    days: float
    error: float


@dataclass(frozen=True)
class Model:
    """Every number of the projection, read once from an edition."""

    values: Mapping[str, float]
    """The edition's projection parameters."""
    settings: Mapping[str, float]
    prior_mean: float
    prior_sd: float
    exam_error: float
    typical_score: float
    """Median practice score: the level at which growth is quoted."""
    growth_days: float
    """The age of the oldest form students usually sit: older readings do not grow further."""
    tests: Mapping[str, PracticeTest]
    usual_days: float

    @classmethod
    def of(cls, edition: Edition) -> "Model":
        tests = edition.practice_tests
        days = [test.median_days for test in tests.values() if test.median_days is not None]
        printed = [row.median_printed for row in tests.values() if row.median_printed is not None]
        population = population_of(edition)
        return cls(
            values={key: float(row.value) for key, row in edition.parameters.items()},
            settings={key: float(row.value) for key, row in edition.settings.items()},
            prior_mean=float(population.mean),
            prior_sd=float(population.sd),
            exam_error=float(precision_of(edition).points),
            typical_score=float(median(printed)),
            growth_days=float(max(days)),
            tests=tests,
            usual_days=float(median(days)),
        )

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        known = {test.slug: self._form(test) for test in self.tests.values()}
        return known | {AVERAGE: self._average}

    @property
    def growth_spread(self) -> float:
        """SD of the growth rate between students, from its quartiles."""
        spread = self.values["growth_q3"] - self.values["growth_q1"]
        return spread / (2 * self.settings["quartile_z"])

    def approach(self, points: float) -> float:
        """The share of the way to the top of the scale that so many points of growth cover."""
        return 1 - exp(-points / (HIGHEST_SCORE - self.typical_score))

    def growth(self, days: float) -> float:
        """Points gained in so many days by a student of the typical practice score."""
        return self.values["growth_median"] * min(days, self.growth_days) / WEEK

    def walk(self, days: float) -> float:
        """Variance of what a student may have gained more or less between readings so far apart.

        A random walk: it depends on the days between them, not on those left to the exam.
        """
        return self.growth_spread**2 * days / WEEK

    def drift(self, days: float) -> float:
        """Variance of what a student may gain more or less in so many days without a reading.

        In the first week it is that of the walk. While scores grow, students then part at a steady
        rate each, and beyond that they walk again.
        """
        growing = min(days, self.growth_days)
        parting = (self.growth_spread * growing / WEEK) ** 2
        return max(self.walk(growing), parting) + self.walk(days - growing)

    def _form(self, test: PracticeTest) -> Form:
        is_percent = test.unit == "percent"
        fitted = self.values[f"level_{test.slug}"] if test.slug in FITTED_LEVELS else None
        return Form(
            is_percent=is_percent,
            is_average=False,
            offset=None if is_percent or test.retired else float(test.offset or 0),
            level=fitted,
            days=float(self.usual_days if test.median_days is None else test.median_days),
            error=self._error(test),
        )

    def _error(self, test: PracticeTest) -> float:
        if test.slug in QUESTION_BANK_FORMS:
            return self.values["error_uwsa"]
        if test.slug in RETIRED_FORMS or (test.offset is not None):
            return self.values["error_form"]
        return self.values["error_free120" if test.slug == "free120" else "error_unknown"]

    @property
    def _average(self) -> Form:
        days, error = self.values["average_days"], self.values["error_average"]
        return Form(False, True, 0.0, None, days, error)


def population_of(edition: Edition) -> ScoreDistribution:
    """The newest year of first-takers on record: the population projections are shrunk to."""
    rows = [row for row in edition.distributions if row.exam == EXAM]
    return max(rows, key=lambda row: row.until)


def precision_of(edition: Edition) -> ScorePrecision:
    """The newest standard error of measurement of the exam itself. Raises LookupError."""
    sem = sem_of(edition, EXAM)
    if sem is None:
        raise LookupError("No standard error of measurement of Step 2 CK is recorded.")
    return sem


@dataclass(frozen=True, slots=True)
class Placed:
    """A sitting on the Step 2 CK scale.

    `scale` is where the form's offset, level or line puts it; `supported` adds the growth that its
    date supports; `expected` adds growth and the rise on exam day that volunteers reported.
    `days` is its age on exam day, the usual one of its form where undated; `error` is its variance.
    """

    sitting: Sitting
    scale: float
    supported: float
    expected: float
    days: float
    error: float


def place(model: Model, sitting: Sitting) -> Placed:
    form = model.forms[sitting.test]
    is_dated = sitting.days is not None or form.is_average
    days = form.days if sitting.days is None else sitting.days
    scale, is_level = _scale(model, form, sitting)
    growing = max(0.0, min(days, model.growth_days) - form.days) if is_level else days
    growth = model.growth(growing)
    rise = 0.0 if is_level else model.values["exam_day_lift"]
    room = max(0.0, HIGHEST_SCORE - scale)
    dated = growth if is_dated else 0.0
    undated_error = 0.0 if is_dated else model.values["error_undated"]
    return Placed(
        sitting=sitting,
        scale=scale,
        supported=scale + min(dated, room * model.approach(dated)),
        expected=scale + room * model.approach(growth + rise),
        days=days,
        error=form.error**2 + undated_error**2,
    )


def _scale(model: Model, form: Form, sitting: Sitting) -> tuple[float, bool]:
    """The reading on the Step 2 CK scale, and whether its usual growth is already in it."""
    if form.is_percent:
        return _from_percent(model, sitting.score), True
    if form.level is not None and (form.offset is None or sitting.days is None):
        return sitting.score + form.level, True
    return sitting.score + (form.offset or 0.0), False


def _from_percent(model: Model, percent: float) -> float:
    """The line of the volunteers, and below the lowest band on record a steeper one."""
    values = model.values
    lowest = values["free120_lowest"]
    line = values["free120_at_80"] + values["free120_slope"] * (max(percent, lowest) - 80)
    return line - values["free120_slope_below"] * max(0.0, lowest - percent)
