"""The chart of a goal over its revisions: target and projection side by side.

It is computed from numbers alone, in pixels of its viewBox. A value that a link does not show is
None here, and nothing is drawn for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from scores.charts.scale import (
    Plot,
    Scale,
    Shape,
    Tick,
    in_tens,
    moved_apart,
    polyline,
    step_within,
)
from scores.wording.values import short_day

PLOT = Plot(width=330, height=190, left=36, right=312, top=16, bottom=152)

APART = 14
"""Least distance between two revisions if there is room, so that those of one day differ."""

DAY_ROOM = 90
"""Least distance between the first and last revision for both to have their day below."""

SMALLEST_SPAN = 20
"""Least points that the scale covers, so that a small change looks small."""

MOST_TENS = 6
"""On a scale of more tens, only every second one has a number."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One revision: its day, target and projection, in points; None is not drawn."""

    number: int
    day: date
    target: int | None
    mean: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def scores(self) -> dict[str, float | None]:
        return {"target": self.target, "mean": self.mean, "low": self.low, "high": self.high}


def draw_course(stops: Sequence[Stop], *, shown: int) -> Shape | None:
    """The chart; None for fewer than two revisions, or without any number."""
    scores = [score for stop in stops for score in stop.scores.values() if score is not None]
    if len(stops) < 2 or not scores:
        return None
    low, high = in_tens(scores)
    high = max(high, low + SMALLEST_SPAN)
    up = PLOT.up(low, high, digits=1)
    across = places([stop.day for stop in stops])
    points = [
        Shape(
            x=x,
            is_shown=stop.number == shown,
            **{name: score and up.at(score) for name, score in stop.scores.items()},
        )
        for stop, x in zip(stops, across, strict=True)
    ]
    named = (0, -1) if across[-1] - across[0] >= DAY_ROOM else (0,)
    return Shape(
        plot=PLOT,
        points=points,
        targets=_lines((point.x, point.target) for point in points),
        means=_lines((point.x, point.mean) for point in points),
        has_projection=any(point.mean is not None for point in points),
        levels=up.ticks(step_within(high - low, MOST_TENS)),
        days=[Tick(across[at], short_day(stops[at].day)) for at in named],
    )


def places(days: Sequence[date]) -> list[float]:
    """The x of each day, proportional to time, but APART pixels from its neighbors if they fit.

    Needs two days or more, in order.
    """
    first, last = PLOT.left + APART, PLOT.right - APART
    apart = min(APART, (last - first) / (len(days) - 1))
    across = Scale(0, (days[-1] - days[0]).days or 1, first, last, digits=1)
    at = moved_apart((across.at((day - days[0]).days) for day in days), apart, last)
    return [round(x, 1) for x in at]


def _lines(points: Iterable[tuple[float, float | None]]) -> tuple[str, ...]:
    """The lines between consecutive points; a missing value breaks the line."""
    lines: list[list[tuple[float, float]]] = [[]]
    for x, y in points:
        if y is None:
            lines.append([])
        else:
            lines[-1].append((x, y))
    return tuple(polyline(line) for line in lines if len(line) > 1)
