"""The chance of matching in words: how many with a score matched, or why there is no estimate."""

from collections.abc import Sequence

from scores.engine.match.shares import NoCurve, Share, in_percent
from scores.engine.vocabulary import GROUPS
from scores.wording.said import Words, said

EVERY = 5
"""Readers see a share rounded to the nearest five in 100."""

Limits = Sequence[int]
"""Two percents: a share below the first reads as “under”, above the second as “over”."""

ASSOCIATION = (
    "This is an association, not your odds: letters, grades, research and interviews go along "
    "with scores."
)


def to_five(percent: int, told: Limits) -> str:
    """As in 65, under 5 or over 95."""
    low, high = told
    if percent < low:
        return f"under {low}"
    return f"over {high}" if percent > high else str(EVERY * ((2 * percent + EVERY) // (2 * EVERY)))


def say_range(low: int, high: int, told: Limits) -> str:
    """As in 50 to 75; one value where both ends round to the same."""
    ends = dict.fromkeys((to_five(low, told), to_five(high, told)))
    return " to ".join(ends)


def say_share(percent: int, told: Limits) -> str:
    """As in: about 65 in 100."""
    share = to_five(percent, told)
    return f"{share if ' ' in share else f'about {share}'} in 100"


@said.register
def _(facts: Share) -> Words:
    title = "Chance of matching"
    found, curve, near = facts.estimate, facts.curve, f"near {facts.score}"
    who = f"{GROUPS[curve.group]} who preferred {facts.specialty.in_text} and had a known score"
    if found is None:
        return Words(title, f"No estimate {near}: too few {who} scored there.")
    share = to_five(in_percent(found.chance), curve.told)
    band = say_range(in_percent(found.low), in_percent(found.high), curve.told)
    if not curve.d:
        says = (
            f"Of {who}, an estimated {share} in 100 matched in it at any score (80% range "
            f"{band}): the score hardly separates."
        )
    elif facts.is_projected:
        says = (
            f"Of {who}, an estimated {share} in 100 scoring as you may matched in it, around "
            f"{facts.score} (80% range {band})."
        )
    else:
        says = (
            f"Of {who}, an estimated {share} in 100 scoring {near} matched in it (80% range "
            f"{band})."
        )
    return Words(title, f"{says} {ASSOCIATION}{_cautions(facts)}")


def _cautions(facts: Share) -> str:
    says = ""
    if facts.curve.has_low:
        says += " Part of the figures could be read only from a faulty transcription."
    if facts.curve.is_small:
        says += " Few people are behind one of them."
    return says


REASONS = {
    "score": "no score of {specialty} is published.",
    "group": "scores of {group} who did not match are not published.",
    "unmatched": "scores of {group} who did not match in {specialty} are not on record.",
    "matched": "scores of {group} who matched in {specialty} are not on record.",
    "few": "too few {group} in {specialty} are on record, or their number is not stated.",
    "alike": (
        "scores of {group} who matched in {specialty} and of those who did not are not on record "
        "for the same year and in the same form."
    ),
}


@said.register
def _(facts: NoCurve) -> Words:
    why = REASONS[facts.reason].format(group=GROUPS[facts.group], specialty=facts.specialty.in_text)
    return Words("Chance of matching", f"No chance by score can be estimated: {why}")
