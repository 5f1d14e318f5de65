"""The projection: a student's practice readings to a distribution of the actual score.

The model itself is in `forecast`, the scale and the growth in `readings`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from scores.engine.answers import Reading
from scores.engine.edition import Edition
from scores.engine.figures import HouseSetting, Parameter, ScoreDistribution
from scores.engine.practice.model import Forecast, disagreements, forecast
from scores.engine.practice.scale import (
    FITTED_LEVELS,
    Model,
    Placed,
    Sitting,
    place,
    population_of,
    precision_of,
)
from scores.engine.steps import Figure, Step, in_points


@dataclass(frozen=True, slots=True)
class Part:
    """One reading that counts: where it stands on the scale and its share of the whole."""

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
    """Scores in points. `low` to `high` holds the actual score with the chance `level`."""

    forecast: Forecast
    parts: tuple[Part, ...]
    after_exam: tuple[Reading, ...]
    """Readings taken after the exam (or after today, where no exam date is given): not counted."""
    disagreements: tuple[tuple[Reading, Reading], ...]
    without: tuple[Without, ...]
    steps: tuple[Step, ...]

    @property
    def mean(self) -> float:
        return self.forecast.mean

    @property
    def low(self) -> float:
        return self.forecast.low

    @property
    def high(self) -> float:
        return self.forecast.high

    @property
    def level(self) -> float:
        return self.forecast.level

    @property
    def is_thin(self) -> bool:
        """Whether the evidence is too thin for a probability of passing."""
        return self.forecast.is_thin

    def chance_of(self, score: int) -> float:
        """Chance of an actual score of at least that many points."""
        return self.forecast.chance_of(score)

    def chance_of_passing(self, standard: int) -> float | None:
        return None if self.is_thin else self.chance_of(standard)


@dataclass(frozen=True, slots=True)
class OnScale:
    """Where the readings are on the scale of the exam, on average."""

    mean_reading: float


@dataclass(frozen=True, slots=True)
class MovedForward:
    """Where they lead with growth and the rise of volunteers on exam day."""

    median: Parameter
    lift: Parameter
    expected: float


@dataclass(frozen=True, slots=True)
class Shrunk:
    """The same, adjusted toward the mean of a population."""

    population: ScoreDistribution
    full: float


@dataclass(frozen=True, slots=True)
class ThinEvidence:
    """Of low readings, only the growth that dates support counts."""

    below: HouseSetting
    ramp: HouseSetting
    mean: float


@dataclass(frozen=True, slots=True)
class Interval:
    """In whole points, the range that holds the score of `level` in 100 such students."""

    level: HouseSetting
    low: int
    high: int


def project(
    readings: Sequence[Reading], edition: Edition, *, exam_date: date | None, today: date
) -> Projection | None:
    """The actual score on the exam date (or today); None without a reading that counts.

    The order of the readings does not matter. Raises KeyError for a test not on record.
    """
    model = Model.of(edition)
    day = exam_date or today
    counted = sorted(
        (reading for reading in readings if _is_before(reading, day)),
        key=lambda reading: (reading.taken or date.max, reading.test, reading.score),
    )
    found = forecast(model, (_sitting(reading, day) for reading in counted))
    if found is None:
        return None
    parts = _parts(model, found, counted, day)
    readings_of = {part.placed: part.reading for part in parts}
    return Projection(
        forecast=found,
        parts=parts,
        after_exam=tuple(reading for reading in readings if not _is_before(reading, day)),
        disagreements=tuple(
            (readings_of[one], readings_of[other])
            for one, other in disagreements(model, [part.placed for part in parts])
        ),
        without=tuple(_without(model, counted, i, day) for i in range(len(counted))),
        steps=tuple(_steps(edition, found, parts)),
    )


def forecast_on(readings: Iterable[Reading], edition: Edition, day: date) -> Forecast | None:
    """The projection alone, for whoever asks nothing of its parts."""
    return forecast(Model.of(edition), (_sitting(reading, day) for reading in readings))


def _is_before(reading: Reading, day: date) -> bool:
    return reading.taken is None or reading.taken <= day


def _sitting(reading: Reading, day: date) -> Sitting:
    days = None if reading.taken is None else (day - reading.taken).days
    return Sitting(reading.test, float(reading.score), days)


def _parts(
    model: Model, found: Forecast, counted: Sequence[Reading], day: date
) -> tuple[Part, ...]:
    """Equal readings share their weight: neither counts more than the other."""
    weights: dict[Placed, list[float]] = {}
    for placed, weight in zip(found.placed, found.weights, strict=True):
        weights.setdefault(placed, []).append(weight)
    all_placed = [place(model, _sitting(reading, day)) for reading in counted]
    return tuple(
        Part(reading, placed, sum(weights[placed]) / len(weights[placed]))
        for reading, placed in zip(counted, all_placed, strict=True)
    )


def _without(model: Model, counted: Sequence[Reading], left_out: int, day: date) -> Without:
    rest = [*counted[:left_out], *counted[left_out + 1 :]]
    found = forecast(model, (_sitting(reading, day) for reading in rest))
    return Without(counted[left_out], found.mean if found else None)


def _steps(edition: Edition, found: Forecast, parts: Sequence[Part]) -> list[Step]:
    steps = [_scale_step(edition, found, parts), _growth_step(edition, found)]
    steps.append(_shrunk_step(edition, found))
    if found.mean < found.full:
        steps.append(_thin_step(edition, found))
    return [*steps, _interval_step(edition, found)]


def _scale_step(edition: Edition, found: Forecast, parts: Sequence[Part]) -> Step:
    read = {figure: None for part in parts for figure in _scale_figures(edition, part.placed)}
    facts, value = OnScale(found.mean_reading), _tenths(found.mean_reading)
    return Step("practice-scale", "observed", facts, value, figures=tuple(read))


def _scale_figures(edition: Edition, placed: Placed) -> list[Figure]:
    """The figures that put this reading where it stands."""
    test = edition.practice_tests[placed.sitting.test]
    if test.unit == "percent":
        names = ("free120_at_80", "free120_slope")
        return [edition.parameters[name].read("value") for name in names]
    if test.slug in FITTED_LEVELS and (test.retired or placed.sitting.days is None):
        return [edition.parameters[f"level_{test.slug}"].read("value")]
    return [test.read("offset")] if test.offset is not None else []


def _growth_step(edition: Edition, found: Forecast) -> Step:
    expected = sum(
        each.expected * weight for each, weight in zip(found.placed, found.weights, strict=True)
    )
    median, lift = edition.parameters["growth_median"], edition.parameters["exam_day_lift"]
    figures = (median.read("value"), lift.read("value"))
    facts = MovedForward(median, lift, expected)
    return Step("practice-growth", "observed", facts, _tenths(expected), figures=figures)


def _shrunk_step(edition: Edition, found: Forecast) -> Step:
    population, precision = population_of(edition), precision_of(edition)
    figures = (population.read("mean"), population.read("sd"), precision.read("points"))
    facts = Shrunk(population, found.full)
    return Step("practice-shrunk", "observed", facts, _tenths(found.full), figures=figures)


def _thin_step(edition: Edition, found: Forecast) -> Step:
    below, ramp = (edition.settings[name] for name in ("thin_evidence_below", "thin_evidence_ramp"))
    figures = (below.read("value"), ramp.read("value"))
    facts = ThinEvidence(below, ramp, found.mean)
    return Step("practice-thin-evidence", "house", facts, _tenths(found.mean), figures=figures)


def _interval_step(edition: Edition, found: Forecast) -> Step:
    names = ("growth_q1", "growth_q3", "error_shared", "tail")
    figures = [edition.parameters[name].read("value") for name in names]
    level = edition.settings["interval_level"]
    facts = Interval(level, in_points(found.low), in_points(found.high))
    return Step(
        "practice-interval",
        "observed",
        facts,
        figures=(level.read("value"), *figures),
        low=facts.low,
        high=facts.high,
    )


def _tenths(score: float) -> Fraction:
    return Fraction(round(score * 10), 10)
