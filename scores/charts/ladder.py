"""The score ladder: one scale, with a lane for each thing that a student compares.

Across, places are percent of the drawing, so that one drawing serves every width and its letters
keep their size; down, they are pixels.
"""

from collections.abc import Iterator

from scores.charts.marks import Mark, ends_of, marks_of, spans_of
from scores.charts.scale import Scale, Shape, step_within
from scores.engine.record import Record

LANES = ("band", "unmatched", "mean", "good", "projection", "actual", "pass")
"""From top to bottom, those that a result has."""

SHARED = {"safe": "pass"}
"""A mark that lies in the lane of another."""

TARGET_ROOM = 58
"""Height of the target's own large number, above the lanes."""

LANE_ROOM = 42
"""Height of a lane: its words, and its marks below them."""

TEXT_AT = 18
"""How far down the words stand: nearer to their own marks than to those above."""

LINE_AT = 28
"""How far down in its lane the marks lie."""

FOOT = 26
"""Height of the numbers below the scale."""

MOST_TENS = 10
"""On a scale of more tens only every second one has its number."""


def ladder_of(record: Record) -> Shape:
    low, high = ends_of(record)
    scale = Scale(low, high)
    marks, spans = marks_of(record), spans_of(record)
    aimed = next((mark for mark in marks if mark.id == "target"), None)
    top = TARGET_ROOM if aimed else 8
    lanes = list(_lanes([*marks, *spans], scale, top))
    axis = top + LANE_ROOM * len(lanes) + 4
    return Shape(
        height=axis + FOOT,
        top=top,
        axis=axis,
        depth=axis - top,
        pass_x=scale.at(record["floor"]["passing_standard"]),
        target=Shape(id="target", x=scale.at(aimed.low)) if aimed else None,
        score=aimed.low if aimed else None,
        band=next((lane.bar for lane in lanes if lane.id == "band"), None),
        lanes=lanes,
        ticks=scale.ticks(step_within(high - low, MOST_TENS)),
    )


def _lanes(marks: list[Mark], scale: Scale, top: int) -> Iterator[Shape]:
    """What is compared, in words with their numbers, and where its marks lie."""
    y = top
    for name in LANES:
        here = [mark for mark in marks if SHARED.get(mark.id, mark.id) == name]
        if not here:
            continue
        bars = [scale.bar(mark.low, mark.high) for mark in here if mark.high is not None]
        yield Shape(
            id=name,
            says=tuple((mark.name, mark.text) for mark in here),
            text_y=y + TEXT_AT,
            y=y + LINE_AT,
            dots=[Shape(id=mark.id, x=scale.at(mark.low)) for mark in here if mark.high is None],
            bar=bars[0] if bars else None,
        )
        y += LANE_ROOM
