"""The course of a goal over its revisions as geometry: target and projection, one beside the other.

Computed from numbers alone; what a link does not show arrives here as None and leaves no trace.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from scores.wording.values import short_day

WIDTH, HEIGHT = 330, 190
LEFT, RIGHT, TOP, BOTTOM = 36, 312, 16, 152
APART = 14
"""How near two revisions may come, so that those of one day are told apart."""
DAY_ROOM = 90
"""How far apart the first and the last revision have to be for each to have its day below it."""
SMALLEST_SPAN = 20
"""Points that the scale covers at least, so that a small change looks small."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One revision: its day, its target, and where it shows one, its projection."""

    number: int
    day: date
    target: int | None
    mean: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    number: int
    x: float
    target: float | None
    mean: float | None
    low: float | None
    high: float | None
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Course:
    points: tuple[Point, ...]
    targets: tuple[str, ...]
    means: tuple[str, ...]
    """Lines through what is known, as points of polylines."""
    levels: tuple[Tick, ...]
    days: tuple[Tick, ...]
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def has_projection(self) -> bool:
        return any(point.mean is not None for point in self.points)


def draw_course(stops: Sequence[Stop], *, shown: int) -> Course | None:
    """None where there is nothing to draw: a single revision, or no number in any of them."""
    scores = [score for stop in stops for score in _scores(stop)]
    if len(stops) < 2 or not scores:
        return None
    low, high = _scale(scores)

    def at(score: float | None) -> float | None:
        return None if score is None else round(BOTTOM - (score - low) * _per(low, high), 1)

    points = tuple(
        Point(
            number=stop.number,
            x=x,
            target=at(stop.target),
            mean=at(stop.mean),
            low=at(stop.low),
            high=at(stop.high),
            is_shown=stop.number == shown,
        )
        for stop, x in zip(stops, places([stop.day for stop in stops]), strict=True)
    )
    has_room = points[-1].x - points[0].x >= DAY_ROOM
    step = 10 if high - low <= 60 else 20
    return Course(
        points=points,
        targets=_lines((point.x, point.target) for point in points),
        means=_lines((point.x, point.mean) for point in points),
        levels=tuple(
            Tick(round(BOTTOM - (level - low) * _per(low, high), 1), str(level))
            for level in range(low, high + 1, step)
        ),
        days=tuple(
            Tick(points[at].x, short_day(stops[at].day)) for at in ((0, -1) if has_room else (0,))
        ),
    )


def _scores(stop: Stop) -> list[float]:
    return [score for score in (stop.target, stop.mean, stop.low, stop.high) if score is not None]


def _scale(scores: Sequence[float]) -> tuple[int, int]:
    """From ten to ten around every score."""
    low, high = int(min(scores) // 10 * 10), int(-(-max(scores) // 10) * 10)
    if high - low < SMALLEST_SPAN:
        high = low + SMALLEST_SPAN
    return low, high


def _per(low: int, high: int) -> float:
    return (BOTTOM - TOP) / (high - low)


def places(days: Sequence[date]) -> list[float]:
    """Where each day lies across: by time, but never nearer to the one before than `APART`."""
    if len(days) == 1:
        return [float(RIGHT)]
    apart = min(float(APART), (RIGHT - LEFT - 2 * APART) / (len(days) - 1))
    first, last = LEFT + APART, RIGHT - APART
    span = (days[-1] - days[0]).days or 1
    at = [first + (day - days[0]).days * (last - first) / span for day in days]
    for index in range(1, len(at)):
        at[index] = max(at[index], at[index - 1] + apart)
    at[-1] = min(at[-1], float(last))
    for index in range(len(at) - 2, -1, -1):
        at[index] = min(at[index], at[index + 1] - apart)
    return [round(x, 1) for x in at]


def _lines(points: Iterable[tuple[float, float | None]]) -> tuple[str, ...]:
    """Broken where a value is missing; a single point needs no line."""
    lines: list[list[str]] = [[]]
    for x, y in points:
        if y is None:
            lines.append([])
        else:
            lines[-1].append(f"{x:g},{y:g}")
    return tuple(" ".join(line) for line in lines if len(line) > 1)
