"""Percentiles from the recorded norm tables, and the tiers that an article draws."""

from dataclasses import dataclass
from fractions import Fraction

from .answers import say_day
from .edition import Edition
from .figures import Claim, NormTable
from .floor import sem_of
from .steps import Figure, Step, half_up
from .vocabulary import HIGHEST_SCORE, LOWEST_SCORE

TIERS = ("tier-exceptional", "tier-competitive")
"""Claims whose lower bounds still stand, the higher first."""

LOWEST_TIER = "tier-passing"


@dataclass(frozen=True, slots=True)
class Percentile:
    """Per cent of `table`'s population scoring lower; `value` is exact, 0 to 100."""

    value: Fraction
    is_interpolated: bool
    table: NormTable
    figures: tuple[Figure, ...]

    @property
    def rounded(self) -> int:
        return half_up(self.value)

    @property
    def text(self) -> str:
        return percentile_text(self.value)


def percentile_text(value: Fraction) -> str:
    if value >= Fraction(199, 2):
        return ">99"
    if value < Fraction(1, 2):
        return "<1"
    return ordinal(half_up(value))


def ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def newest_norms(edition: Edition, exam: str) -> NormTable | None:
    tables = [table for table in edition.norm_tables if table.exam == exam]
    return max(tables, key=lambda table: table.window_to, default=None)


def percentile_in(table: NormTable, score: int) -> Percentile:
    """Linear between recorded points; beyond them, the last recorded one."""
    below = max((point for point in table.points if point[0] <= score), default=table.points[0])
    above = min((point for point in table.points if point[0] >= score), default=table.points[-1])
    if below[0] >= above[0]:
        return Percentile(Fraction(below[1]), False, table, (table.point(*below),))
    share = Fraction(score - below[0], above[0] - below[0])
    value = below[1] + share * (above[1] - below[1])
    return Percentile(value, True, table, (table.point(*below), table.point(*above)))


def percentile_step(edition: Edition, exam: str, score: int) -> tuple[Step, Percentile] | None:
    """Where a score stands in the newest norms, and one SEM to either side."""
    table, sem = newest_norms(edition, exam), sem_of(edition, exam)
    if table is None or sem is None:
        return None
    here = percentile_in(table, score)
    low = percentile_in(table, max(LOWEST_SCORE, score - sem.points))
    high = percentile_in(table, min(HIGHEST_SCORE, score + sem.points))
    how = " (between recorded points)" if here.is_interpolated else ""
    says = (
        f"{score} is at the {here.text} percentile{how} of {table.people}, tested "
        f"{say_day(table.window_from)} to {say_day(table.window_to)}. One SEM "
        f"({sem.points} points) either way: {low.text} to {high.text}."
    )
    step = Step(
        "percentile",
        "Percentile",
        "observed",
        says,
        here.rounded,
        "percentile",
        (*here.figures, *low.figures, *high.figures, sem.read("points")),
        low=low.rounded,
        high=high.rounded,
    )
    return step, here


def tier_step(edition: Edition, score: int, standard: int) -> Step | None:
    """The tier of the article whose bands still stand; advice, not a norm."""
    if score < standard:
        return None
    claim = next(
        (
            row
            for row in (edition.claims.get(name) for name in TIERS)
            if row and row.low is not None and score >= row.low
        ),
        edition.claims.get(LOWEST_TIER),
    )
    if claim is None:
        return None
    return Step(
        "tier",
        "Tier",
        "advice",
        _tier_sentence(claim),
        tier_name(claim),
        "tier",
        (claim.read("text" if claim.id == LOWEST_TIER else "low"),),
    )


def tier_name(claim: Claim) -> str:
    return claim.id.removeprefix("tier-")


def _tier_sentence(claim: Claim) -> str:
    if claim.id == LOWEST_TIER:
        return "Passing, below the competitive tier of the one article whose bands still stand."
    return f"{tier_name(claim).capitalize()}, which one article begins at {claim.low}."
