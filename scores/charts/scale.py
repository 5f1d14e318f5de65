"""The geometry that all charts share: the places of values, the numbers of a scale, and labels.

Lengths are either percent of the width, so that a chart fills every screen while its letters keep
their size, or units of the viewBox, called pixels. Vertical lengths are from the top.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from types import SimpleNamespace

SCORES = (200, 290)
"""The scores that a scale covers by default."""

MARGIN = 1.5
"""Percent left free at both ends of a scale, so that marks there are not cut off."""

BASELINE = 4
"""Pixels from the middle of a text's letters down to its baseline."""

LABEL_GAP = 16
"""Least distance in pixels between two labels."""


class Shape(SimpleNamespace):
    """A chart or a part of one: places, texts and ids by the names that its template uses."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A number of a scale and its place, in the unit of the scale."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A range by its two ends, in percent of the width."""

    left: float
    right: float

    @property
    def width(self) -> float:
        return round(self.right - self.left, 2)


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps `low` to `start` and `high` to `end`, by default percent of the width.

    `digits` is the number of decimals of a place; None makes it whole.
    """

    low: int
    high: int
    start: float = 0
    end: float = 100
    digits: int | None = 2

    def at(self, value: float) -> float:
        """The place of a value; the middle if `low` equals `high`."""
        if self.low == self.high:
            return round((self.start + self.end) / 2, self.digits)
        length, span = self.end - self.start, self.high - self.low
        return round(self.start + (value - self.low) * length / span, self.digits)

    def bar(self, low: float, high: float) -> Bar:
        return Bar(self.at(low), self.at(high))

    def ticks(self, step: int) -> tuple[Tick, ...]:
        """A tick every `step` values, from the low end."""
        return tuple(Tick(self.at(at), str(at)) for at in range(self.low, self.high + 1, step))


@dataclass(frozen=True, slots=True)
class Plot:
    """The size of a drawing and the edges of its plot area, in pixels of the viewBox."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def across(self, low: int, high: int) -> Scale:
        return Scale(low, high, self.left, self.right, digits=None)

    def up(self, low: int, high: int, digits: int | None = None) -> Scale:
        return Scale(low, high, self.bottom, self.top, digits)


def in_tens(values: Iterable[float], below: int = 0, above: int = 0) -> tuple[int, int]:
    """The nearest tens at least `below` under all values and at least `above` over them."""
    values = list(values)
    return floor((min(values) - below) / 10) * 10, ceil((max(values) + above) / 10) * 10


def step_within(span: int, most: int, steps: Sequence[int] = (10, 20)) -> int:
    """The first step of which at most `most` cover the span; else the last step."""
    return next((step for step in steps if span <= most * step), steps[-1])


def polyline(points: Iterable[tuple[float, float]]) -> str:
    """Places as the `points` of an SVG polyline."""
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def moved_apart(places: Iterable[float], gap: float, most: float) -> list[float]:
    """Rising places, moved so that they are at least `gap` apart and none is beyond `most`."""
    moved = list(places)
    for index in range(1, len(moved)):
        moved[index] = max(moved[index], moved[index - 1] + gap)
    for index in reversed(range(len(moved))):
        moved[index] = min(moved[index], most)
        most = moved[index] - gap
    return moved


@dataclass(frozen=True, slots=True)
class Label:
    """A name and its score at the right of a drawing."""

    id: str
    name: str
    value: int
    middle: float
    """The y of the middle of its letters, in pixels."""

    @property
    def y(self) -> float:
        """The y of its baseline."""
        return self.middle + BASELINE


def spread(labels: Iterable[Label], bottom: float) -> tuple[Label, ...]:
    """The labels from top to bottom, moved apart so that they do not overlap."""
    placed = sorted(labels, key=lambda label: label.middle)
    middles = moved_apart((label.middle for label in placed), LABEL_GAP, bottom)
    return tuple(
        replace(label, middle=middle) for label, middle in zip(placed, middles, strict=True)
    )
