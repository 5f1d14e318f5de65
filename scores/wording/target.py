"""The floor, the benchmark and the target: each step of the ledger in words."""

from scores.engine.aim import AimAt, Band, FactorMoved, TargetSet
from scores.engine.answers import FACTORS
from scores.engine.benchmark import (
    Empty,
    Found,
    Gap,
    NoGap,
    NoScorePublished,
    Rung,
    StandInDifference,
)
from scores.engine.figures import PassingStandard
from scores.engine.floor import SafePass, failing_one_in
from scores.engine.vocabulary import EXAMS, GROUPS, STATISTICS
from scores.wording.choices import AIM_TITLES, FACTOR_TITLES
from scores.wording.rows import people_counted
from scores.wording.said import Words, said
from scores.wording.values import exact, plain, say_day, sentence_case, signed

RUNGS = {
    "observed-benchmark": "Your own group",
    "other-img-group": "The other IMG group",
    "us-md-seniors": "US MD seniors",
    "all-specialties": "All specialties together",
}
"""Whose scores each rung of the ladder looks for."""


@said.register
def _(standard: PassingStandard) -> Words:
    says = (
        f"The {EXAMS[standard.exam]} passing score is {standard.score} for tests from "
        f"{say_day(standard.effective_from)}; before, it was {standard.previous_score}."
    )
    if standard.reporting == "pass-fail":
        says += " The report shows only pass or fail."
    return Words("Passing score", says)


@said.register
def _(facts: SafePass) -> Words:
    standard, sem = facts.standard.score, facts.sem.points
    return Words(
        "Safe pass",
        f"{standard} + {exact(facts.z.value)} × {sem} points of measurement error "
        f"= {exact(facts.exact)}, rounded up. Below it, chance alone fails more than 1 in "
        f"{failing_one_in(facts.z)}.",
    )


@said.register
def _(facts: Found) -> Words:
    row = facts.row
    about = "about " if row.approximate else ""
    says = (
        f"{sentence_case(STATISTICS[row.center])} of {people_counted(row)}: "
        f"{about}{row.center_value}."
    )
    if facts.small_n:
        says += f" Fewer than {facts.small_n} people: read it with care."
    title = "Observed benchmark"
    if facts.rung.is_stand_in:
        title = f"Stand-in: {RUNGS[facts.rung.id]}"
    return Words(title, says)


@said.register
def _(facts: Empty) -> Words:
    title = RUNGS[facts.rung.id] if facts.rung.is_stand_in else "Observed benchmark"
    where = facts.specialty.in_text if facts.specialty else "all specialties"
    return Words(title, _why_empty(facts, f"{GROUPS[facts.rung.group]} who matched in {where}"))


def _why_empty(facts: Empty, cell: str) -> str:
    if facts.is_declined:
        return f"You excluded this stand-in ({cell})."
    if facts.declined_row:
        kinds = {
            "older-cycle": f"from {facts.declined_row.cycle}, older than {facts.newest_cycle}",
            "mean": "a mean, not a median",
        }
        reasons = "; ".join(kinds[kind] for kind in facts.declined_kinds)
        return f"The figure of {cell} is {reasons}: you excluded such figures."
    if facts.set_aside:
        row = facts.set_aside
        return (
            f"{people_counted(row)}: {row.center_value} is on record, but is not used for "
            f"targets ({row.caution})."
        )
    says = f"No usable score is recorded for {cell}."
    if facts.too_few:
        few = facts.too_few
        return f"{says} {few.n} of {few.cycle} are too few (fewer than {facts.min_n})."
    if facts.rate:
        rate = facts.rate
        return (
            f"{says} {rate.matched} of the {rate.ranked_first} who ranked it first in "
            f"{rate.cycle} matched."
        )
    return says


@said.register
def _(facts: NoScorePublished) -> Words:
    name = facts.specialty.name
    return Words(
        "Observed benchmark", f"{name}: {facts.specialty.says}. No other figure stands in."
    )


@said.register
def _(facts: Gap) -> Words:
    own, other = facts.gap.figures
    return Words(
        "Shifted by what is known of both",
        f"In {facts.row.where}, the {STATISTICS[facts.gap.statistic]} of {GROUPS[facts.group]} who "
        f"matched was {own.value}, of {GROUPS[facts.row.group]} {other.value} "
        f"({facts.gap.own.cycle}): {signed(facts.gap.points)}, added to every score of the "
        "stand-in.",
    )


