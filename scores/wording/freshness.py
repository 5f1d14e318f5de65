"""When the figures of a result were last checked, and which checks are overdue."""

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
"""The kinds of figures that are checked again at set intervals."""


def say_usual(rhythms: Iterable[Rhythm]) -> str:
    """The kinds of figures that a source has, and when new ones usually appear."""
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
    """A caution that names the overdue checks; empty where none is overdue."""
    if not freshness.overdue:
        return ""
    named = " and ".join(f"{KINDS[kind]} by {say_day(due)}" for kind, due in freshness.overdue)
    return (
        f"Nobody has looked for newer figures when they were due ({named}), so these may be out of "
        "date. Compare them with the source."
    )
