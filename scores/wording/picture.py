"""The words of the picture of scores: its labels, and what is known of each score."""

from scores.engine.record import Record
from scores.engine.steps import in_points
from scores.engine.vocabulary import GROUPS_ON_RECORD
from scores.wording.match import say_range, to_five
from scores.wording.values import band_text, counted
from scores.wording.why import say_chance_of

FLAGS = {"target": "Target", "actual": "Your score"}

OUTCOMES = {"matched": "Matched", "unmatched": "Did not match"}


def say_you(projection: Record) -> str:
    """The projection, and the present level of the tests."""
    low, high = in_points(projection["low"]), in_points(projection["high"])
    level = projection.get("without_gain")
    now = "" if level is None else f"; tests {in_points(level)}"
    if projection["mean"] is None:
        return f"You: {low}–{high}{now}"
    return f"You: {in_points(projection['mean'])} (80% range {low}–{high}){now}"


def say_people(row: Record, group: str) -> str:
    """The middle half of those who matched or did not; names the group if it is not `group`."""
    of = "" if row["group"] == group else f", {GROUPS_ON_RECORD[row['group']]}"
    half = "" if row["q1"] is None or row["q3"] is None else f"{row['q1']}–{row['q3']}, "
    many = f" (n {counted(row['n'])})" if row["n"] else ""
    return f"{OUTCOMES[row['outcome']]}{of}: {half}{row['statistic']} {row['center']}{many}"


def say_band_of_scores(band: Record) -> str:
    """A recorded share, as in 241 to 250 15 of 40."""
    matched = round(float(band["value"]) * band["n"] / 100)
    return f"{band_text(band['low'], band['high'])} {counted(matched)} of {counted(band['n'])}"


def say_band_recorded(band: Record) -> str:
    """As in: 15 of 40 US DO seniors in neurology who scored 241 to 250 matched, 2026."""
    matched = round(float(band["value"]) * band["n"] / 100)
    return f"{counted(matched)} of {counted(band['n'])} {band['of']} matched, {band['cycle']}."


def share_as_told(share: list[int] | None, record: Record) -> tuple[str, str]:
    """How many in 100 with a score matched, and the range; both empty without an estimate."""
    if share is None or not record["match"]:
        return "", ""
    told = record["match"]["told"]
    percent, low, high = share
    number, band = to_five(percent, told), say_range(low, high, told)
    return number, "" if band == number else band


def say_reach(chance: float | None) -> str:
    """The chance of a score or more, which is from 0 to 1; empty where it is unknown."""
    return "" if chance is None else say_chance_of(chance)
