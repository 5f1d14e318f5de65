"""The score ladder: one scale, with a lane for each thing that a student compares.

Across, places are percent of the drawing, so that one drawing serves every width and its letters
keep their size; down, they are pixels.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from scores.charts.marks import Mark, Span, ends_of, marks_of, spans_of
from scores.charts.scale import Bar, Scale, Tick, step_within
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


@dataclass(frozen=True, slots=True)
class Dot:
    id: str
    x: float


@dataclass(frozen=True, slots=True)
class Lane:
    """What is compared, in words with their numbers, and where its marks lie."""

    id: str
    says: tuple[tuple[str, str], ...]
    text_y: int
    y: int
    dots: tuple[Dot, ...]
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class Ladder:
    height: int
    top: int
    """Where the lanes begin."""
    axis: int
    pass_x: float
    """Left of it nobody passes."""
    target: Dot | None
    score: int | None
    band: Bar | None
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]

    @property
    def depth(self) -> int:
        return self.axis - self.top


def ladder_of(record: Record) -> Ladder:
    low, high = ends_of(record)
    scale = Scale(low, high)
    marks, spans = marks_of(record), spans_of(record)
    aimed = next((mark for mark in marks if mark.id == "target"), None)
    top = TARGET_ROOM if aimed else 8
    lanes = tuple(_lanes(marks, spans, scale, top))
    axis = top + LANE_ROOM * len(lanes) + 4
    return Ladder(
        height=axis + FOOT,
        top=top,
        axis=axis,
        pass_x=scale.at(record["floor"]["passing_standard"]),
        target=Dot("target", scale.at(aimed.score)) if aimed else None,
        score=aimed.score if aimed else None,
        band=next((lane.bar for lane in lanes if lane.id == "band"), None),
        lanes=lanes,
        ticks=scale.ticks(step_within(high - low, MOST_TENS)),
    )


def _lanes(
    marks: tuple[Mark, ...], spans: tuple[Span, ...], scale: Scale, top: int
) -> Iterator[Lane]:
    y = top
    for name in LANES:
        dots = [mark for mark in marks if SHARED.get(mark.id, mark.id) == name]
        span = next((span for span in spans if span.id == name), None)
        says = [(mark.name, str(mark.score)) for mark in dots]
        if span:
            says.append((span.name, f"{span.low} to {span.high}"))
        if not says:
            continue
        yield Lane(
            id=name,
            says=tuple(says),
            text_y=y + TEXT_AT,
            y=y + LINE_AT,
            dots=tuple(Dot(mark.id, scale.at(mark.score)) for mark in dots),
            bar=scale.bar(span.low, span.high) if span else None,
        )
        y += LANE_ROOM
