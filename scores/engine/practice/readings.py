"""Practice tests as readings of the score, with their age and error.

Numbers here are floats because they are estimates, not figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from scores.engine.edition import Edition, kept
from scores.engine.figures import PracticeTest

WEEK = 7
EXAM = "step2ck"
AVERAGE = "average"
"""The id of a practice average that includes form offsets; it is treated as a form of its own."""

PIVOT = 250
"""The score at which levels are quoted: a form's level is the reading of a future 250 scorer."""

RETIRED_FORMS = ("nbme06", "nbme07", "nbme08")
SURVEYED_FORMS = (*RETIRED_FORMS, "uwsa1", "uwsa2")
"""The forms with a level from the survey of 2018."""

PRIORS = ("examinees", "img", "posters")


@dataclass(frozen=True, slots=True)
class Sitting:
    """A score or percent correct on a form, `days` before the exam; None if undated."""

    test: str
    score: float
    days: float | None = None


@dataclass(frozen=True, slots=True)
class Prior:
    """The assumed distribution of the score before any practice test, in points."""

    id: str
    mean: float
    sd: float


@dataclass(frozen=True)
class Model:
    """Every number of the projection, read once from an edition, for one prior and exam year."""

    values: Mapping[str, float]
    """The edition's projection parameters."""
    settings: Mapping[str, float]
    tests: Mapping[str, PracticeTest]
    first_takers: Mapping[int, tuple[float, float]]
    """Mean and SD of first-takers, by the year in which their period ends."""
    prior_id: str = "examinees"
    is_of_2018: bool = False
    """Whether the levels, errors and priors of the survey of 2018 apply."""

    @classmethod
    def of(cls, edition: Edition, prior: str = "examinees", year: int | None = None) -> "Model":
        """The model of an edition. Raises KeyError if it has none: see `has_model`."""
        return replace(_model_of(edition), prior_id=prior).in_year(year)

    def in_year(self, year: int | None) -> Self:
        """The same model for exams of another year; None means current exams."""
        until = self.values["prior_exam_year_until"]
        return replace(self, is_of_2018=year is not None and year <= until)

    @property
    def prior(self) -> Prior:
        if self.prior_id == "img":
            names = "prior_mean_img", "prior_sd_img"
        elif self.prior_id == "posters":
            mean, sd = "posters_mean", "posters_sd"
            names = ("prior_2018_mean", "prior_2018_sd") if self.is_of_2018 else (mean, sd)
        elif self.is_of_2018:
            return Prior("examinees", *self.first_takers[2018])
        else:
            names = "prior_mean", "prior_sd"
        return Prior(self.prior_id, *(self.values[name] for name in names))

    @property
    def person_error(self) -> float:
        return self.values["person_error_2018" if self.is_of_2018 else "person_error"]

    @property
    def growth(self) -> float:
        """Growth in points a week on the scale of the result."""
        return self.values["growth"] / self.values["slope"]

    @property
    def growth_sd(self) -> float:
        return self.values["growth_sd"] / self.values["slope"]

    def offset(self, test: PracticeTest) -> float | None:
        """Points that put a form on the level of the others; None if unknown."""
        own = self.values.get(f"offset_{test.slug}")
        return own if own is not None or test.offset is None else float(test.offset)


@kept
def _model_of(edition: Edition) -> Model:
    return Model(
        values={key: float(row.value) for key, row in edition.parameters.items()},
        settings={key: float(row.value) for key, row in edition.settings.items()},
        tests=edition.practice_tests,
        first_takers={
            row.until: (float(row.mean), float(row.sd))
            for row in edition.distributions
            if row.exam == EXAM
        },
    )


FIRST_PARAMETER = "prior_mean"
"""A parameter that every edition with the model has."""


def has_model(edition: Edition) -> bool:
    """Whether an edition has the parameters of the model; those up to 2026.1 do not."""
    return FIRST_PARAMETER in edition.parameters


@dataclass(frozen=True, slots=True)
class Placed:
    """A sitting as a reading of the score.

    `score` is its value on the scale of the result, as of its day; `practice` is its value on the
    scale of the practice tests. `weeks` is its age on exam day, `growing` the weeks of that which
    count for growth, `variance` the variance of its own error on the scale of the result.
    """

    sitting: Sitting
    score: float
    practice: float
    weeks: float
    growing: float
    variance: float
    is_points: bool
    grows: bool

    @property
    def is_dated(self) -> bool:
        return self.sitting.days is not None


@dataclass(frozen=True, slots=True)
class _Form:
    """The line of a form: `level` at a score of 250, `slope` for each point of the score.

    `error` is the SD of one reading. All are in the form's own unit; readings get `offset` added.
    """

    level: float
    slope: float
    error: float
    offset: float = 0
    grows: bool = True


def place(model: Model, sitting: Sitting) -> Placed:
    form = _form(model, sitting.test)
    weeks = _days(model, sitting) / WEEK
    score = PIVOT + (sitting.score + form.offset - form.level) / form.slope
    undated = model.values["undated_error"] if _is_undated(model, sitting) else 0.0
    is_points = _is_points(model, sitting.test)
    on_practice = model.values["level"] + model.values["slope"] * (score - PIVOT)
    return Placed(
        sitting=sitting,
        score=score,
        practice=sitting.score + form.offset if is_points else on_practice,
        weeks=weeks,
        growing=min(weeks, model.values["growth_weeks"]) if form.grows else 0.0,
        variance=(form.error / form.slope) ** 2 + undated**2,
        is_points=is_points,
        grows=form.grows,
    )


def _form(model: Model, test: str) -> _Form:
    values = model.values
    if test == AVERAGE:
        slope = values["slope"]
        return _Form(values["average_level"], slope, values["average_error"], grows=False)
    if not _is_points(model, test):
        error = values["free120_error" if test == "free120" else "free120_old_error"]
        return _Form(values["free120_level"], values["free120_slope"], error, grows=False)
    if model.is_of_2018 and test in SURVEYED_FORMS:
        error = values[f"error_2018_{'nbme' if test in RETIRED_FORMS else 'uwsa'}"]
        return _Form(values[f"level_2018_{test}"], 1, error, grows=False)
    offset = None if model.tests[test].retired else model.offset(model.tests[test])
    error = values["other_error" if offset is None else "reading_error"]
    return _Form(values["level"], values["slope"], error, offset or 0)


def _is_points(model: Model, test: str) -> bool:
    return test == AVERAGE or model.tests[test].unit == "score"


def _days(model: Model, sitting: Sitting) -> float:
    """The age of a sitting on exam day; if undated, the usual age of its form."""
    if sitting.days is not None:
        return sitting.days
    if sitting.test == AVERAGE:
        return 0
    usual = model.tests[sitting.test].median_days
    return model.values["other_days"] if usual is None else usual


def _is_undated(model: Model, sitting: Sitting) -> bool:
    """Whether a missing date adds to the error of a sitting.

    It does not for an average, nor for the forms of 2018, whose errors are of undated readings.
    """
    is_told = sitting.test == AVERAGE or (model.is_of_2018 and sitting.test in SURVEYED_FORMS)
    return sitting.days is None and not is_told
