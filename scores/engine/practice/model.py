"""The model: from readings of practice tests to a distribution of the actual score.

It is a Gaussian model of the readings given the score, solved exactly:

    score    y ~ N(m, τ²)                 before any test: the prior
    pace     b ~ N(g, s²)                 points a week, of this student
    reading  x = y + u − b·w + drift(a) + e
             u ~ N(0, person error²)      shared by all readings of a student
             drift(a)                     a random walk back from the exam, a weeks
             e ~ N(0, v)                  of this reading alone

With E x = m − g·w, S = cov(x, x'), c = cov(x, y) = τ², and k = S⁻¹c,

    mean = m + Σ k·(x − m + g·w),  variance = τ² − c·k
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean

from scores.engine.practice.distributions import chi_squared_quantile
from scores.engine.practice.linear import dot, solve
from scores.engine.practice.readings import Model, Placed, Prior, Sitting, place
from scores.engine.vocabulary import HIGHEST_SCORE, LOWEST_SCORE

NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Trend:
    """The slope of the dated readings in points a week, on the scale of the result.

    `id` is rising, flat or falling, or unknown if the readings are too few or too close in time.
    """

    id: str
    slope: float = 0
    low: float = 0
    high: float = 0


@dataclass(frozen=True, slots=True)
class Scatter:
    """Readings that differ by more than their errors allow.

    `sum` is their chi-squared, over its `limit`; `widening` is the factor by which the SD grows;
    `most` is the reading that stands out most.
    """

    sum: float
    limit: float
    most: Placed

    @property
    def widening(self) -> float:
        return sqrt(self.sum / self.limit)


@dataclass(frozen=True, slots=True)
class Forecast:
    """A normal distribution of the actual score, in points, and what it was computed from.

    The actual score is from `low` to `high` with probability `level`. `weights` are in the order of
    `placed`. `growth` is in points a week. `without_gain` is the level of the readings on the scale
    of the practice tests.
    """

    mean: float
    sd: float
    level: float
    prior: Prior
    placed: tuple[Placed, ...]
    weights: tuple[float, ...]
    growth: float
    without_gain: float
    trend: Trend
    scatter: Scatter | None

    @property
    def low(self) -> float:
        return self._end(-1)

    @property
    def high(self) -> float:
        return self._end(+1)

    def _end(self, way: int) -> float:
        return _on_scale(self.mean + way * z_of(self.level) * self.sd)

    def chance_of(self, score: int, gained: float = 0) -> float:
        """The chance of `score` or more, from 0 to 1, with `gained` points added to the mean."""
        return 1 - NORMAL.cdf((score - 0.5 - self.mean - gained) / self.sd)

    def gained_by(self, weeks: float, growth_weeks: float) -> float:
        """Points that the mean gains from so many more weeks, at the average pace.

        A reading stops growing once it is `growth_weeks` old.
        """
        return self.growth * sum(
            weight * (min(each.growing + weeks, growth_weeks) - each.growing)
            for weight, each in zip(self.weights, self.placed, strict=True)
            if each.grows
        )


def forecast(model: Model, sittings: Iterable[Sitting]) -> Forecast | None:
    """The projected score from these sittings; None if none is undated or before the exam."""
    placed = tuple(
        sorted((place(model, each) for each in sittings if _counts(each)), key=_oldest_first)
    )
    if not placed:
        return None
    prior = model.prior
    shared = _covariance(model, placed)
    known = prior.sd**2
    whole = [[value + known + model.person_error**2 for value in row] for row in shared]
    weights = solve(whole, [known] * len(placed))
    ahead = [each.score + model.growth * each.growing for each in placed]
    mean = prior.mean + dot(weights, [x - prior.mean for x in ahead])
    sd = sqrt(known * (1 - sum(weights)))
    scatter = _scatter(model, placed, shared, ahead)
    if scatter:
        sd = min(prior.sd, sd * scatter.widening)
    trend = _trend(model, placed)
    return Forecast(
        mean=_on_scale(mean),
        sd=sd,
        level=model.settings["interval_level"] / 100,
        prior=prior,
        placed=placed,
        weights=tuple(weights),
        growth=model.growth,
        without_gain=_without_gain(placed, weights, trend),
        trend=trend,
        scatter=scatter,
    )


def _counts(sitting: Sitting) -> bool:
    return sitting.days is None or sitting.days >= 0


def _oldest_first(each: Placed) -> tuple[float, str, float, float]:
    """A sort key that makes the result independent of the order of entry."""
    return (-each.weeks, each.sitting.test, each.sitting.score, each.variance)


def _covariance(model: Model, placed: Sequence[Placed]) -> list[list[float]]:
    """Covariance of the readings, given the score and the person error: pace, drift, own errors."""
    pace, walk = model.growth_sd**2, model.values["walk"]
    return [
        [
            pace * one.growing * other.growing
            + walk * min(one.weeks, other.weeks)
            + (one.variance if i == j else 0.0)
            for j, other in enumerate(placed)
        ]
        for i, one in enumerate(placed)
    ]


def _scatter(
    model: Model, placed: Sequence[Placed], shared: Sequence[Sequence[float]], ahead: list[float]
) -> Scatter | None:
    """None unless the readings, each moved to exam day, differ by more than their errors allow."""
    if len(placed) < 2:
        return None
    ones = [1.0] * len(placed)
    by_ones = solve(shared, ones)
    middle = dot(by_ones, ahead) / sum(by_ones)
    apart = [x - middle for x in ahead]
    by_apart = solve(shared, apart)
    total = dot(apart, by_apart)
    limit = chi_squared_quantile(model.settings["scatter_level"] / 100, len(placed) - 1)
    if total <= limit:
        return None
    most = max(range(len(placed)), key=lambda i: abs(apart[i]) / sqrt(shared[i][i]))
    return Scatter(total, limit, placed[most])


def _trend(model: Model, placed: Sequence[Placed]) -> Trend:
    """The least-squares slope of the dated three-digit readings, weighted by their errors."""
    dated = [each for each in placed if each.is_dated and each.is_points]
    if len(dated) < model.settings["trend_readings"]:
        return Trend("unknown")
    weeks = [each.weeks for each in dated]
    if (max(weeks) - min(weeks)) * 7 < model.settings["trend_days"]:
        return Trend("unknown")
    trust = [1 / each.variance for each in dated]
    center = fmean(weeks, trust)
    spread = sum(weight * (a - center) ** 2 for weight, a in zip(trust, weeks, strict=True))
    slope = sum(
        weight * (center - each.weeks) * each.score
        for weight, each in zip(trust, dated, strict=True)
    )
    slope /= spread
    reach = z_of(model.settings["trend_level"] / 100) / sqrt(spread)
    low, high = slope - reach, slope + reach
    return Trend("falling" if high < 0 else "rising" if low > 0 else "flat", slope, low, high)


def _without_gain(placed: Sequence[Placed], weights: Sequence[float], trend: Trend) -> float:
    """The weighted level of the tests; under a falling series, at most that of the newest."""
    counted = [max(0.0, weight) for weight in weights]
    level = round(fmean((each.practice for each in placed), counted), 6)
    if trend.id != "falling":
        return level
    dated = [each for each in placed if each.is_dated]
    newest = min(each.weeks for each in dated)
    return min(level, *(each.practice for each in dated if each.weeks == newest))


def z_of(level: float) -> float:
    """The number of SDs either way that cover `level` (0 to 1) of a normal distribution."""
    return NORMAL.inv_cdf((1 + level) / 2)


def _on_scale(score: float) -> float:
    return min(float(HIGHEST_SCORE), max(float(LOWEST_SCORE), score))
