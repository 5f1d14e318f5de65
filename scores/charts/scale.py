"""The geometry that all pictures share: where values lie, what numbers a scale has, and labels.

Lengths are percent of a drawing's width, so that it fills every screen while its letters keep their
size, or units of its viewBox, called pixels. Down a drawing they count from its top.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from types import SimpleNamespace

SCORES = (200, 290)
"""Scores that a scale covers where no other ones call for more."""

MARGIN = 1.5
"""Percent left free at both ends of a scale whose marks would else be cut off there."""

BASELINE = 4
"""Pixels from the middle of its letters down to where a text stands."""

LABEL_GAP = 16
"""Least distance in pixels between the lines of two labels."""


class Shape(SimpleNamespace):
    """A picture, or a part of one: places, texts and ids by the names its template calls them."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A number of a scale, and where it lies, in the lengths of the scale."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """From one end of a range to the other, in percent of the width."""

    left: float
    right: float

    @property
    def width(self) -> float:
        return round(self.right - self.left, 2)


@dataclass(frozen=True, slots=True)
class Scale:
    """Lays `low` at `start` and `high` at `end`: percent across, unless lengths are given.

    `digits` is how many decimals a place has; None makes it whole.
    """

    low: int
    high: int
    start: float = 0
    end: float = 100
    digits: int | None = 2

    def at(self, value: float) -> float:
        """Where a value lies; in the middle where a scale has no other."""
        if self.low == self.high:
            return round((self.start + self.end) / 2, self.digits)
        length, span = self.end - self.start, self.high - self.low
        return round(self.start + (value - self.low) * length / span, self.digits)

    def bar(self, low: float, high: float) -> Bar:
        return Bar(self.at(low), self.at(high))

    def ticks(self, step: int) -> tuple[Tick, ...]:
        """One every `step` values, from the low end on."""
        return tuple(Tick(self.at(at), str(at)) for at in range(self.low, self.high + 1, step))


@dataclass(frozen=True, slots=True)
class Plot:
    """The room between the axes of a drawing, in pixels of its viewBox."""

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
    """The nearest tens `below` points or more under all values, and `above` or more over them."""
    values = list(values)
    return floor((min(values) - below) / 10) * 10, ceil((max(values) + above) / 10) * 10


def step_within(span: int, most: int, steps: Sequence[int] = (10, 20)) -> int:
    """The first of the steps of which `most` or fewer cover a span of values; else the last."""
    return next((step for step in steps if span <= most * step), steps[-1])


def polyline(points: Iterable[tuple[float, float]]) -> str:
    """Places as the `points` of an SVG polyline."""
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def moved_apart(places: Iterable[float], gap: float, most: float) -> list[float]:
    """Rising places moved until any two have a gap between them, and none is beyond `most`."""
    moved = list(places)
    for index in range(1, len(moved)):
        moved[index] = max(moved[index], moved[index - 1] + gap)
    for index in reversed(range(len(moved))):
        moved[index] = min(moved[index], most)
        most = moved[index] - gap
    return moved


@dataclass(frozen=True, slots=True)
class Label:
    """A name and its score, at the right of a drawing."""

    id: str
    name: str
    value: int
    middle: float
    """How high the middle of its letters lies, in pixels."""

    @property
    def y(self) -> float:
        """Where its text stands."""
        return self.middle + BASELINE


def spread(labels: Iterable[Label], bottom: float) -> tuple[Label, ...]:
    """The labels from top to bottom, moved apart where they would lie on each other."""
    placed = sorted(labels, key=lambda label: label.middle)
    middles = moved_apart((label.middle for label in placed), LABEL_GAP, bottom)
    return tuple(
        replace(label, middle=middle) for label, middle in zip(placed, middles, strict=True)
    )
