"""How well the projection does on reports of actual scores, beside the simple rules.

Never in-sample: a person whom the fitting data hold is projected by a model refitted without that
part of the data; anyone else by the edition's own. The regression line is treated the same way.
Errors are projected minus actual, in points: a positive bias is too high.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import fmean, linear_regression, stdev

from scores.engine.practice.distributions import binomial_interval
from scores.engine.practice.fitting import refit
from scores.engine.practice.model import Forecast, forecast
from scores.engine.practice.reports import AVERAGES, FOLDS, FREE120, SURVEY, Report
from scores.engine.practice.scale import Model

Rule = Callable[[Report], float]

BAND_EDGES = (230, 240, 250, 260)
RESAMPLES = 2000

WITHOUT_RULE = "without the rule for weak students"


@dataclass(frozen=True, slots=True)
class Errors:
    """Of one way to predict, over one set of people."""

    name: str
    n: int
    mean_absolute: float
    bias: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often the interval held the actual score, with the exact binomial interval of that."""

    hits: int
    n: int

    @property
    def share(self) -> float:
        return self.hits / self.n

    @property
    def interval(self) -> tuple[float, float]:
        return binomial_interval(self.hits, self.n)


@dataclass(frozen=True, slots=True)
class Band:
    """Those whose *projected* score lay in a band: by actual score, a bias would be no news."""

    low: int | None
    high: int | None
    errors: Errors
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean absolute error of the projection minus that of the line, with its bootstrap error."""

    points: float
    error: float


@dataclass(frozen=True, slots=True)
class Tested:
    """The result for one set of reports."""

    set: str
    projection: Errors
    coverage: Coverage
    baselines: tuple[Errors, ...]
    variants: tuple[Errors, ...]
    """The projection made otherwise, which shows what a part of it costs or gains."""
    weak: tuple[Errors, ...]
    """With the rule for weak students and without, of those it is about; empty where none are."""
    to_line: Difference
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Backtest:
    """Judges reports with an edition's model and the reports it was fitted on."""

    model: Model
    fitted_on: tuple[Report, ...]

    def of(self, reports: Iterable[Report]) -> tuple[Tested, ...]:
        """One result for each kind of report that has any, in a fixed order."""
        judged = [report for report in reports if report.actual is not None]
        sets = (
            [report for report in judged if report.set == name]
            for name in (SURVEY, AVERAGES, FREE120)
        )
        return tuple(self._tested(reports) for reports in sets if reports)

    def forecast(self, report: Report) -> Forecast:
        is_ours = report.person in self._people
        found = forecast(self._models[report.fold] if is_ours else self.model, report.sittings)
        if found is None:
            raise ValueError(f"{report.id} has no reading before the exam.")
        return found

    @cached_property
    def _people(self) -> frozenset[str]:
        return frozenset(report.person for report in self.fitted_on)

    @cached_property
    def _models(self) -> tuple[Model, ...]:
        return tuple(refit(self.model, self._without(fold)) for fold in range(FOLDS))

    def _without(self, fold: int) -> list[Report]:
        return [report for report in self.fitted_on if report.fold != fold]

    def _tested(self, reports: Sequence[Report]) -> Tested:
        kind = reports[0].set
        found = {report: self.forecast(report) for report in reports}
        baselines = self._baselines(kind)
        line = baselines["regression line"]
        gaps = [
            abs(found[report].mean - _actual(report)) - abs(line(report) - _actual(report))
            for report in reports
        ]
        return Tested(
            set=kind,
            projection=_errors("projection", reports, lambda report: found[report].mean),
            coverage=_coverage(found),
            baselines=tuple(_errors(name, reports, rule) for name, rule in baselines.items()),
            variants=tuple(self._variants(kind, found)),
            weak=_weak(found),
            to_line=Difference(fmean(gaps), bootstrap_error(gaps)),
            bands=tuple(_bands(found)),
        )

    def _variants(self, kind: str, found: Mapping[Report, Forecast]) -> Iterable[Errors]:
        yield _errors(WITHOUT_RULE, list(found), _full_in(found))
        if kind == AVERAGES:
            alone = {
                report: self.forecast(replace(report, sittings=report.sittings[:1]))
                for report in found
            }
            yield _errors("without the Free 120", list(found), _mean_in(alone))
            yield _errors("without the Free 120 and the rule", list(found), _full_in(alone))

    def _baselines(self, kind: str) -> Mapping[str, Rule]:
        """The simple rules that can read this kind of report."""
        ten = self.model.values["plus_ten"]
        last: dict[str, Rule] = {
            "last test": lambda report: report.filed[-1],
            "mean of the last two": lambda report: fmean(report.filed[-2:]),
        }
        of_mean: dict[str, Rule] = {
            "average plus ten": lambda report: fmean(report.filed) + ten,
            "published formula": lambda report: self._published(fmean(report.filed)),
        }
        line = {"regression line": self._line(kind)}
        return {SURVEY: last | of_mean, AVERAGES: of_mean}.get(kind, {}) | line

    def _published(self, average: float) -> float:
        values = self.model.values
        pivot = values["published_pivot"]
        return pivot + values["published_slope"] * (average - pivot) + values["published_rise"]

    def _line(self, kind: str) -> Rule:
        """The least-squares line of the actual score on the mean reading as filed."""
        ours = [report for report in self.fitted_on if report.set == kind]
        whole = _least_squares(ours)
        folds = [
            _least_squares([report for report in ours if report.fold != fold])
            for fold in range(FOLDS)
        ]

        def predict(report: Report) -> float:
            slope, at_zero = folds[report.fold] if report.person in self._people else whole
            return at_zero + slope * fmean(report.filed)

        return predict


