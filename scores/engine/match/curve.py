"""The chance of matching: the share who matched at each score, estimated from published summaries.

An edition records the scores of one group in one specialty, separately for those who matched and
those who did not. With two normal distributions of equal spread σ, as far apart as recorded, the
log-odds of having matched are linear in the score:

    L(s) = λ + β·(s − center) − β²σ²a/2        chance = 1 / (1 + exp(−L))

Here β = d/σ is the slope, d the gap between both middles in σ, λ the log-odds of the share p who
matched, center the middle of all applicants, and a = 1 − 2p. Gaps are shrunk toward the mean of
the group's specialties, never toward another group. The chance is an association: letters, grades,
research and interviews go along with scores. Chances are from 0 to 1, scores in points.
`docs/chances.md` describes the method.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil, exp, log, pi, sqrt
from statistics import fmean

from scores.engine.figures import MatchScore, SpecialtyMatchRate
from scores.engine.practice.model import z_of
from scores.engine.steps import Figure
from scores.engine.vocabulary import HIGHEST_SCORE, LOWEST_SCORE

LEVEL = 0.8
"""The probability that the band of a chance covers."""

Z = z_of(LEVEL)

ROUNDING = 1 / 6
"""Variance, in points², that rounding adds to the difference of two middles in whole points."""

STATISTICS = {"mean": 1.0, "median": pi / 2}
"""Statistics in order of preference, with their variance relative to a mean's (normal data)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A chance with its 80% band; all from 0 to 1."""

    chance: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Pair:
    """The matched and the unmatched of one specialty, group and cycle, by one statistic."""

    matched: MatchScore
    unmatched: MatchScore
    statistic: str
    sigma: float
    """The SD of both distributions, in points."""
    is_recorded: bool
    """Whether `sigma` is pooled from recorded SDs, rather than a house setting."""

    @property
    def is_low(self) -> bool:
        return "low" in (self.matched.confidence, self.unmatched.confidence)

    @property
    def counts(self) -> tuple[int, int]:
        return self.matched.n or 0, self.unmatched.n or 0

    @property
    def middles(self) -> tuple[int, int]:
        return getattr(self.matched, self.statistic), getattr(self.unmatched, self.statistic)

    @property
    def center(self) -> float:
        """The middle of all applicants, in points."""
        return fmean(self.middles, self.counts)

    @property
    def gap(self) -> float:
        """The matched minus the unmatched, in σ."""
        matched, unmatched = self.middles
        return (matched - unmatched) / self.sigma

    @property
    def variance(self) -> float:
        """The variance of the gap, from sampling and from the rounding of both middles."""
        sampling = STATISTICS[self.statistic] * sum(1 / n for n in self.counts)
        return sampling + ROUNDING / self.sigma**2


