"""The projection: from a student's practice tests to a distribution of the actual score.

`model` has the model, `readings` how a test is read. This module computes what a result shows: how
much each test counts, the projection without it, and only a range for weak tests.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from scores.engine.answers import Answers, Reading
from scores.engine.edition import Edition
from scores.engine.figures import HouseSetting
from scores.engine.practice.model import Forecast, Scatter, Trend, forecast
from scores.engine.practice.readings import Model, Placed, Prior, Sitting, place
from scores.engine.steps import Figure, Step, in_points
from scores.engine.vocabulary import IMG_GROUPS, LOWEST_SCORE

CERTAIN = 0.95
"""The highest chance of passing that is given just above weak tests."""


@dataclass(frozen=True, slots=True)
class Part:
    """One reading that counts; the mean moves by `weight` points for each point of `placed`."""

    reading: Reading
    placed: Placed
    weight: float


@dataclass(frozen=True, slots=True)
class Without:
    """The projected mean without one reading; None if no reading would be left."""

    reading: Reading
    mean: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Scores in points; `mean` is None for weak tests.

    The actual score is from `low` to `high` with probability `level`; for weak tests, these are the
    ends of a range without a probability.
    """

    forecast: Forecast
    parts: tuple[Part, ...]
    after_exam: tuple[Reading, ...]
    """Readings dated after the exam (or after today without an exam date); they do not count."""
    without: tuple[Without, ...]
    is_weak: bool
    """Whether only a range is given: the tests are too low, or an attempt failed."""
    is_near_weak: bool
    """Whether the level of the tests is too low, or within `pass_certain` points of that."""
    weak_low: float
    steps: tuple[Step, ...] = ()

    @property
    def mean(self) -> float | None:
        return None if self.is_weak else self.forecast.mean

    @property
    def normal(self) -> tuple[float, float] | None:
        """Mean and SD of the projected score; None for weak tests."""
        return None if self.is_weak else (self.forecast.mean, self.forecast.sd)

    @property
    def low(self) -> float:
        return self.weak_low if self.is_weak else self.forecast.low

    @property
    def high(self) -> float:
        return self.forecast.high

    @property
    def level(self) -> float:
        return self.forecast.level

    @property
    def without_gain(self) -> float:
        return self.forecast.without_gain

    @property
    def trend(self) -> Trend:
        return self.forecast.trend

    @property
    def is_falling(self) -> bool:
        return self.forecast.trend.id == "falling"

    def chance_of(self, score: int, gained: float = 0) -> float | None:
        """The chance of `score` or more, from 0 to 1; None for weak tests."""
        return None if self.is_weak else self.forecast.chance_of(score, gained)

    def chance_of_passing(self, standard: int) -> float | None:
        """The chance of passing, from 0 to 1; None for weak tests or under a falling series."""
        if self.is_weak or self.is_falling:
            return None
        chance = self.forecast.chance_of(standard)
        return min(chance, CERTAIN) if self.is_near_weak else chance


@dataclass(frozen=True, slots=True)
class TestsAt:
    """The level of the tests on the practice scale, and whether their series is falling."""

    level: float
    is_falling: bool


@dataclass(frozen=True, slots=True)
class HeadingFor:
    """The projected score, the level of the tests, and the prior that it is adjusted toward."""

    mean: float
    level: float
    prior: Prior


@dataclass(frozen=True, slots=True)
class Course:
    """The trend of the dated tests, with the first and the last of them."""

    trend: Trend
    first: Reading
    last: Reading


@dataclass(frozen=True, slots=True)
class Scattered:
    """Readings that differ by more than their errors allow, and the one that stands out most."""

    scatter: Scatter
    most: Reading


@dataclass(frozen=True, slots=True)
class Range80:
    """The interval in whole points that holds the score of `level` in 100 people who posted."""

    level: HouseSetting
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class WeakRange:
    """The range for weak tests: from `margin` below their level to the end of the interval."""

    below: HouseSetting
    margin: HouseSetting
    low: int
    high: int
    has_failed: bool


def project(
    edition: Edition, answers: Answers, *, exam_date: date | None, today: date
) -> Projection | None:
    """The projected score on the exam date (else today); None without a reading that counts.

    The order of the readings does not matter. Raises KeyError for an unknown test.
    """
    day = exam_date or today
    prior = "img" if answers.group in IMG_GROUPS else "examinees"
    model = Model.of(edition, prior, day.year)
    counted = sorted(
        (reading for reading in answers.readings if _is_before(reading, day)),
        key=lambda reading: (reading.taken or date.max, reading.test, reading.score),
    )
    found = forecast(model, (_sitting(reading, day) for reading in counted))
    if found is None:
        return None
    has_failed = answers.situation == "failed"
    projection = Projection(
        forecast=found,
        parts=_parts(model, found, counted, day),
        after_exam=tuple(each for each in answers.readings if not _is_before(each, day)),
        without=tuple(_without(model, counted, i, day) for i in range(len(counted))),
        is_weak=has_failed or is_thin(model, found),
        is_near_weak=is_thin(model, found, by=model.settings["pass_certain"]),
        weak_low=weak_low(model, found),
    )
    return replace(projection, steps=tuple(_steps(edition, projection, has_failed)))