def _least_squares(reports: Sequence[Report]) -> tuple[float, float]:
    readings = [fmean(report.filed) for report in reports]
    slope, at_zero = linear_regression(readings, [_actual(report) for report in reports])
    return slope, at_zero


def _actual(report: Report) -> float:
    if report.actual is None:
        raise ValueError(f"{report.id} has no actual score.")
    return report.actual


def _errors(name: str, reports: Sequence[Report], rule: Rule) -> Errors:
    misses = [rule(report) - _actual(report) for report in reports]
    return Errors(name, len(misses), fmean(abs(miss) for miss in misses), fmean(misses))


def _coverage(found: Mapping[Report, Forecast]) -> Coverage:
    hits = sum(each.low <= _actual(report) <= each.high for report, each in found.items())
    return Coverage(hits, len(found))


def _bands(found: Mapping[Report, Forecast]) -> Iterable[Band]:
    for low, high in zip((None, *BAND_EDGES), (*BAND_EDGES, None), strict=True):
        inside = {
            report: each
            for report, each in found.items()
            if (low is None or low <= each.mean) and (high is None or each.mean < high)
        }
        if inside:
            yield Band(low, high, _errors("", list(inside), _mean_in(inside)), _coverage(inside))


def _weak(found: Mapping[Report, Forecast]) -> tuple[Errors, ...]:
    """Those whose mean reading is thin evidence."""
    weak = [report for report, each in found.items() if each.is_thin]
    if not weak:
        return ()
    return (
        _errors("projection", weak, _mean_in(found)),
        _errors(WITHOUT_RULE, weak, _full_in(found)),
    )


def _full_in(found: Mapping[Report, Forecast]) -> Rule:
    return lambda report: found[report].full


def _mean_in(found: Mapping[Report, Forecast]) -> Rule:
    return lambda report: found[report].mean


def bootstrap_error(values: Sequence[float]) -> float:
    """Standard error of the mean over resamples drawn by a fixed congruential sequence."""
    state, n = 1, len(values)
    means = []
    for _ in range(RESAMPLES):
        total = 0.0
        for _ in range(n):
            state = (6364136223846793005 * state + 1442695040888963407) % 2**64
            total += values[(state >> 33) * n >> 31]
        means.append(total / n)
    return stdev(means)
