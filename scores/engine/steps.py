"""The parts of a trace: figures read from an edition, and the steps that read them.

A number shown to a person exists only inside a `Figure` or a `Step`. `scores.wording` puts both
into words.
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

    `value` is a number, or text if the row holds no number (a policy, a day). `at` is the score
    that a percentile of a norm table belongs to.
    """

    value: Number | str = field(hash=False)  # hashing a fraction is slow
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
        """How many people the figure describes; None if the source does not say."""
        return getattr(self.row, "n", None)


@dataclass(frozen=True, slots=True)
class Step:
    """One applied rule: what it found, its value, and the figures it read.

    `rule` is the rule's id, which never changes. `facts` is a dataclass with everything that the
    step's sentence says. `value` is in `unit` (by default, points on the three-digit scale); it is
    None if the rule found nothing or gives only a range. `low` and `high` are the ends of a range,
    in the same unit.
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
    """The nearest whole number; halves round up."""
    if isinstance(value, int):
        return value
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def in_points(value: float) -> int:
    """A projected score in whole points, rounded from the tenths that a record keeps."""
    return floor(round(value, 1) + 0.5)