def is_thin(model: Model, found: Forecast, by: float = 0) -> bool:
    """Whether the level of the tests is under `thin_evidence_below` + `by` points."""
    return found.without_gain < model.settings["thin_evidence_below"] + by


def weak_low(model: Model, found: Forecast) -> float:
    """The lower end of the range for weak tests: `weak_margin` below their level."""
    return max(LOWEST_SCORE, found.without_gain - model.settings["weak_margin"])


def _is_before(reading: Reading, day: date) -> bool:
    return reading.taken is None or reading.taken <= day


def _sitting(reading: Reading, day: date) -> Sitting:
    days = None if reading.taken is None else (day - reading.taken).days
    return Sitting(reading.test, float(reading.score), days)


def _parts(
    model: Model, found: Forecast, counted: Sequence[Reading], day: date
) -> tuple[Part, ...]:
    """Weights are looked up by placed reading; equal readings have equal weights."""
    weights = dict(zip(found.placed, found.weights, strict=True))
    placed = [place(model, _sitting(reading, day)) for reading in counted]
    return tuple(
        Part(reading, each, weights[each]) for reading, each in zip(counted, placed, strict=True)
    )


def _without(model: Model, counted: Sequence[Reading], left_out: int, day: date) -> Without:
    rest = [*counted[:left_out], *counted[left_out + 1 :]]
    found = forecast(model, (_sitting(reading, day) for reading in rest))
    return Without(counted[left_out], found.mean if found else None)


def _steps(edition: Edition, projection: Projection, has_failed: bool) -> Iterator[Step]:
    yield _level_step(edition, projection)
    yield from _trend_steps(edition, projection)
    yield from _scatter_steps(edition, projection)
    if projection.is_weak:
        yield _weak_step(edition, projection, has_failed)
    else:
        yield _mean_step(edition, projection)
        yield _interval_step(edition, projection)


def _level_step(edition: Edition, projection: Projection) -> Step:
    level = projection.without_gain
    counted = [part.placed for part in projection.parts]
    figures = {figure: None for each in counted for figure in _read_by(edition, each)}
    facts = TestsAt(level, projection.is_falling)
    return Step("practice-level", "observed", facts, _tenths(level), figures=tuple(figures))


def _read_by(edition: Edition, placed: Placed) -> list[Figure]:
    """The figures that place this reading on the scale."""
    test = edition.practice_tests[placed.sitting.test]
    if test.unit == "percent":
        return _parameters(edition, "free120_level", "free120_slope")
    if f"offset_{test.slug}" in edition.parameters:
        return _parameters(edition, f"offset_{test.slug}")
    return [] if test.offset is None else [test.read("offset")]


def _parameters(edition: Edition, *names: str) -> list[Figure]:
    return [edition.parameters[name].read("value") for name in names]


def _trend_steps(edition: Edition, projection: Projection) -> Iterator[Step]:
    trend = projection.trend
    if trend.id == "unknown":
        return
    dated = sorted(
        (
            part.reading
            for part in projection.parts
            if part.placed.is_dated and part.placed.is_points
        ),
        key=lambda reading: reading.taken or date.max,
    )
    figures = tuple(
        edition.settings[name].read("value")
        for name in ("trend_readings", "trend_days", "trend_level")
    )
    facts = Course(trend, dated[0], dated[-1])
    yield Step(
        "practice-trend", "house", facts, _tenths(trend.slope), "points a week", figures=figures
    )


def _scatter_steps(edition: Edition, projection: Projection) -> Iterator[Step]:
    scatter = projection.forecast.scatter
    if scatter is None:
        return
    most = next(part.reading for part in projection.parts if part.placed == scatter.most)
    figures = (edition.settings["scatter_level"].read("value"),)
    wider = _tenths(scatter.widening)
    yield Step("practice-scatter", "house", Scattered(scatter, most), wider, "times", figures)


def _mean_step(edition: Edition, projection: Projection) -> Step:
    prior = projection.forecast.prior
    known = ("prior_mean_img", "prior_sd_img") if prior.id == "img" else ("prior_mean", "prior_sd")
    facts = HeadingFor(projection.forecast.mean, projection.without_gain, prior)
    figures = tuple(_parameters(edition, *known, "growth", "level", "slope"))
    return Step("practice-projection", "observed", facts, _tenths(facts.mean), figures=figures)


def _interval_step(edition: Edition, projection: Projection) -> Step:
    level = edition.settings["interval_level"]
    names = ("reading_error", "person_error", "growth_sd", "walk")
    facts = Range80(level, in_points(projection.low), in_points(projection.high))
    return Step(
        "practice-interval",
        "observed",
        facts,
        figures=(level.read("value"), *_parameters(edition, *names)),
        low=facts.low,
        high=facts.high,
    )


def _weak_step(edition: Edition, projection: Projection, has_failed: bool) -> Step:
    below, margin = edition.settings["thin_evidence_below"], edition.settings["weak_margin"]
    low, high = in_points(projection.low), in_points(projection.high)
    facts = WeakRange(below, margin, low, high, has_failed)
    figures = (below.read("value"), margin.read("value"))
    return Step("practice-range", "house", facts, figures=figures, low=low, high=high)


def _tenths(score: float) -> Fraction:
    return Fraction(round(score * 10), 10)


def newest_weeks(projection: Projection) -> float:
    """The age of the newest test on exam day, in weeks."""
    return min(part.placed.weeks for part in projection.parts)
