"""The projection: a student's practice tests to a distribution of the actual score.

The model itself is in `model`, how a test reads in `readings`. Here is what is told of it: how
much each test counts, what it would be without one, and that weak tests get a range and no point.
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
"""A chance of passing is not told to be more than that just above weak tests."""


@dataclass(frozen=True, slots=True)
class Part:
    """One reading that counts: where it is on the scale, and how far the mean moves with it."""

    reading: Reading
    placed: Placed
    weight: float


@dataclass(frozen=True, slots=True)
class Without:
    """What the projection would be without one reading; None where nothing would be left."""

    reading: Reading
    mean: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Scores in points; `mean` is None where no point is told.

    `low` to `high` holds the actual score with the chance `level`, or is the range of weak tests.
    """

    forecast: Forecast
    parts: tuple[Part, ...]
    after_exam: tuple[Reading, ...]
    """Readings taken after the exam (or after today, where no exam date is given): not counted."""
    without: tuple[Without, ...]
    is_weak: bool
    """Whether nothing but a range is told: hardly anyone on record was there."""
    is_near_weak: bool
    """Whether the tests are only just above that."""
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
        """Chance of an actual score of at least that many points; none for weak tests."""
        return None if self.is_weak else self.forecast.chance_of(score, gained)

    def chance_of_passing(self, standard: int) -> float | None:
        """None under a falling series too: nobody knows how far it falls."""
        if self.is_weak or self.is_falling:
            return None
        chance = self.forecast.chance_of(standard)
        return min(chance, CERTAIN) if self.is_near_weak else chance


@dataclass(frozen=True, slots=True)
class TestsAt:
    """Where the tests are on the practice scale, and whether a falling series decided it."""

    level: float
    is_falling: bool


@dataclass(frozen=True, slots=True)
class HeadingFor:
    """The projected score, where the tests are, and toward whom it is adjusted."""

    mean: float
    level: float
    prior: Prior


@dataclass(frozen=True, slots=True)
class Course:
    """How the dated tests run: from the first to the last, by so many points a week."""

    trend: Trend
    first: Reading
    last: Reading


@dataclass(frozen=True, slots=True)
class Scattered:
    """Readings further apart than their errors allow: the one that stands out most."""

    scatter: Scatter
    most: Reading


@dataclass(frozen=True, slots=True)
class Range80:
    """In whole points, the range that holds the score of `level` in 100 people who posted."""

    level: HouseSetting
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class WeakRange:
    """Tests too weak for a point: a range from below their level to the upper end."""

    below: HouseSetting
    margin: HouseSetting
    low: int
    high: int
    has_failed: bool


def project(
    edition: Edition, answers: Answers, *, exam_date: date | None, today: date
) -> Projection | None:
    """The actual score on the exam date (or today); None without a reading that counts.

    The order of the readings does not matter. Raises KeyError for a test not on record.
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
    """Whether the tests are lower than those of most who posted, or within `by` points of it."""
    return found.without_gain < model.settings["thin_evidence_below"] + by


def weak_low(model: Model, found: Forecast) -> float:
    """The lower end of the range that weak tests are given: below their level, on the scale."""
    return max(LOWEST_SCORE, found.without_gain - model.settings["weak_margin"])


def _is_before(reading: Reading, day: date) -> bool:
    return reading.taken is None or reading.taken <= day


def _sitting(reading: Reading, day: date) -> Sitting:
    days = None if reading.taken is None else (day - reading.taken).days
    return Sitting(reading.test, float(reading.score), days)


def _parts(
    model: Model, found: Forecast, counted: Sequence[Reading], day: date
) -> tuple[Part, ...]:
    """Equal readings have equal weights, so each is found by where it was placed."""
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
    """The figures that put this reading where it is."""
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
    """How old the newest of the tests is on exam day."""
    return min(part.placed.weeks for part in projection.parts)
