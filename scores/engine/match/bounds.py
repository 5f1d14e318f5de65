"""Applying to two specialties: between which ends the share lies who match to one of them.

No more is known of it. Each share was measured on people who put that specialty first, and one
application drives both: whoever fails to match to the one is less likely to match to the other.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """Both from 0 to 1."""

    low: float
    """The larger share: the other specialty adds nothing."""
    high: float
    """As if the two had nothing to do with each other, which is too rosy."""


def bounds_of(one: float, other: float) -> Bounds:
    return Bounds(max(one, other), 1 - (1 - one) * (1 - other))
