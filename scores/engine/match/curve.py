"""The chance of matching: the share who matched at each score, estimated from published summaries.

Of one group in one specialty an edition records how those who matched scored, and how those who
did not. Two normal distributions of one spread σ, so far apart as recorded, make the log-odds of
having matched a line in the score:

    L(s) = λ + β·(s − center) − β²σ²a/2        chance = 1 / (1 + exp(−L))

with β = d/σ the slope, d the gap between both middles in σ, λ the log-odds of the share p who
matched, center the middle of all applicants and a = 1 − 2p. The gaps of the specialties of a group
are shrunk toward each other, never toward another group's. It is an association: letters, grades,
research and interviews go along with scores. Chances are from 0 to 1, scores in points.
`docs/chances.md` has the method.
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
"""Of the band of a chance."""

Z = z_of(LEVEL)

ROUNDING = 1 / 6
"""Variance in points² of a difference of two middles that were printed as whole points."""

STATISTICS = {"mean": 1.0, "median": pi / 2}
"""In order of preference: the variance of each beside that of a mean, in a normal distribution."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A chance with the band that holds it four times in five; all from 0 to 1."""

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
    """Spread of either around its middle, in points."""
    is_recorded: bool
    """Whether that spread is pooled from recorded ones."""

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
        """The middle of all of them."""
        return fmean(self.middles, self.counts)

    @property
    def gap(self) -> float:
        """How far the matched lie above the unmatched, in σ."""
        matched, unmatched = self.middles
        return (matched - unmatched) / self.sigma

    @property
    def variance(self) -> float:
        """Of the gap: of two samples, and of the rounding of their middles."""
        sampling = STATISTICS[self.statistic] * sum(1 / n for n in self.counts)
        return sampling + ROUNDING / self.sigma**2


@dataclass(frozen=True, slots=True)
class Gap:
    """How far matched and unmatched of one specialty lie apart, over all cycles, in σ."""

    d: float
    variance: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Curve:
    """The chance at each score of one group in one specialty; `curves_of` keeps one for each.

    `weight` is how much its own gap counts beside the group's mean gap.
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
    """The counts that give the level."""
    rate: SpecialtyMatchRate | None
    """Where they are recorded; else they are those of the newest pair."""
    sd_error: float
    """The settings `chance_…` of the edition; those in percent from 0 to 1."""
    extra: float
    reach: float
    """How far from the center a chance is given, in σ."""
    highest: int
    widest: float
    told: tuple[int, int]
    """In percent: readers are told that a chance is under the one, or over the other."""
    is_small: bool
    """Whether fewer than `small_n` matched, or did not, in the newest cycle."""

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
        """Whether a figure of the newest cycle is of low confidence."""
        return self.newest.is_low

    @property
    def has_low(self) -> bool:
        """Whether a figure of any cycle is."""
        return any(pair.is_low for pair in self.pairs)

    @cached_property
    def slope(self) -> float:
        """β: log-odds a point."""
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
        """σ²a: where the line passes through λ, beside the center."""
        return self.sigma**2 * (1 - 2 * self.share)

    def log_odds(self, score: float) -> float:
        slope = self.slope
        return self.level + slope * (score - self.center) - slope**2 * self._tilt / 2

    def variance(self, score: float) -> float:
        """Of the log-odds: of level, slope, center, and of what no curve knows."""
        slope, pair = self.slope, self.newest
        of_level = 1 / self.matched + 1 / (self.applicants - self.matched)
        if not self.d:
            return of_level + self.extra**2
        arm = score - self.center - slope * self._tilt
        of_slope = self.weight * self.gap.variance / self.sigma**2 + (self.sd_error * slope) ** 2
        of_center = slope**2 * STATISTICS[pair.statistic] * self.sigma**2 / sum(pair.counts)
        return of_level + arm**2 * of_slope + of_center + self.extra**2

    def at(self, score: float, sd: float = 0) -> Estimate:
        """At a score, or averaged over a normal distribution of scores around it."""
        middle, reach = self.log_odds(score), Z * sqrt(self.variance(score))
        flat = sqrt(1 + pi * (self.slope * sd) ** 2 / 8)
        low, chance, high = (_chance((middle + end) / flat) for end in (-reach, 0, reach))
        return Estimate(chance, low, high)

    def given_at(self, score: float, standard: int, sd: float = 0) -> Estimate | None:
        """None too far from the applicants of record, below passing, or with too wide a band."""
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
        """At each whole score, as every result tells them one by one."""
        scale = range(LOWEST_SCORE, HIGHEST_SCORE + 1)
        return {score: self._given(score, 0) for score in scale}

    def scores(self, standard: int) -> list[int]:
        """The whole scores for which a chance is given."""
        around = range(standard, self.highest + 1)
        return [score for score in around if self.given_at(score, standard)]

    def score_for(self, chance: float, standard: int) -> int | None:
        """The least whole score with that chance; None where no such score is on record."""
        if not self.d:
            return None
        wanted = log(chance / (1 - chance)) - self.level + self.slope**2 * self._tilt / 2
        score = ceil(self.center + wanted / self.slope)
        return score if self.given_at(score, standard) else None

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Everything that it was computed from but settings, the newest first."""
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
