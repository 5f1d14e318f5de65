"""Refits the free parameters of the projection from reports of actual scores.

Every one has a closed form or a one-line search, so that a refit takes a moment and gives the same
digits everywhere. Medians and quantiles, not means and variances: self-reports have stray values.
What these data cannot show (growth, drift, the age of undated readings) is left as it is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import sqrt
from statistics import linear_regression, median, quantiles

from scores.engine.practice.distributions import t_quantile
from scores.engine.practice.model import forecast, unit_of
from scores.engine.practice.reports import AVERAGES, SURVEY, Report
from scores.engine.practice.scale import FITTED_LEVELS, QUESTION_BANK_FORMS, Model

Pairs = Sequence[tuple[float, float]]
"""(reading, actual score) of different people."""

IQR_OF_NORMAL = 1.349
LEAST_ERROR = 1.0


def refit(model: Model, reports: Iterable[Report]) -> Model:
    """The model with its free parameters fitted to these reports; needs all three kinds."""
    reports = tuple(reports)
    for fit in (_levels, _error_between_forms, _common_shift, _free120_line, _exam_day_lift):
        model = _with(model, fit(model, reports))
    return model


def _with(model: Model, values: Mapping[str, float]) -> Model:
    return replace(model, values={**model.values, **values})


def _pairs(reports: Iterable[Report], test: str) -> Pairs:
    """Undated readings of one test, each person once."""
    pairs = {
        report.person: (sitting.score, report.actual)
        for report in reports
        for sitting in report.sittings
        if sitting.test == test and sitting.days is None and report.actual is not None
    }
    return list(pairs.values())


def _levels(model: Model, reports: Sequence[Report]) -> dict[str, float]:
    """How many points the actual score lay above an undated reading of each form: the median."""
    return {
        f"level_{test}": median(actual - score for score, actual in _pairs(reports, test))
        for test in FITTED_LEVELS
    }


def _common_shift(model: Model, reports: Sequence[Report]) -> dict[str, float]:
    """The levels moved together until the projection has no median error on these reports."""
    survey = [report for report in reports if report.set == SURVEY]
    levels = {key: model.values[key] for key in (f"level_{test}" for test in FITTED_LEVELS)}

    def moved(shift: float) -> Model:
        return _with(model, {key: level + shift for key, level in levels.items()})

    shift = _falling_zero(lambda points: _median_miss(moved(points), survey), low=-20, high=20)
    return {key: level + shift for key, level in levels.items()}


def _median_miss(model: Model, reports: Iterable[Report]) -> float:
    """Median of actual minus projected, by the full model."""
    return median(
        report.actual - found.full
        for report in reports
        if report.actual is not None and (found := forecast(model, report.sittings)) is not None
    )


def _error_between_forms(model: Model, reports: Sequence[Report]) -> dict[str, float]:
    """Two forms of one maker taken by one person differ by the errors of both."""
    apart = []
    for report in reports:
        scores = {each.test: each.score for each in report.sittings}
        if scores.keys() >= set(QUESTION_BANK_FORMS):
            one, other = QUESTION_BANK_FORMS
            apart.append(scores[one] - scores[other])
    low, _, high = quantiles(apart, n=4, method="inclusive")
    return {"error_uwsa": (high - low) / IQR_OF_NORMAL / sqrt(2)}


def _free120_line(model: Model, reports: Sequence[Report]) -> dict[str, float]:
    """The least-squares line of the actual score, with the model's own shrinkage taken out."""
    pairs = _pairs(reports, "free120")
    slope, at_zero = linear_regression(*zip(*pairs, strict=True))
    misses = [actual - at_zero - slope * percent for percent, actual in pairs]
    ahead = model.drift(model.forms["free120"].days)
    variance = _reading_variance(model, misses, ahead)
    trust = _known(model) / (_known(model) + variance)
    at_80 = at_zero + slope * 80
    return {
        "free120_slope": slope / trust,
        "free120_at_80": model.prior_mean + (at_80 - model.prior_mean) / trust,
        "error_free120": _own_error(model, variance),
    }


def _exam_day_lift(model: Model, reports: Sequence[Report]) -> dict[str, float]:
    """The rise on exam day that leaves no median error on practice averages alone."""
    averages = [
        replace(report, sittings=report.sittings[:1])
        for report in reports
        if report.set == AVERAGES
    ]

    def lifted(points: float) -> Model:
        return _with(model, {"exam_day_lift": points})

    return {"exam_day_lift": _falling_zero(lambda points: _median_miss(lifted(points), averages))}


def _falling_zero(function: Callable[[float], float], low: float = 0, high: float = 40) -> float:
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return (low + high) / 2


def _known(model: Model) -> float:
    """Variance of true proficiency between people."""
    return model.prior_sd**2 - model.exam_error**2


def _reading_variance(model: Model, misses: Iterable[float], ahead: float) -> float:
    """The variance of a reading that makes the interval as wide as its share of these misses.

    Such a miss is the exam's own error, what time ahead of the reading adds, and of the reading's
    error as much as the shrinkage lets through (see `forecast`).
    """
    level = model.settings["interval_level"] / 100
    freedom = int(model.values["tail"])
    sizes = sorted(abs(miss) for miss in misses)
    reach = t_quantile((1 + level) / 2, freedom) * unit_of(1, freedom)
    left = (sizes[int(level * len(sizes))] / reach) ** 2 - model.exam_error**2 - ahead
    left = min(max(left, LEAST_ERROR), _known(model) - LEAST_ERROR)
    return 1 / (1 / left - 1 / _known(model))


def _own_error(model: Model, variance: float) -> float:
    """What is left to an undated form once the shared and the undated part are gone."""
    values = model.values
    left = variance - values["error_shared"] ** 2 - values["error_undated"] ** 2
    return sqrt(max(LEAST_ERROR, left))
