"""The percentile curve: percent of the norm population scoring lower, by score.

Each mark of the ladder lies on it; a level line leads from there to its label at the right. Lengths
are in units of the drawing's own viewBox.
"""

from dataclasses import dataclass
from itertools import pairwise

from .marks import Label, Mark, Record, Tick, marks_of, scale_of, spread

WIDTH, HEIGHT = 350, 262
LEFT, RIGHT, TOP, BOTTOM = 30, 212, 32, 224

LABEL_START = 16
"""Between the end of the scale and the labels."""

BASELINE = 4
"""How far below the middle of its letters a text stands."""


@dataclass(frozen=True, slots=True)
class Point:
    """A mark of the ladder on the curve, and how high its label stands."""

    mark: Mark
    x: float
    y: float
    label_y: float

    @property
    def line_y(self) -> int:
        """Where the line to the label ends."""
        return round(self.label_y - BASELINE)


@dataclass(frozen=True, slots=True)
class Curve:
    line: str
    points: tuple[Point, ...]
    target: Point | None
    ticks: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM
    label_x: int = RIGHT + LABEL_START

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def curve_of(record: Record) -> Curve | None:
    """None where no norm table is recorded for the exam."""
    recorded = record["norms"][0]["points"] if record["norms"] else []
    if not recorded:
        return None
    low, high = scale_of(record)

    def at(score: float) -> float:
        return round(LEFT + (score - low) * (RIGHT - LEFT) / (high - low))

    def level(percentile: float) -> float:
        return round(BOTTOM - percentile * (BOTTOM - TOP) / 100)

    def height_at(score: int) -> float:
        return level(_percentile(recorded, score))

    marks = marks_of(record)
    labels = spread(
        (Label(mark.id, mark.name, mark.score, height_at(mark.score) + BASELINE) for mark in marks),
        BOTTOM,
    )
    heights = {label.id: label.y for label in labels}
    points = [
        Point(mark, at(mark.score), height_at(mark.score), heights[mark.id]) for mark in marks
    ]
    drawn = [low, *(score for score, _ in recorded if low < score < high), high]
    return Curve(
        line=" ".join(f"{at(score):g},{height_at(score):g}" for score in drawn),
        points=tuple(points),
        target=next((point for point in points if point.mark.id == "target"), None),
        ticks=tuple(Tick(at(score), str(score)) for score in range(low, high + 1, 20)),
        levels=tuple(Tick(level(percentile), str(percentile)) for percentile in range(0, 101, 25)),
    )


def _percentile(points: list[list[int]], score: int) -> float:
    """Linear between the recorded points; beyond them, the last recorded one."""
    for (before, start), (after, end) in pairwise(points):
        if before <= score <= after:
            return start + (end - start) * (score - before) / (after - before)
    return points[0][1] if score < points[0][0] else points[-1][1]
