"""Percentiles from the recorded norm tables, and the tiers that articles define."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from operator import itemgetter

from scores.engine.edition import Edition, kept
from scores.engine.figures import Claim, NormTable, ScoreDistribution, ScorePrecision
from scores.engine.floor import sem_of
from scores.engine.steps import Figure, Step, half_up
from scores.engine.vocabulary import HIGHEST_SCORE, LOWEST_SCORE

LOWEST_TIER = "tier-passing"

TIERS = {
    "tier-exceptional": "exceptional",
    "tier-competitive": "competitive",
    LOWEST_TIER: "passing",
}
"""Ids of the tiers, as in JSON and records, by the claims that define them; highest first."""

_score_of = itemgetter(0)


@dataclass(frozen=True, slots=True, eq=False)
class Percentile:
    """The percent of `table`'s population who scored lower; `value` is exact, 0 to 100."""

    value: Fraction
    is_interpolated: bool
    table: NormTable
    figures: tuple[Figure, ...]

    @property
    def rounded(self) -> int:
        return half_up(self.value)


@dataclass(frozen=True, slots=True)
class NormStanding:
    """The percentile of a score in the newest norms, and those one SEM below and above."""

    score: int
    here: Percentile
    low: Percentile
    high: Percentile
    sem: ScorePrecision


@dataclass(frozen=True, slots=True)
class Tier:
    """The tier of a score, by the claims in TIERS."""

    claim: Claim
    id: str


@dataclass(frozen=True, slots=True)
class ClaimedTier:
    """A score range that another article calls good, competitive or high."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class GoodScore:
    """A score that an article calls good, and its percentile."""

    score: int
    standing: NormStanding | None


def newest_norms(edition: Edition, exam: str) -> NormTable | None:
    tables = [table for table in edition.norm_tables if table.exam == exam]
    return max(tables, key=lambda table: table.window_to, default=None)


@lru_cache(maxsize=2048)
def percentile_in(table: NormTable, score: int) -> Percentile:
    """The percentile of a score: linear between recorded points, and constant beyond them."""
    points = table.points
    below = points[max(bisect_right(points, score, key=_score_of) - 1, 0)]
    above = points[min(bisect_left(points, score, key=_score_of), len(points) - 1)]
    if below[0] >= above[0]:
        return Percentile(Fraction(below[1]), False, table, (table.point(*below),))
    share = Fraction(score - below[0], above[0] - below[0])
    value = below[1] + share * (above[1] - below[1])
    return Percentile(value, True, table, (table.point(*below), table.point(*above)))


@kept
def percentile_step(edition: Edition, exam: str, score: int) -> Step | None:
    """The percentile of a score; None without norms or SEM. `low` and `high` are one SEM away."""
    table, sem = newest_norms(edition, exam), sem_of(edition, exam)
    if table is None or sem is None:
        return None
    here = percentile_in(table, score)
    low = percentile_in(table, max(LOWEST_SCORE, score - sem.points))
    high = percentile_in(table, min(HIGHEST_SCORE, score + sem.points))
    return Step(
        "percentile",
        "observed",
        NormStanding(score, here, low, high, sem),
        here.rounded,
        "percentile",
        (*here.figures, *low.figures, *high.figures, sem.read("points")),
        low=low.rounded,
        high=high.rounded,
    )


def tier_of(edition: Edition, score: int, standard: int) -> Claim | None:
    """The claim that defines the score's tier; None below the passing score."""
    if score < standard:
        return None
    *upper, lowest = (edition.claims.get(name) for name in TIERS)
    reached = (row for row in upper if row and row.low is not None and score >= row.low)
    return next(reached, lowest)


def tier_step(claim: Claim) -> Step:
    figure = claim.read("text" if claim.slug == LOWEST_TIER else "low")
    tier = TIERS[claim.slug]
    return Step("tier", "advice", Tier(claim, tier), tier, "tier", (figure,))


def other_tiers(edition: Edition, exam: str) -> Iterator[Step]:
    """Score ranges that other articles call good, competitive or high, one step each."""
    for claim in edition.claims.values():
        if claim.exam == exam and claim.slug not in TIERS:
            facts, figures = ClaimedTier(claim), (claim.read("low"), claim.read("high"))
            yield Step(claim.slug, "advice", facts, figures=figures, low=claim.low, high=claim.high)


def first_takers(edition: Edition, exam: str) -> ScoreDistribution | None:
    """Mean and SD of first-takers in the newest recorded period."""
    rows = (row for row in edition.distributions if row.exam == exam)
    return max(rows, key=lambda row: row.until, default=None)


def distribution_steps(edition: Edition, exam: str) -> Iterator[Step]:
    row = first_takers(edition, exam)
    if row:
        figures = (row.read("mean"), row.read("sd"))
        yield Step("norms", "observed", row, row.mean, figures=figures)


def good_score_steps(edition: Edition, exam: str) -> Iterator[Step]:
    """Scores that articles call good in an exam without tiers, with their percentiles."""
    for claim in edition.claims.values():
        if claim.exam == exam and claim.low:
            score = int(claim.low)
            standing = percentile_step(edition, exam, score)
            facts = GoodScore(score, standing.facts if standing else None)
            figures = (claim.read("low"), *(standing.figures if standing else ()))
            yield Step("good-score", "advice", facts, score, figures=figures)
