"""The picture of practice readings over time: dots up to exam day, the projection, the target.

Computed from a record alone, in whole pixels of the drawing's own viewBox.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from scores.charts.scale import Label, Plot, Scale, Tick, in_tens, polyline, spread, step_within
from scores.engine.record import Record
from scores.engine.steps import in_points
from scores.wording.marks import MARKS, PROJECTION_ENDS

WEEK = 7

LEVEL_ROOM = 32
"""Width of the numbers at the left."""

LABEL_START = 12
"""Between the bar on exam day and its labels."""

DOT_ROOM = 22
"""Least distance to both neighbors of a dot that has its score above it; the last always has."""

NAME_ROOM = 64
"""The same for one that has its name above its score."""

DOT_LETTER = 6.6
"""Width of a letter above a dot."""

PASS_ROOM = 10
"""Points below the lowest score drawn within which the passing score is drawn too."""

WEEK_STEPS = tuple(2**power for power in range(20))
"""Weeks from one number below the scale to the next."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The room of a drawing, and how many weeks are named at most, that of the exam among them.

    `inset` is what the earliest reading keeps from the left edge, for its name.
    """

    plot: Plot
    ticks: int
    inset: int


WIDE = Frame(Plot(720, 300, LEVEL_ROOM, right=602, top=14, bottom=256), ticks=9, inset=32)
NARROW = Frame(Plot(330, 270, LEVEL_ROOM, right=221, top=14, bottom=226), ticks=5, inset=10)


@dataclass(frozen=True, slots=True)
class ReadingDot:
    """One dated reading where it stands on the scale of the exam; the larger, the more it counts.

    `label` is its score and `name` its test, or empty where there is no room for it.
    """

    x: float
    y: float
    radius: float
    label: str
    name: str

    @property
    def text_x(self) -> float:
        """The middle of its words: above the dot, but clear of the numbers at the left."""
        return max(self.x, LEVEL_ROOM + 4 + round(DOT_LETTER * len(self.name or self.label) / 2))

    @property
    def text_y(self) -> int:
        return round(self.y - self.radius - 5)

    @property
    def name_y(self) -> int:
        return self.text_y - 15


@dataclass(frozen=True, slots=True)
class Course:
    plot: Plot
    """Its right edge is exam day, or today where no exam date is given."""
    dots: tuple[ReadingDot, ...]
    line: str
    outlook: str
    """From the latest reading to the projection."""
    cone: str
    """From the latest reading to both ends of the interval."""
    mean: float
    low: float
    high: float
    target: float | None
    pass_mark: float | None
    labels: tuple[Label, ...]
    ticks: tuple[Tick, ...]
    levels: tuple[Tick, ...]

    @property
    def label_x(self) -> int:
        return self.plot.right + LABEL_START


@dataclass(frozen=True, slots=True)
class _Dated:
    days: int
    score: float
    weight: float
    name: str


def course_of(record: Record, frame: Frame = WIDE) -> Course | None:
    """None without a projection or a dated reading that counts."""
    dated = _dated(record)
    if not dated:
        return None
    projection, target = record["projection"], record["target"]["score"]
    standard = record["floor"]["passing_standard"]
    low, high = _ends(record, dated)
    span = max(WEEK, dated[0].days)
    plot, up = frame.plot, frame.plot.up(low, high)
    ago = Scale(0, span, plot.right, plot.left + frame.inset, digits=None)
    dots = tuple(_dots(dated, ago, up))
    last = f"M{dots[-1].x:g} {dots[-1].y:g}"
    mean, least, most = (up.at(projection[name]) for name in ("mean", "low", "high"))
    return Course(
        plot=plot,
        dots=dots,
        line=polyline((dot.x, dot.y) for dot in dots),
        outlook=f"{last}L{plot.right} {mean:g}",
        cone=f"{last}L{plot.right} {least:g}V{most:g}z",
        mean=mean,
        low=least,
        high=most,
        target=None if target is None else up.at(target),
        pass_mark=up.at(standard) if low <= standard else None,
        labels=spread(_labels(record, up), plot.bottom),
        ticks=tuple(_weeks(span // WEEK, frame.ticks, ago)),
        levels=up.ticks(10),
    )


def _dated(record: Record) -> list[_Dated]:
    """The dated readings that count, the oldest first."""
    readings = record["projection"]["readings"] if record["projection"] else []
    day = date.fromisoformat(record["day"])
    found = [
        _Dated(
            (day - date.fromisoformat(each["taken"])).days,
            each["on_scale"],
            each["weight"],
            each["name"],
        )
        for each in readings
        if each["taken"]
    ]
    return sorted(found, key=lambda each: (-each.days, each.score))


def _ends(record: Record, dated: Iterable[_Dated]) -> tuple[int, int]:
    """The scores at the bottom and the top, in tens; a passing score nearby is within."""
    projection, target = record["projection"], record["target"]["score"]
    scores = [each.score for each in dated] + [projection["low"], projection["high"]]
    scores += [] if target is None else [target]
    standard = record["floor"]["passing_standard"]
    if standard > min(scores) - PASS_ROOM:
        scores.append(standard)
    return in_tens(map(int, scores), below=3, above=4)


def _dots(dated: Sequence[_Dated], ago: Scale, up: Scale) -> Iterator[ReadingDot]:
    places = [ago.at(each.days) for each in dated]
    for index, (each, x) in enumerate(zip(dated, places, strict=True)):
        room = min((abs(x - other) for other in places[:index] + places[index + 1 :]), default=999)
        is_last = index == len(dated) - 1
        yield ReadingDot(
            x,
            up.at(each.score),
            radius=round(3 + 5 * sqrt(each.weight), 1),
            label=str(in_points(each.score)) if is_last or room >= DOT_ROOM else "",
            name=each.name if room >= NAME_ROOM else "",
        )


def _labels(record: Record, up: Scale) -> Iterator[Label]:
    named = [(name, says, record["projection"][name]) for name, says in PROJECTION_ENDS]
    named.append(("target", MARKS["target"], record["target"]["score"]))
    named.append(("pass", MARKS["pass"], record["floor"]["passing_standard"]))
    for name, says, score in named:
        if score is not None and score >= up.low:
            yield Label(name, says, in_points(score), up.at(score))


def _weeks(weeks: int, most: int, ago: Scale) -> Iterator[Tick]:
    """Every so many whole weeks before the last day, which is drawn apart."""
    step = step_within(weeks + 1, most, WEEK_STEPS)
    for week in range(step, weeks + 1, step):
        yield Tick(ago.at(week * WEEK), str(week))
