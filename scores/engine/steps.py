"""What a trace is made of: figures read from an edition, and the steps that read them.

A number shown to a person exists only inside a `Figure` or a `Step`. What either says in words is
the work of `scores.wording`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any

from scores.engine.vocabulary import Kind

if TYPE_CHECKING:
    from scores.engine.figures import Row

Number = int | Fraction


@dataclass(frozen=True, slots=True)
class Figure:
    """One value read from one row of an edition.

    `value` is a number, or text where the row holds no number (a policy, a direction). `at` is the
    score that a percentile of a norm table belongs to.
    """

    value: Number | str = field(hash=False)  # a fraction takes long
    statistic: str
    row: Row
    at: int | None = None

    @property
    def source(self) -> str:
        """The id of the best source."""
        return self.row.sources[0]

    @property
    def also(self) -> tuple[str, ...]:
        """The ids of the other sources."""
        return self.row.sources[1:]

    @property
    def n(self) -> int | None:
        """How many people it describes; None where the source does not state it."""
        return getattr(self.row, "n", None)


@dataclass(frozen=True, slots=True)
class Step:
    """One rule applied: what it found, its value, and the figures it read.

    `rule` names the rule and never changes. `facts` is the dataclass that the rule returns: all
    that its sentence says. `value` is in `unit` (points on the three-digit scale unless stated), or
    None where the rule found nothing to use; `low` and `high` are the ends of a range, in the same
    unit.
    """

    rule: str
    kind: Kind
    facts: Any
    value: Number | str | None = None
    unit: str = "points"
    figures: tuple[Figure, ...] = ()
    low: Number | None = None
    high: Number | None = None


def half_up(value: Number) -> int:
    """The nearest whole number; a half goes up."""
    if isinstance(value, int):
        return value
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def in_points(value: float) -> int:
    """A projected score in whole points, from the tenth that a record keeps of it."""
    return floor(round(value, 1) + 0.5)
