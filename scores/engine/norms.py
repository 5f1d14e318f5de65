"""Percentiles from the recorded norm tables, and the tiers that an article draws."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter

from .answers import say_day
from .edition import Edition
from .figures import Claim, NormTable
from .floor import sem_of
from .steps import Figure, Step, half_up
from .vocabulary import EXAMS, HIGHEST_SCORE, LOWEST_SCORE, STANDINGS

TIERS = ("tier-exceptional", "tier-competitive")
"""Claims whose lower bounds still stand, the higher first."""

LOWEST_TIER = "tier-passing"

_score_of = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Percentile:
    """Percent of `table`'s population scoring lower; `value` is exact, 0 to 100."""

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
    points = table.points
    below = points[max(bisect_right(points, score, key=_score_of) - 1, 0)]
    above = points[min(bisect_left(points, score, key=_score_of), len(points) - 1)]
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


def tier_of(edition: Edition, score: int, standard: int) -> Claim | None:
    """The tier of the article whose bands still stand; None below the pass mark."""
    if score < standard:
        return None
    return next(
        (
            row
            for row in (edition.claims.get(name) for name in TIERS)
            if row and row.low is not None and score >= row.low
        ),
        edition.claims.get(LOWEST_TIER),
    )


def tier_step(claim: Claim) -> Step:
    says = f"{tier_name(claim).capitalize()}, which one article begins at {claim.low}."
    if claim.id == LOWEST_TIER:
        says = "Passing, below the competitive tier of the one article whose bands still stand."
    figure = claim.read("text" if claim.id == LOWEST_TIER else "low")
    return Step("tier", "Tier", "advice", says, tier_name(claim), "tier", (figure,))


def tier_name(claim: Claim) -> str:
    return claim.id.removeprefix("tier-")


def other_tiers(edition: Edition, exam: str) -> Iterator[Step]:
    """What the other articles call good, competitive or high, with its standing."""
    for claim in edition.claims.values():
        if (
            claim.topic != "tier"
            or claim.id in (*TIERS, LOWEST_TIER)
            or not claim.subject.startswith(EXAMS[exam])
        ):
            continue
        says = f"{claim.text} ({STANDINGS[claim.standing]})"
        if claim.resolution:
            says += f": {claim.resolution}"
        yield Step(
            claim.id,
            claim.subject,
            "advice",
            f"{says[0].upper()}{says[1:]}.",
            figures=(claim.read("low"), claim.read("high")),
            low=claim.low,
            high=claim.high,
        )


def distribution_steps(edition: Edition, exam: str) -> Iterator[Step]:
    """Mean and SD of all first-takers in the newest period recorded, if any."""
    rows = [row for row in edition.distributions if row.exam == exam]
    for row in sorted(rows, key=lambda row: row.until)[-1:]:
        says = f"First-takers of {row.period} averaged {row.mean}, with an SD of {row.sd}."
        yield Step("norms", "Norms", "observed", says, row.mean, figures=tuple(row.readings()))


def good_score_steps(edition: Edition, exam: str) -> Iterator[Step]:
    """What an article calls a good score of an exam without tiers, and where it stands."""
    for claim in edition.claims.values():
        if claim.topic == "tier" and claim.subject == f"{EXAMS[exam]} good" and claim.low:
            score = int(claim.low)
            says = f"One article calls a score above {score} good."
            figures = [claim.read("low")]
            standing = percentile_step(edition, exam, score)
            if standing:
                says += f" {standing[0].says}"
                figures += standing[0].figures
            yield Step("good-score", "A good score", "advice", says, score, figures=tuple(figures))
