"""How well the projection does on reports of actual scores, compared with simple rules.

The check is never in-sample: people in the fitting data are projected by a model refitted without
their tenth of the people, all others by the edition's model. The regression line is treated the
same way. Errors are projected minus actual, in points: a positive bias is too high.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean, linear_regression, quantiles

from scores.engine.figures import PracticeTestBand
from scores.engine.practice.distributions import binomial_interval
from scores.engine.practice.model import Forecast, forecast
from scores.engine.practice.readings import Model, Sitting
from scores.engine.practice.refit import actual, refit
from scores.engine.practice.reports import AVERAGES, FOLDS, SURVEY, Report

Rule = Callable[[Report], float]

BAND_EDGES = (230, 240, 250, 260)
RESAMPLES = 2000

OPEN_LOW, OPEN_HIGH = 221, 266
"""The readings used for a band of practice scores without a lower or an upper end."""

HALF_BAND = 2
"""Percent from the lower end of a band of percents to its middle."""


@dataclass(frozen=True, slots=True)
class Errors:
    """The errors of one way to predict, over one set of people, in points."""

    name: str
    n: int
    mean_absolute: float
    bias: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often the interval held the actual score; `interval` is the 95% interval of `share`."""

    hits: int
    n: int

    @property
    def share(self) -> float:
        return self.hits / self.n

    @property
    def interval(self) -> tuple[float, float]:
        return binomial_interval(self.hits, self.n)


@dataclass(frozen=True, slots=True)
class Paired:
    """Mean absolute error of the projection minus that of a rule, for the same people.

    95% of the bootstrap means lie from `low` to `high`.
    """

    name: str
    points: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Band:
    """The people whose projected score was in a band.

    Bands by actual score would always show a bias.
    """

    low: int | None
    high: int | None
    errors: Errors
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Tested:
    """The result for one set of reports."""

    set: str
    projection: Errors
    coverage: Coverage
    rules: tuple[Errors, ...]
    paired: tuple[Paired, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class OfBands:
    """Projections compared with the medians of recorded bands, weighted by people, in points."""

    n: int
    mean_absolute: float
    bias: float


@dataclass(frozen=True)
class Evidence:
    """Checks an edition's model, with one prior, on reports; knows the reports it was fitted on."""

    model: Model
    fitted_on: tuple[Report, ...]

    def of(self, reports: Sequence[Report]) -> Tested:
        """The errors on reports of one kind.

        Raises ValueError if there are none, or if one has no reading before the exam.
        """
        if not reports:
            raise ValueError("There are no reports.")
        found = [(report, self.forecast(report)) for report in reports]
        rules = dict(self._rules(reports[0].set))
        return Tested(
            set=reports[0].set,
            projection=_errors("projection", reports, [each.mean for _, each in found]),
            coverage=_coverage(found),
            rules=tuple(
                _errors(name, reports, [rule(report) for report in reports])
                for name, rule in rules.items()
            ),
            paired=tuple(_paired(name, found, rule) for name, rule in rules.items()),
            bands=tuple(_bands(found)),
        )

    def forecast(self, report: Report) -> Forecast:
        is_ours = report.person in self._people
        model = self._models[report.fold] if is_ours else self.model
        found = forecast(model.in_year(report.year), report.sittings)
        if found is None:
            raise ValueError(f"{report.id} has no reading before the exam.")
        return found

    def on_bands(self, bands: Sequence[PracticeTestBand]) -> OfBands:
        """The model's errors on bands, each projected from one undated reading."""
        gaps, people = [], []
        for band in bands:
            reading = Sitting(band.test, _stands_for(band, self.model.tests[band.test].unit))
            found = forecast(self.model, [reading])
            if found is not None:
                gaps.append(found.mean - band.median_actual)
                people.append(band.n)
        absolute = fmean([abs(gap) for gap in gaps], people)
        return OfBands(sum(people), absolute, fmean(gaps, people))

    @cached_property
    def _people(self) -> frozenset[str]:
        return frozenset(report.person for report in self.fitted_on)

    @cached_property
    def _models(self) -> tuple[Model, ...]:
        return tuple(refit(self.model, self._without(fold)) for fold in range(FOLDS))

    def _without(self, fold: int) -> list[Report]:
        return [report for report in self.fitted_on if report.fold != fold]

    def _rules(self, kind: str) -> Iterator[tuple[str, Rule]]:
        """The simple rules that can read this kind of report."""
        values = self.model.values
        if kind == SURVEY:
            yield "last test", lambda report: report.filed[-1]
            yield "mean of the last two", lambda report: fmean(report.filed[-2:])
        if kind in (SURVEY, AVERAGES):
            ten = values["plus_ten"]
            yield "average plus ten", lambda report: fmean(report.filed) + ten
            pivot, slope, rise = (
                values[f"published_{name}"] for name in ("pivot", "slope", "rise")
            )
            yield (
                "published formula",
                lambda report: pivot + slope * (fmean(report.filed) - pivot) + rise,
            )
        yield "regression line", self._line(kind)

    def _line(self, kind: str) -> Rule:
        """The least-squares line of the actual score on the mean reading as filed."""
        ours = [report for report in self.fitted_on if report.set == kind]
        whole = _least_squares(ours)
        folds = [_least_squares([each for each in ours if each.fold != i]) for i in range(FOLDS)]

        def predict(report: Report) -> float:
            slope, at_zero = folds[report.fold] if report.person in self._people else whole
            return at_zero + slope * fmean(report.filed)

        return predict


def _stands_for(band: PracticeTestBand, unit: str) -> float:
    if unit == "percent":
        return (band.low or 0) + HALF_BAND
    if band.low is None:
        return OPEN_LOW
    return OPEN_HIGH if band.high is None else (band.low + band.high + 1) / 2


def _least_squares(reports: Sequence[Report]) -> tuple[float, float]:
    readings = [fmean(report.filed) for report in reports]
    slope, at_zero = linear_regression(readings, [actual(report) for report in reports])
    return slope, at_zero


def _errors(name: str, reports: Sequence[Report], projected: Sequence[float]) -> Errors:
    misses = [mean - actual(report) for report, mean in zip(reports, projected, strict=True)]
    return Errors(name, len(misses), fmean(abs(miss) for miss in misses), fmean(misses))


Found = Sequence[tuple[Report, Forecast]]


def _coverage(found: Found) -> Coverage:
    hits = sum(each.low <= actual(report) <= each.high for report, each in found)
    return Coverage(hits, len(found))


def _bands(found: Found) -> Iterator[Band]:
    for low, high in zip((None, *BAND_EDGES), (*BAND_EDGES, None), strict=True):
        inside = [
            (report, each)
            for report, each in found
            if (low is None or low <= each.mean) and (high is None or each.mean < high)
        ]
        if inside:
            reports, means = [report for report, _ in inside], [each.mean for _, each in inside]
            yield Band(low, high, _errors("", reports, means), _coverage(inside))


def _paired(name: str, found: Found, rule: Rule) -> Paired:
    gaps = [
        abs(each.mean - actual(report)) - abs(rule(report) - actual(report))
        for report, each in found
    ]
    means = quantiles(_resampled(gaps), n=40)
    return Paired(name, fmean(gaps), means[0], means[-1])


def _resampled(values: Sequence[float]) -> list[float]:
    """Bootstrap means; a fixed congruential sequence makes them reproducible."""
    state, n = 1, len(values)
    means = []
    for _ in range(RESAMPLES):
        total = 0.0
        for _ in range(n):
            state = (6364136223846793005 * state + 1442695040888963407) % 2**64
            total += values[(state >> 33) * n >> 31]
        means.append(total / n)
    return means
