"""What a result shows beside the target: advice, match rates, matched and unmatched scores.

None of it moves the target.
"""

from scores.engine.context import Advice, Chance, Rate, Separation
from scores.engine.figures import GroupMatchRate, ScoreBandMatchRate, SpecialtyMatchRate
from scores.engine.record import Record
from scores.engine.vocabulary import GROUPS, STATISTICS
from scores.wording.rows import group_named, people
from scores.wording.said import Words, said
from scores.wording.values import band_text, counted, plain


def say_advice(advice: Advice) -> str:
    """The scores that the advice of an article leads to."""
    low, high, claim, base = advice.low, advice.high, advice.claim, advice.base
    if base is None:
        return f"{low} or more, whatever the specialty."
    return (
        f"{base.center_value} ({base.center} of {people(base)}, {base.cycle}) "
        f"+ {claim.low} to {claim.high} = {low} to {high}."
    )


def say_chance(chance: Chance) -> str:
    """A match rate, with the people it is of."""
    says = f"{plain(chance.percent)}% of {_of_whom(chance.row)}."
    if chance.unstable_n:
        says += f" Fewer than {chance.unstable_n} people: unstable."
    return says


def _of_whom(row: Rate) -> str:
    match row:
        case ScoreBandMatchRate():
            band = band_text(row.low, row.high)
            return f"{counted(row.n)} who scored {band} matched ({row.cycles})"
        case SpecialtyMatchRate():
            many = counted(row.ranked_first)
            return f"{many} who ranked it first in {row.cycle} matched in it"
        case GroupMatchRate():
            return f"{counted(row.n)} active {GROUPS[row.group]} matched somewhere in {row.cycle}"


@said.register
def _(facts: Separation) -> Words:
    statistic, matched, unmatched = facts.statistic, facts.matched, facts.unmatched
    says = (
        f"In {matched.cycle} the {statistic} was {getattr(matched, statistic)} among those who "
        f"matched and {unmatched.center_value} among those who did not"
    )
    if facts.is_hardly:
        says += ": the score hardly separates the two. Other parts of the application decide."
    elif facts.is_small:
        says += "; at least one of the two groups is small or its size not stated."
    else:
        says += "."
    return Words("Matched and unmatched scores", says)


def say_group(figure: Record) -> str:
    """The group that a match score of a record describes."""
    return group_named(figure["group"], figure["specialty"])


def say_difference(row: Record, used: Record | None, record: Record) -> str:
    """How a figure differs from the benchmark, so that a reader can weigh the two."""
    if used is None:
        return ""
    told = []
    if row["group"] != used["group"]:
        is_own = row["group"] == record["inputs"]["group"]
        told.append("your own group" if is_own else "another group")
    if row["cycle"] and used["cycle"] and row["cycle"] != used["cycle"]:
        told.append("older" if row["cycle"] < used["cycle"] else "newer")
    if row["statistic"] != used["statistic"]:
        told.append(f"a {STATISTICS[row['statistic']]}")
    if record["sources"][row["source"]]["evidence"] == "advice":
        told.append("from an article alone")
    return ", ".join(told)
