"""How old the figures of a result are, and what should have been looked at again."""

from calendar import month_name
from collections.abc import Iterable

from scores.engine.figures import Rhythm
from scores.reference.freshness import Freshness
from scores.wording.values import say_day

KINDS = {
    "norms": "norms",
    "match-reports": "Match reports",
    "passing-scores": "passing scores",
    "pass-rates": "pass rates",
    "policies": "policies",
    "key-dates": "dates of the Match",
    "surveys": "surveys of program directors",
    "application-services": "application services",
    "early-matches": "early Matches",
}
"""What is looked at again from time to time."""


def say_usual(rhythms: Iterable[Rhythm]) -> str:
    """What a source is used for, and when new ones usually come."""
    return "; ".join(f"{KINDS[rhythm.id]}, {_usual(rhythm)}" for rhythm in rhythms)


def _usual(rhythm: Rhythm) -> str:
    if rhythm.month:
        return f"new every {month_name[rhythm.month]}"
    years = rhythm.days // 365
    return "looked at once a year" if years == 1 else f"looked at every {years} years"


def say_checked(freshness: Freshness) -> str:
    if freshness.oldest == freshness.newest:
        return f"The figures used here were last checked on {say_day(freshness.oldest)}."
    return (
        f"The figures used here were last checked between {say_day(freshness.oldest)} and "
        f"{say_day(freshness.newest)}."
    )


def caution(freshness: Freshness) -> str:
    """Empty where nothing is overdue."""
    if not freshness.overdue:
        return ""
    named = " and ".join(f"{KINDS[kind]} by {say_day(due)}" for kind, due in freshness.overdue)
    return (
        f"Nobody has looked for newer figures when they were due ({named}), so these may be out of "
        "date. Compare them with the source."
    )
