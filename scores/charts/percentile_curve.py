"""The percentile curve: percent of the norm population scoring lower, by score.

Each mark of the ladder lies on it; a level line leads from there to its label at the right. Lengths
are pixels of the drawing's own viewBox.
"""

from dataclasses import dataclass
from itertools import pairwise

from scores.charts.marks import ends_of, marks_of
from scores.charts.scale import Label, Plot, Tick, polyline, spread
from scores.engine.record import Record

PLOT = Plot(width=350, height=262, left=30, right=212, top=32, bottom=224)

LABEL_START = 16
"""Between the end of the scale and the labels."""


@dataclass(frozen=True, slots=True)
class Point:
    """A mark of the ladder on the curve, and its label."""

    x: float
    y: float
    label: Label


@dataclass(frozen=True, slots=True)
class Curve:
    line: str
    points: tuple[Point, ...]
    target: Point | None
    ticks: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    plot: Plot = PLOT
    label_x: int = PLOT.right + LABEL_START


def curve_of(record: Record) -> Curve | None:
    """None where no norm table is recorded for the exam."""
    recorded = record["norms"][0]["points"] if record["norms"] else []
    if not recorded:
        return None
    low, high = ends_of(record)
    across, up = PLOT.across(low, high), PLOT.up(0, 100)

    def place(score: int) -> tuple[float, float]:
        return across.at(score), up.at(_percentile(recorded, score))

    marks = marks_of(record)
    labels = spread(
        (Label(mark.id, mark.name, mark.score, place(mark.score)[1]) for mark in marks),
        PLOT.bottom,
    )
    label_of = {label.id: label for label in labels}
    points = {mark.id: Point(*place(mark.score), label_of[mark.id]) for mark in marks}
    drawn = [low, *(score for score, _ in recorded if low < score < high), high]
    return Curve(
        line=polyline(place(score) for score in drawn),
        points=tuple(points.values()),
        target=points.get("target"),
        ticks=across.ticks(20),
        levels=up.ticks(25),
    )


def _percentile(points: list[list[int]], score: int) -> float:
    """Linear between the recorded points; beyond them, the last recorded one."""
    for (before, start), (after, end) in pairwise(points):
        if before <= score <= after:
            return start + (end - start) * (score - before) / (after - before)
    return points[0][1] if score < points[0][0] else points[-1][1]
