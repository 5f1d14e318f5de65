"""What a trace is made of: figures read from an edition, and the steps that read them.

A number shown to a person exists only inside a `Figure` or a `Step`.
"""

from dataclasses import dataclass
from fractions import Fraction

from .vocabulary import Kind

Number = int | Fraction


@dataclass(frozen=True, slots=True)
class Figure:
    """One value read from one row of an edition.

    `value` is a number, or text where the row holds no number (a policy, a direction).
    `source` is the id of the best source, `also` those of the others; `n` counts people and is
    None where the source does not state it; `cycle` is the Match year, window or day it describes.
    """

    value: Number | str
    statistic: str
    kind: Kind
    source: str
    also: tuple[str, ...] = ()
    n: int | None = None
    cycle: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One rule applied: its value, its sentence and the figures it read.

    `rule` names the rule and never changes; `title` is that name in words. `value` is in `unit`
    (points on the three-digit scale unless stated), or None where the rule found nothing to use;
    `low` and `high` are the ends of a range, in the same unit.
    """

    rule: str
    title: str
    kind: Kind
    says: str
    value: Number | str | None = None
    unit: str = "points"
    figures: tuple[Figure, ...] = ()
    low: Number | None = None
    high: Number | None = None


def plain(value: Number) -> str:
    """A number as a person writes it: whole where it is whole, else one decimal, half up."""
    if Fraction(value).denominator == 1:
        return str(int(value))
    tenths = half_up(value * 10)
    return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}"


def half_up(value: Number) -> int:
    """The nearest whole number; a half goes up."""
    if isinstance(value, int):
        return value
    return int((Fraction(value) + Fraction(1, 2)).__floor__())


def in_points(value: float) -> int:
    """A projected score in whole points, from the tenth that a record keeps of it."""
    return half_up(Fraction(round(value, 1)))
