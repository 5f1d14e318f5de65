"""The chart of practice readings over time: dots up to exam day, the projection, the target.

It is computed from a record alone, in pixels of its viewBox.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import sqrt

from scores.charts.scale import (
    Label,
    Plot,
    Scale,
    Shape,
    Tick,
    in_tens,
    polyline,
    spread,
    step_within,
)
from scores.engine.record import Record
from scores.engine.steps import in_points
from scores.wording.marks import MARKS, PROJECTION_ENDS

WEEK = 7

LEVEL_ROOM = 32
"""Width of the numbers at the left."""

LABEL_START = 12
"""Pixels between the bar on exam day and its labels."""

DOT_ROOM = 22
"""Least distance from a dot to both neighbors to show its score; the last dot always does."""

NAME_ROOM = 64
"""Least distance from a dot to both neighbors to show the name of its test."""

DOT_LETTER = 6.6
"""Width of a letter above a dot."""

PASS_ROOM = 10
"""The passing score is drawn unless it is this many points or more below the lowest score."""

WEEK_STEPS = tuple(2**power for power in range(20))
"""The possible steps, in weeks, between the numbers below the scale."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a chart; `ticks` is the most weeks that are labeled, including exam day.

    `inset` is the distance of the earliest reading from the left edge, which leaves room for its
    name.
    """

    plot: Plot
    ticks: int
    inset: int


NARROW = Frame(Plot(330, 270, LEVEL_ROOM, right=221, top=14, bottom=226), ticks=5, inset=10)


def course_of(record: Record, frame: Frame = NARROW) -> Shape | None:
    """The chart; None without a dated reading that counts, or for weak tests.

    The right edge is exam day, or today without an exam date. From the latest reading, `outlook` is
    a line to the projected mean, and `cone` widens to both ends of the interval.
    """
    dated = _dated(record)
    if not dated or record["projection"]["mean"] is None:
        return None
    projection, target = record["projection"], record["target"]["score"]
    standard = record["floor"]["passing_standard"]
    low, high = _ends(record, dated)
    span = max(WEEK, dated[0]["days"])
    plot, up = frame.plot, frame.plot.up(low, high)
    ago = Scale(0, span, plot.right, plot.left + frame.inset, digits=None)
    dots = list(_dots(dated, ago, up))
    last = f"M{dots[-1].x:g} {dots[-1].y:g}"
    mean, least, most = (up.at(projection[name]) for name in ("mean", "low", "high"))
    return Shape(
        plot=plot,
        dots=dots,
        line=polyline((dot.x, dot.y) for dot in dots),
        outlook=f"{last}L{plot.right} {mean:g}",
        cone=f"{last}L{plot.right} {least:g}V{most:g}z",
        mean=mean,
        low=least,
        high=most,
        target=target and up.at(target),
        pass_mark=up.at(standard) if low <= standard else None,
        label_x=plot.right + LABEL_START,
        labels=spread(_labels(record, up), plot.bottom),
        ticks=list(_weeks(span // WEEK, frame.ticks, ago)),
        levels=up.ticks(10),
    )


def _dated(record: Record) -> list[Record]:
    """The dated readings that count, the oldest first, each with its age in days."""
    readings = record["projection"]["readings"] if record["projection"] else []
    day = date.fromisoformat(record["day"])
    dated = [
        each | {"days": (day - date.fromisoformat(each["taken"])).days, "drawn": _drawn(each)}
        for each in readings
        if each["taken"]
    ]
    return sorted(dated, key=lambda each: (-each["days"], each["drawn"]))


def _drawn(reading: Record) -> float:
    """The score as typed; a percent is converted to the scale of the exam."""
    return float(reading["on_scale"] if reading["unit"] == "percent" else reading["score"])


def _ends(record: Record, dated: list[Record]) -> tuple[int, int]:
    """The scores at the bottom and the top, in tens, including a passing score nearby."""
    projection, target = record["projection"], record["target"]["score"]
    scores = [each["drawn"] for each in dated] + [projection["low"], projection["high"]]
    scores += [] if target is None else [target]
    standard = record["floor"]["passing_standard"]
    if standard > min(scores) - PASS_ROOM:
        scores.append(standard)
    return in_tens(map(int, scores), below=3, above=4)


def _dots(dated: list[Record], ago: Scale, up: Scale) -> Iterator[Shape]:
    """A dot for each reading, larger the more it counts.

    Its score and test are above it if there is room, clear of the numbers at the left.
    """
    places = [ago.at(each["days"]) for each in dated]
    for index, (each, x) in enumerate(zip(dated, places, strict=True)):
        room = min((abs(x - other) for other in places[:index] + places[index + 1 :]), default=999)
        is_last = index == len(dated) - 1
        label = str(in_points(each["drawn"])) if is_last or room >= DOT_ROOM else ""
        name = each["name"] if room >= NAME_ROOM else ""
        y, radius = up.at(each["drawn"]), round(3 + 5 * sqrt(max(0, each["weight"])), 1)
        text_y = round(y - radius - 5)
        yield Shape(
            x=x,
            y=y,
            radius=radius,
            label=label,
            name=name,
            text_x=max(x, LEVEL_ROOM + 4 + round(DOT_LETTER * len(name or label) / 2)),
            text_y=text_y,
            name_y=text_y - 15,
        )


def _labels(record: Record, up: Scale) -> Iterator[Label]:
    named = [(name, says, record["projection"][name]) for name, says in PROJECTION_ENDS]
    named.append(("target", MARKS["target"], record["target"]["score"]))
    named.append(("pass", MARKS["pass"], record["floor"]["passing_standard"]))
    for name, says, score in named:
        if score is not None and score >= up.low:
            yield Label(name, says, in_points(score), up.at(score))


def _weeks(weeks: int, most: int, ago: Scale) -> Iterator[Tick]:
    """Ticks at whole weeks before the last day, which is drawn separately."""
    step = step_within(weeks + 1, most, WEEK_STEPS)
    for week in range(step, weeks + 1, step):
        yield Tick(ago.at(week * WEEK), str(week))