@dataclass(frozen=True, slots=True)
class Gap:
    """The matched minus the unmatched of one specialty over all cycles, in σ, not yet shrunk."""

    d: float
    variance: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Curve:
    """The chance at each score for one group in one specialty.

    `weight`, from 0 to 1, is how much its own gap counts; the rest is the group's mean gap.
    """

    specialty: str
    group: str
    pairs: tuple[Pair, ...]
    """Oldest first."""
    gap: Gap
    weight: float
    d: float
    """The gap used, after shrinking."""
    matched: int
    applicants: int
    """With `matched`, the counts that give the level."""
    rate: SpecialtyMatchRate | None
    """The row with these counts; if None, they are those of the newest pair."""
    sd_error: float
    """The relative error of the spread."""
    extra: float
    """SD of the log-odds for what no curve can include."""
    reach: float
    """How far from the center a chance is given, in σ."""
    highest: int
    """The highest score for which a chance is given."""
    widest: float
    """The widest band with which a chance is given, from 0 to 1."""
    told: tuple[int, int]
    """Readers see only that a chance is under the first or over the second, in percent."""
    is_small: bool
    """Whether the newest cycle has fewer than `small_n` matched or unmatched."""

    @property
    def newest(self) -> Pair:
        return self.pairs[-1]

    @cached_property
    def sigma(self) -> float:
        return self.newest.sigma

    @cached_property
    def center(self) -> float:
        return self.newest.center

    @property
    def is_low(self) -> bool:
        """Whether a figure of the newest cycle has low confidence."""
        return self.newest.is_low

    @property
    def has_low(self) -> bool:
        """Whether a figure of any cycle has low confidence."""
        return any(pair.is_low for pair in self.pairs)

    @cached_property
    def slope(self) -> float:
        """β: log-odds per point."""
        return self.d / self.sigma

    @property
    def share(self) -> float:
        return self.matched / self.applicants

    @cached_property
    def level(self) -> float:
        """λ: the log-odds of the share who matched."""
        return log(self.share / (1 - self.share))

    @cached_property
    def _tilt(self) -> float:
        """σ²a; times β/2, how far from the center the line passes through λ."""
        return self.sigma**2 * (1 - 2 * self.share)

    def log_odds(self, score: float) -> float:
        slope = self.slope
        return self.level + slope * (score - self.center) - slope**2 * self._tilt / 2

    def variance(self, score: float) -> float:
        """The variance of the log-odds: from level, slope, center, and `extra`."""
        slope, pair = self.slope, self.newest
        of_level = 1 / self.matched + 1 / (self.applicants - self.matched)
        if not self.d:
            return of_level + self.extra**2
        arm = score - self.center - slope * self._tilt
        of_slope = self.weight * self.gap.variance / self.sigma**2 + (self.sd_error * slope) ** 2
        of_center = slope**2 * STATISTICS[pair.statistic] * self.sigma**2 / sum(pair.counts)
        return of_level + arm**2 * of_slope + of_center + self.extra**2

    def at(self, score: float, sd: float = 0) -> Estimate:
        """The chance at a score, or averaged over a normal distribution around it with that SD."""
        middle, reach = self.log_odds(score), Z * sqrt(self.variance(score))
        flat = sqrt(1 + pi * (self.slope * sd) ** 2 / 8)
        low, chance, high = (_chance((middle + end) / flat) for end in (-reach, 0, reach))
        return Estimate(chance, low, high)

    def given_at(self, score: float, standard: int, sd: float = 0) -> Estimate | None:
        """Like `at`, but None for scores below `standard` or for which no chance is given.

        None is given above `highest`, beyond `reach`, or with a band over `widest`.
        """
        if score < standard:
            return None
        return self._given(score, sd) if sd else self._estimates.get(score)

    def _given(self, score: float, sd: float) -> Estimate | None:
        is_near = abs(score - self.center) <= self.reach * self.sigma
        if not is_near or score > self.highest:
            return None
        found = self.at(score, sd)
        return found if found.high - found.low <= self.widest else None

    @cached_property
    def _estimates(self) -> Mapping[float, Estimate | None]:
        """The chance at each whole score; cached because every result lists them."""
        scale = range(LOWEST_SCORE, HIGHEST_SCORE + 1)
        return {score: self._given(score, 0) for score in scale}

    def scores(self, standard: int) -> list[int]:
        """The whole scores for which a chance is given."""
        around = range(standard, self.highest + 1)
        return [score for score in around if self.given_at(score, standard)]

    def score_for(self, chance: float, standard: int) -> int | None:
        """The lowest whole score with at least that chance; None if the curve does not give it."""
        if not self.d:
            return None
        wanted = log(chance / (1 - chance)) - self.level + self.slope**2 * self._tilt / 2
        score = ceil(self.center + wanted / self.slope)
        return score if self.given_at(score, standard) else None

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures behind the curve except house settings, the newest first."""
        found: list[Figure] = []
        for pair in reversed(self.pairs):
            for row in (pair.matched, pair.unmatched):
                found.append(row.read(pair.statistic))
                if pair.is_recorded:
                    found.append(row.read("sd"))
        if self.rate:
            found += [self.rate.read("matched"), self.rate.read("ranked_first")]
        return tuple(found)


def _chance(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))