@said.register
def _(facts: NoGap) -> Words:
    own, other = GROUPS[facts.group], GROUPS[facts.row.group]
    title = "Nothing to shift it by"
    says = (
        f"The two IMG groups have no comparable figures in {facts.row.where}, so nothing is added."
    )
    if facts.overall is None or not facts.overall.points:
        return Words(title, says)
    points, cycle = facts.overall.points, facts.overall.own.cycle
    way = ("lower", "high") if points < 0 else ("higher", "low")
    return Words(
        title,
        f"{says} Over all specialties, {own} scored {abs(points)} {way[0]} than {other} in "
        f"{cycle}: this target is likely too {way[1]}.",
    )


@said.register
def _(facts: StandInDifference) -> Words:
    own, other = _both(facts.group, facts.rung)
    title = "How far apart the two are"
    if facts.least is None or facts.greatest is None:
        return Words(
            title,
            f"{GROUPS[facts.group]} and this stand-in are nowhere recorded alike, so nobody knows "
            "how far apart they are.",
        )
    least, greatest = signed(facts.least.points), signed(facts.greatest.points)
    return Words(
        title,
        f"Where both were observed with the same statistic and cycle ({facts.pairs} pairs), {own} "
        f"scored between {least} and {greatest} points of {other}. That widens the band.",
    )


def _both(group: str, rung: Rung) -> tuple[str, str]:
    if rung.id == "all-specialties":
        return f"single specialties of {GROUPS[group]}", "all specialties together"
    return GROUPS[group], GROUPS[rung.group]


@said.register
def _(facts: AimAt) -> Words:
    says = f"{AIM_TITLES[facts.aim]}: rank {plain(facts.rank)} of those who matched"
    shifted = f", shifted by {signed(facts.shift)}" if facts.shift else ""
    if facts.statistic:
        says += f", their {STATISTICS[facts.statistic]}{shifted}, {plain(facts.score)}."
        return Words("Your aim", says)
    whose = "the SD recorded" if facts.has_own_sd else "the house SD, as none is recorded"
    center = facts.row.center_value + facts.shift
    sign = "+" if facts.score > center else "−"
    says += (
        f"{shifted}. That quartile is not recorded: {center} {sign} {exact(facts.z)} × "
        f"{plain(facts.spread)} ({whose}) = {plain(facts.score)}."
    )
    return Words("Your aim", says)


@said.register
def _(facts: FactorMoved) -> Words:
    factor = FACTORS[facts.factor]
    if facts.before == facts.after:
        says = (
            f"No effect: the aim stays at rank {plain(facts.after)}, the limit of what is recorded."
        )
    else:
        way = "up" if factor.direction > 0 else "down"
        ranks = plain(max(facts.before, facts.after) - min(facts.before, facts.after))
        says = (
            f"The direction follows advice: {way}. We chose the size: {ranks} ranks, from "
            f"{plain(facts.before)} to {plain(facts.after)}."
        )
    return Words(FACTOR_TITLES[facts.factor], says)


@said.register
def _(facts: TargetSet) -> Words:
    if facts.is_floor:
        says = f"{plain(facts.aimed)} is below the safe pass, {facts.safe}, so the floor decides."
        return Words("Target", says)
    says = f"{plain(facts.aimed)} is above the safe pass, {facts.safe}."
    if facts.score > facts.aimed:
        says += f" Rounded up to {facts.score}."
    elif facts.score < facts.aimed:
        says += f" The scale ends at {facts.score}."
    return Words("Target", says)


@said.register
def _(facts: Band) -> Words:
    says = f"The middle half of those who matched scored {facts.low} to {facts.high}."
    if facts.is_widened:
        shifted = f", shifted by {signed(facts.shift)}," if facts.shift else ""
        says = (
            f"The middle half of the stand-in{shifted} scored {plain(facts.q1)} to "
            f"{plain(facts.q3)}; widened by {signed(facts.down)} and {signed(facts.up)}: "
            f"{facts.low} to {facts.high}."
        )
    if not facts.is_recorded:
        says += " Quartiles are not recorded; they follow from the SD."
    if facts.low < facts.safe:
        says += f" The low end is below the safe pass, {facts.safe}."
    return Words("Band", says)
