"""The percentile curve: percent of the norm population scoring lower, by score.

Each mark is on the curve, and a line leads from it to its label at the right. Lengths are pixels of
the viewBox.
"""

from itertools import pairwise

from scores.charts.marks import ends_of, marks_of
from scores.charts.scale import Label, Plot, Shape, polyline, spread
from scores.engine.record import Record

PLOT = Plot(width=350, height=262, left=30, right=212, top=32, bottom=224)

LABEL_START = 16
"""Pixels between the end of the scale and the labels."""


def curve_of(record: Record) -> Shape | None:
    """The chart by the newest norms; None if the record has none."""
    recorded = record["norms"][0]["points"] if record["norms"] else []
    if not recorded:
        return None
    low, high = ends_of(record)
    across, up = PLOT.across(low, high), PLOT.up(0, 100)

    def place(score: int) -> tuple[float, float]:
        return across.at(score), up.at(_percentile(recorded, score))

    marks = {mark.id: place(mark.low) for mark in marks_of(record)}
    labels = spread(
        (Label(mark.id, mark.name, mark.low, marks[mark.id][1]) for mark in marks_of(record)),
        PLOT.bottom,
    )
    label_of = {label.id: label for label in labels}
    points = {name: Shape(x=x, y=y, label=label_of[name]) for name, (x, y) in marks.items()}
    drawn = [low, *(score for score, _ in recorded if low < score < high), high]
    return Shape(
        plot=PLOT,
        label_x=PLOT.right + LABEL_START,
        line=polyline(map(place, drawn)),
        points=list(points.values()),
        target=points.get("target"),
        ticks=across.ticks(20),
        levels=up.ticks(25),
    )


def _percentile(points: list[list[int]], score: int) -> float:
    """The percentile of a score: linear between recorded points, and constant beyond them."""
    for (before, start), (after, end) in pairwise(points):
        if before <= score <= after:
            return start + (end - start) * (score - before) / (after - before)
    return points[0][1] if score < points[0][0] else points[-1][1]
