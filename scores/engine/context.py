"""What is shown beside the target and never changes it: advice, other figures, match rates."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from scores.engine.aim import Line, target_score
from scores.engine.edition import Edition, kept
from scores.engine.figures import (
    Claim,
    GroupMatchRate,
    MatchScore,
    ScoreBandMatchRate,
    SpecialtyMatchRate,
)
from scores.engine.floor import Floor
from scores.engine.steps import Figure, Number, Step
from scores.engine.vocabulary import GROUPS, IMG_GROUPS

RULES_OF_THUMB = ("img-plus-5-10", "img-plus-10-15")
GOALS = ("competitive-256", "first-choice-260")


@dataclass(frozen=True, slots=True)
class Advice:
    """An article's advice and the scores it leads to; `base` is the figure it adds to, if any."""

    claim: Claim
    low: int
    high: int
    base: MatchScore | None
    figures: tuple[Figure, ...]


@kept
def advice_for(edition: Edition, specialty: str, group: str) -> tuple[Advice, ...]:
    """For an IMG, the rules of thumb; for everyone, the goals that articles name."""
    advice = []
    base = _advised_base(edition, specialty) if group in IMG_GROUPS else None
    if base is not None:
        claims = (edition.claims[name] for name in RULES_OF_THUMB if name in edition.claims)
        advice += [_rule_of_thumb(claim, base) for claim in claims]
    for name in GOALS:
        if name in edition.claims:
            claim = edition.claims[name]
            low, high = ceil(claim.low or 0), ceil(claim.high or 0)
            advice.append(Advice(claim, low, high, None, (claim.read("low"),)))
    return tuple(advice)


def _advised_base(edition: Edition, specialty: str) -> MatchScore | None:
    """US MD seniors of the specialty, else of all specialties: the rules of thumb add to them."""
    rows = edition.benchmarks(specialty, "us-md-senior") or edition.benchmarks("", "us-md-senior")
    return rows[0] if rows else None


def _rule_of_thumb(claim: Claim, base: MatchScore) -> Advice:
    low, high = (base.center_value + ceil(end or 0) for end in (claim.low, claim.high))
    figures = (base.read(base.center), claim.read("low"), claim.read("high"))
    return Advice(claim, low, high, base, figures)


@dataclass(frozen=True, slots=True)
class Other:
    """Another recorded figure and its target; None if the row may not be a benchmark."""

    row: MatchScore
    figure: Figure
    target: int | None


def other_figures(
    edition: Edition,
    specialty: str,
    used: tuple[MatchScore, str] | None,
    rank: Number,
    floor: Floor,
) -> Iterator[Other]:
    """Every recorded figure of a specialty's matched except the used one, newest first."""
    rows = [row for row in edition.scores_of(specialty) if row.outcome == "matched"]
    for row in sorted(rows, key=_newest_first):
        for statistic in ("median", "mean"):
            if getattr(row, statistic) is None or (row, statistic) == used:
                continue
            target = None
            if row.use == "benchmark" and edition.is_enough(row.n):
                score, _ = Line(edition, row, statistic).at(rank)
                target = target_score(score, floor)
            yield Other(row, row.read(statistic), target)


def _newest_first(row: MatchScore) -> tuple[int, int, str]:
    order = list(GROUPS)
    return (
        -int(row.cycle or 0),
        order.index(row.group) if row.group in order else len(order),
        row.sources[0],
    )


def unmatched_row(edition: Edition, specialty: str, group: str) -> MatchScore | None:
    """The newest usable figure of the group's unmatched in the specialty."""
    rows = [
        row
        for row in edition.scores_of(specialty)
        if (row.group, row.outcome, row.use) == (group, "unmatched", "benchmark")
        and edition.is_enough(row.n)
    ]
    return max(rows, key=lambda row: row.cycle, default=None)


@dataclass(frozen=True, slots=True)
class Separation:
    """The matched and unmatched of one cycle.

    `is_hardly`: their medians hardly differ. `is_small`: one of them is of few or unknown people.
    """

    matched: MatchScore
    unmatched: MatchScore
    statistic: str
    is_hardly: bool
    is_small: bool


def separation_step(edition: Edition, specialty: str, group: str) -> Step | None:
    """How far the matched scored above the unmatched; None unless one cycle has both."""
    unmatched = unmatched_row(edition, specialty, group)
    if unmatched is None:
        return None
    statistic = unmatched.center
    of_that_cycle = (
        row
        for row in edition.benchmarks(specialty, group)
        if row.cycle == unmatched.cycle and getattr(row, statistic) is not None
    )
    matched = next(of_that_cycle, None)
    if matched is None:
        return None
    have, have_not = getattr(matched, statistic), unmatched.center_value
    enough = all(row.n is not None and not edition.is_small(row.n) for row in (matched, unmatched))
    within = edition.settings["separates_points"]
    hardly = statistic == "median" and enough and abs(have - have_not) <= within.value
    return Step(
        "separation",
        "observed",
        Separation(matched, unmatched, statistic, hardly, not enough),
        have - have_not,
        "difference",
        (matched.read(statistic), unmatched.read(statistic), within.read("value")),
    )


Rate = ScoreBandMatchRate | SpecialtyMatchRate | GroupMatchRate


@dataclass(frozen=True, slots=True)
class Chance:
    """A match rate: the percent of `n` people who matched, an association and not a promise.

    `unstable_n` is set if `n` is below it.
    """

    scope: str
    row: Rate
    percent: Number
    n: int
    unstable_n: int | None

    @property
    def figure(self) -> Figure:
        return self.row.read("percent")


def chances_for(
    edition: Edition, specialty: str, group: str, score: int | None
) -> Iterator[Chance]:
    """The recorded match rates of the score band, the specialty and the group, each newest first.

    Of the group, only the newest.
    """
    least = int(edition.setting("unstable_n"))

    def chance(scope: str, row: Rate, percent: Number, n: int) -> Chance:
        return Chance(scope, row, percent, n, least if n < least else None)

    for band in _band_rates(edition, specialty, group):
        if score is not None and band.holds(score) and band.percent is not None:
            yield chance("score band", band, band.percent, band.n)
    for rate in sorted(edition.specialty_rates, key=lambda rate: rate.cycle, reverse=True):
        many = rate.ranked_first
        if (rate.specialty, rate.group) == (specialty, group) and edition.is_enough(many):
            yield chance("specialty", rate, rate.percent, many)
    overall = [rate for rate in edition.group_rates if rate.group == group]
    for newest in sorted(overall, key=lambda rate: rate.cycle)[-1:]:
        yield chance("group", newest, newest.percent, newest.n)


@kept
def _band_rates(edition: Edition, specialty: str, group: str) -> list[ScoreBandMatchRate]:
    """The band rates with enough people, the newest first."""
    rates = [
        band
        for band in edition.band_rates
        if (band.specialty, band.group) == (specialty, group) and edition.is_enough(band.n)
    ]
    return sorted(rates, key=lambda band: band.cycles, reverse=True)
