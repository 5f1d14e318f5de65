"""The picture of practice readings over time: dots up to exam day, the projection, the target.

Geometry computed from a record alone, in whole units of the drawing's own viewBox, as in
`charts`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import sqrt

from scores.engine.steps import half_up
from scores.wording.marks import MARKS, PROJECTION_ENDS

from .marks import Label, Place, Record, Tick, spread

WEEK = 7

LEVEL_ROOM = 32
"""Width of the numbers at the left."""

LABEL_ROOM = 16
"""Room for the longest label at the right, in letters."""

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


@dataclass(frozen=True, slots=True)
class Frame:
    """How large a drawing is, how wide its letters are, and how many weeks are numbered at most.

    `inset` is what the earliest reading keeps from the left edge, for its name.
    """

    width: int
    height: int
    letter: float
    ticks: int
    inset: int


WIDE = Frame(width=720, height=300, letter=7.4, ticks=8, inset=32)
NARROW = Frame(width=330, height=270, letter=6.8, ticks=4, inset=10)


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
    width: int
    height: int
    left: float
    right: float
    """Exam day, or today where no exam date is given."""
    top: float
    bottom: float
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
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def label_x(self) -> float:
        return self.right + LABEL_START


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
    low, high = _scale(record, dated)
    left, right = LEVEL_ROOM, frame.width - round(frame.letter * LABEL_ROOM)
    top, bottom = 14, frame.height - 44
    span = max(WEEK, dated[0].days)

    def at(days: float) -> float:
        return round(right - days * (right - left - frame.inset) / span)

    def level(score: float) -> float:
        return round(bottom - (score - low) * (bottom - top) / (high - low))

    dots = tuple(_dots(dated, at, level))
    last = f"M{dots[-1].x:g} {dots[-1].y:g}"
    mean, least, most = (level(projection[name]) for name in ("mean", "low", "high"))
    return Course(
        width=frame.width,
        height=frame.height,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        dots=dots,
        line=" ".join(f"{dot.x:g},{dot.y:g}" for dot in dots),
        outlook=f"{last}L{right:g} {mean:g}",
        cone=f"{last}L{right:g} {least:g}V{most:g}z",
        mean=mean,
        low=least,
        high=most,
        target=None if target is None else level(target),
        pass_mark=level(standard) if low <= standard else None,
        labels=spread(_labels(record, low, level), bottom),
        ticks=tuple(_weeks(span, frame.ticks, at)),
        levels=tuple(Tick(level(score), str(score)) for score in range(low, high + 1, 10)),
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


def _scale(record: Record, dated: Iterable[_Dated]) -> tuple[int, int]:
    """The scores at the bottom and the top, in tens; a passing score nearby is within."""
    projection, target = record["projection"], record["target"]["score"]
    scores = [each.score for each in dated] + [projection["low"], projection["high"]]
    scores += [] if target is None else [target]
    standard = record["floor"]["passing_standard"]
    if standard > min(scores) - PASS_ROOM:
        scores.append(standard)
    low, high = int(min(scores) - 3) // 10 * 10, -(-int(max(scores) + 4) // 10) * 10
    return low, high


def _dots(dated: Sequence[_Dated], at: Place, level: Place) -> Iterator[ReadingDot]:
    places = [at(each.days) for each in dated]
    for index, (each, x) in enumerate(zip(dated, places, strict=True)):
        room = min((abs(x - other) for other in places[:index] + places[index + 1 :]), default=999)
        is_last = index == len(dated) - 1
        yield ReadingDot(
            x,
            level(each.score),
            radius=round(3 + 5 * sqrt(each.weight), 1),
            label=str(half_up(Fraction(each.score))) if is_last or room >= DOT_ROOM else "",
            name=each.name if room >= NAME_ROOM else "",
        )


def _labels(record: Record, low: int, level: Place) -> Iterator[Label]:
    projection, target = record["projection"], record["target"]["score"]
    for name, text in PROJECTION_ENDS:
        yield _label(name, text, projection[name], level)
    if target is not None:
        yield _label("target", MARKS["target"], target, level)
    standard = record["floor"]["passing_standard"]
    if low <= standard:
        yield _label("pass", MARKS["pass"], standard, level)


def _label(name: str, text: str, score: float, level: Place) -> Label:
    return Label(name, text, half_up(Fraction(score)), level(score) + 4)


def _weeks(span: int, most: int, at: Place) -> Iterator[Tick]:
    """Every so many whole weeks before the last day, which is drawn apart."""
    weeks, step = span // WEEK, 1
    while weeks // step > most:
        step *= 2
    for week in range(step, weeks + 1, step):
        yield Tick(at(week * WEEK), str(week))
