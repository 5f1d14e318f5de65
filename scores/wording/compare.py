"""A comparison in words: its headline, its columns, and two specialties together."""

from collections.abc import Iterator

from scores.engine.match.shares import Share, in_percent
from scores.engine.practice.projection import Projection
from scores.engine.steps import in_points
from scores.reference.compare import Both, Compared, Comparison
from scores.wording.match import Limits, say_share, to_five
from scores.wording.said import said
from scores.wording.verdict import headline_of, sentence_of

WITHIN_REACH = {
    "likely-above": "On pace",
    "too-close": "Possible",
    "likely-below": "Short",
    "": "No target",
}
"""How a verdict on the target is named in a row of a comparison."""

HEADS = {
    "name": "Specialty",
    "target": "Target",
    "projection": "Projection",
    "gap": "Your gap",
    "chance": "Chance",
    "rate": "Match rate",
    "positions": "Positions",
}


def title_of(comparison: Comparison) -> str:
    """As in: 28 specialties for US IMGs; Dermatology, group by group."""
    rows = comparison.rows
    if len(rows) == 1:
        return f"{rows[0].name} for {rows[0].group_name}"
    if len({row.answers.specialty for row in rows}) == 1:
        return f"{rows[0].name}, group by group"
    if len({row.answers.group for row in rows}) > 1:
        return f"{len(rows)} targets side by side"
    if len(rows) == 2:
        return f"{rows[0].name} and {rows[1].name} for {rows[0].group_name}"
    return f"{len(rows)} specialties for {rows[0].group_name}"


def head_of(column: str, comparison: Comparison) -> str:
    """The head of a column. The head of the shares names the score that they are for."""
    return _matched_with(comparison) if column == "share" else HEADS[column]


def _matched_with(comparison: Comparison) -> str:
    projection = comparison.projection
    match comparison.shares_with:
        case "score":
            return f"Matched with your {comparison.score}"
        case "projection" if projection and projection.mean is not None:
            return f"Matched with {in_points(projection.mean)}"
        case "projection":
            return "Matched with the projection"
    return "Matched with the target"


def say_middle(row: Compared) -> str:
    """The description of the bar of a row."""
    target = row.result.target
    if target is None:
        return "No middle 50%"
    says = f"Middle 50% {target.low} to {target.high}"
    return f"{says}, estimated" if row.is_estimated else says


def share_in_a_cell(row: Compared) -> tuple[str, str] | None:
    """How many in 100 matched, and the range: 55, 40–65. None where there is no estimate."""
    share = row.share
    if not isinstance(share, Share) or share.estimate is None:
        return None
    found, told = share.estimate, share.curve.told
    says, low, high = (
        to_five(in_percent(each), told) for each in (found.chance, found.low, found.high)
    )
    is_open = low.split()[-1] == high.split()[-1]  # 95 to over 95 adds nothing to over 95
    return says, "" if is_open else f"{low}–{high}"


def why_no_share(comparison: Comparison) -> list[str]:
    """Each reason once, in the order of the rows; none for a score that did not pass."""
    if comparison.verdict and comparison.verdict.state == "did-not-pass":
        return []
    without = (row.share for row in comparison.rows if row.share and row.estimate is None)
    return list(dict.fromkeys(said(share).says for share in without))


# The headline


def say_student(comparison: Comparison) -> tuple[str, str]:
    """A headline on the score or the tests, and the sentences below it; empty without either."""
    verdict, heading = comparison.verdict, _heading(comparison)
    if verdict:
        has_point = any(each.mean is not None for each in comparison.projections.values())
        says = [sentence_of(verdict), *([heading] if has_point else [])]
        headline = headline_of(verdict)
        return headline if headline.endswith("?") else f"{headline}.", " ".join(says)
    if comparison.score is not None:
        return f"Your score: {comparison.score}.", ""
    return heading, " ".join(_more(comparison))


def _heading(comparison: Comparison) -> str:
    """Where the tests lead; two scores where US seniors and IMGs are compared."""
    found = {prior: say_heading(each) for prior, each in comparison.projections.items()}
    if len(found) > 1:
        return f"You’re heading for {found['us']} as a US senior and {found['img']} as an IMG."
    return "".join(f"You’re heading for {heading}." for heading in found.values())


def _more(comparison: Comparison) -> Iterator[str]:
    if projection := comparison.projection:
        steps = (step for step in projection.steps if step.rule == "practice-interval")
        yield from (said(step.facts).says for step in steps)
    if any(each.is_falling for each in comparison.projections.values()):
        yield "Your scores seem to be falling: find out why before you count on this."


def say_heading(projection: Projection) -> str:
    """As in: about 252 (240–265)."""
    low, high = in_points(projection.low), in_points(projection.high)
    if projection.mean is None:
        return f"{low} to {high}"
    return f"about {in_points(projection.mean)} ({low}–{high})"


MISSING = {
    "no-model": "These figures have no model that would project your practice tests.",
    "after-exam": "Your practice tests are dated after the exam, so none counts.",
}


# Two specialties


def say_both(both: Both) -> str:
    """Bounds on how many of those who apply to both match to one of them, and why not more."""
    shares = [share for share in both.shares if isinstance(share, Share)]
    if both.bounds is None:
        return "How many match to one of two is not known where one share is not."
    bounds, told = both.bounds, shares[0].curve.told
    low, high = in_percent(bounds.low), in_percent(bounds.high)
    many = _between(low, high, told)
    says = f"Applying to both, {many} such applicants would match to one of them."
    if to_five(low, told) != to_five(high, told):
        says += (
            " The least is the larger share alone. The most is too rosy: it treats the two as "
            "independent, though one application drives both."
        )
    return f"{says} Each share was measured on people who put that specialty first."


def _between(low: int, high: int, told: Limits) -> str:
    if to_five(low, told) == to_five(high, told):
        return say_share(low, told)
    least = say_share(low, told) if low < told[0] else f"at least {say_share(low, told)}"
    most = "nearly all" if high > told[1] else f"at most {say_share(high, told)}"
    return f"{least} and {most}"
