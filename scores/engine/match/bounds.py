"""Applying to two specialties: bounds of the share who match to either.

Nothing more is known. Each share was measured on people who ranked that specialty first, and one
application affects both: a person who fails to match to one is less likely to match to the other.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """Both from 0 to 1."""

    low: float
    """The larger of both shares, as if the other specialty added nothing."""
    high: float
    """The share if both were independent, which is too high."""


def bounds_of(one: float, other: float) -> Bounds:
    return Bounds(max(one, other), 1 - (1 - one) * (1 - other))
