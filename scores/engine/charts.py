"""The pictures of a result as geometry: where each mark, label and line of a drawing lies.

Computed from a record alone. Lengths are in units of the drawing's own viewBox; a template turns
them into SVG, and a table beside it says the same numbers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from .steps import half_up

Record = dict[str, Any]

Place = Callable[[float], float]
"""Where a score lies across a drawing."""

SCALE = (200, 290)
"""Scores every drawing covers; it is extended by tens where a mark lies outside."""

CLEARANCE = 5
"""Points that a mark keeps from either end of the scale."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One score on the scale; `id` is also the class of its symbol."""

    id: str
    name: str
    score: int
    says: str


@dataclass(frozen=True, slots=True)
class Span:
    """A range of scores with a name, drawn below the scale."""

    id: str
    name: str
    low: int
    high: int
    says: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark's label, on one side of the line that leads down to the mark.

    `x` is the mark's own place. `left` and `right` are the ends of the text, as far as they can be
    told without the font; `anchor` is the end at which it is fixed; `row` counts from the scale.
    """

    mark: Mark
    x: float
    anchor: str
    left: float
    right: float
    row: int
    y: float = 0

    @property
    def text_x(self) -> float:
        return self.left if self.anchor == "start" else self.right


@dataclass(frozen=True, slots=True)
class Bracket:
    """A span below the axis, and its text."""

    span: Span
    left: float
    right: float
    y: float
    text_x: float


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """How large a drawing is, how wide its letters are, and how often its scale is numbered."""

    width: int
    margin: int
    letter: float
    row: int
    step: int


WIDE = Frame(width=720, margin=14, letter=7.4, row=24, step=10)
NARROW = Frame(width=330, margin=11, letter=6.8, row=21, step=20)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The score ladder: one scale with the target above it, and flags and brackets below."""

    width: int
    height: float
    left: float
    right: float
    axis: float
    pass_x: float
    target: Flag | None
    flags: tuple[Flag, ...]
    brackets: tuple[Bracket, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    mark: Mark
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Per cent of the norm population scoring lower, by score, with the ladder's marks on it."""

    width: int
    height: float
    left: float
    right: float
    top: float
    bottom: float
    line: str
    flags: tuple[Flag, ...]
    dots: tuple[Dot, ...]
    target: Dot | None
    band: Bracket | None
    ticks: tuple[Tick, ...]
    levels: tuple[Tick, ...]


# What is marked


def marks_of(record: Record) -> tuple[Mark, ...]:
    """Every single score worth marking, in rising order."""
    return tuple(sorted(_marks(record), key=lambda mark: (mark.score, mark.id)))


def _marks(record: Record) -> Iterator[Mark]:
    floor, target = record["floor"], record["target"]
    yield Mark("pass", "Pass mark", floor["passing_standard"], "in force on the exam date")
    if floor["safe_pass"] is not None:
        says = "below it, measurement error alone fails more than one in twenty"
        yield Mark("safe", "Safe pass", floor["safe_pass"], says)
    unmatched = record["unmatched"]
    if unmatched:
        says = f"{unmatched['statistic']} of {unmatched['of']}, {unmatched['cycle']}"
        yield Mark("unmatched", "Did not match", _whole(unmatched["value"]), says)
    yield from _first_takers(record)
    if record["projection"]:
        mean = _whole(record["projection"]["mean"])
        yield Mark("projection", "Projection", mean, "from your practice tests")
    if record["standing"] and record["inputs"]["actual_score"]:
        yield Mark("actual", "Your score", record["inputs"]["actual_score"], "from your report")
    if target["score"] is not None:
        yield Mark("target", "Target", target["score"], "the score to aim for")


def _first_takers(record: Record) -> Iterator[Mark]:
    """Without matched scores to show: what examinees score, and what an article calls good."""
    if record["inputs"]["exam"] == "step2ck":
        return
    for figure in record["distribution"]:
        if figure["statistic"] == "mean":
            says = f"mean of {figure['of']}, {figure['cycle']}"
            yield Mark("mean", "Average", _whole(figure["value"]), says)
    for step in record["steps"]:
        if step["rule"] == "good-score":
            yield Mark("good", "Called good", _whole(step["value"]), "in one article: advice")


def spans_of(record: Record) -> tuple[Span, ...]:
    """The band of those who matched, and the interval of the projection."""
    return tuple(_spans(record))


def _spans(record: Record) -> Iterator[Span]:
    target, projection = record["target"], record["projection"]
    if target["score"] is not None:
        is_stand_in = target["basis"] == "stand-in"
        name = "stand-in’s band, widened" if is_stand_in else "middle half of the matched"
        says = "from the first to the third quartile of those who matched"
        if is_stand_in:
            says = "the stand-in’s quartiles, widened by how far the two groups lie apart"
        yield Span("band", name, target["low"], target["high"], says)
    if projection:
        percent = round(100 * projection["level"])
        low, high = _whole(projection["low"]), _whole(projection["high"])
        says = f"{percent} % interval of the projection"
        yield Span("projection", f"{percent} % of projection", low, high, says)


def _whole(value: float) -> int:
    return half_up(Fraction(value))


def scale_of(record: Record) -> tuple[int, int]:
    """The scores at both ends of a drawing, in tens."""
    scores = [mark.score for mark in marks_of(record)]
    scores += [end for span in spans_of(record) for end in (span.low, span.high)]
    low, high = SCALE
    low = min(low, (min(scores) - CLEARANCE) // 10 * 10)
    high = max(high, -(-(max(scores) + CLEARANCE) // 10) * 10)
    return low, high


# How it is drawn

TARGET_ROOM = 52
"""Height of the target's own large label, above the scale."""

BRACKET_ROOM = 40
"""Height of a bracket with its text."""

TICK_ROOM = 18
"""How near the number of a tick may come to the line of the target."""

GAP = 5
"""Between a line and its text, and between two texts."""


def ladder_of(record: Record, frame: Frame = WIDE) -> Ladder:
    low, high = scale_of(record)
    left, right = frame.margin, frame.width - frame.margin
    marks, spans = marks_of(record), spans_of(record)

    def at(score: float) -> float:
        return _round(left + (score - low) * (right - left) / (high - low))

    aimed = next((mark for mark in marks if mark.id == "target"), None)
    target = _target_flag(aimed, at(aimed.score), frame) if aimed else None
    flags = place_flags([mark for mark in marks if mark is not aimed], at, frame)
    axis = 32 + (TARGET_ROOM if aimed else 0)
    below = axis + 22 + (1 + max(flag.row for flag in flags)) * frame.row
    ticks = (Tick(at(score), str(score)) for score in range(low, high + 1, frame.step))
    return Ladder(
        width=frame.width,
        height=below + BRACKET_ROOM * len(spans),
        left=left,
        right=right,
        axis=axis,
        pass_x=at(record["floor"]["passing_standard"]),
        target=target,
        flags=tuple(replace(flag, y=axis + 30 + frame.row * flag.row) for flag in flags),
        brackets=tuple(
            _bracket(span, at, frame, below + BRACKET_ROOM * index)
            for index, span in enumerate(spans)
        ),
        # The line from the target down to the scale passes between the numbers of the scale.
        ticks=tuple(tick for tick in ticks if not target or abs(tick.at - target.x) > TICK_ROOM),
    )


def curve_of(record: Record) -> Curve | None:
    """None where no norm table is recorded for the exam."""
    points = record["norms"][0]["points"] if record["norms"] else []
    if not points:
        return None
    low, high = scale_of(record)
    frame = Frame(width=400, margin=8, letter=6.8, row=19, step=20)
    left, right, room = 40, frame.width - 12, 176

    def at(score: float) -> float:
        return _round(left + (score - low) * (right - left) / (high - low))

    marks = marks_of(record)
    flags = place_flags(marks, at, frame)
    top = (1 + max(flag.row for flag in flags)) * frame.row + 10
    bottom = top + room

    def height_at(percentile: float) -> float:
        return _round(bottom - percentile * room / 100)

    drawn = [low, *(score for score, _ in points if low < score < high), high]
    dots = [Dot(mark, at(mark.score), height_at(_percentile(points, mark.score))) for mark in marks]
    band = next((span for span in spans_of(record) if span.id == "band"), None)
    return Curve(
        width=frame.width,
        height=bottom + 40,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        line=" ".join(
            f"{at(score):g},{height_at(_percentile(points, score)):g}" for score in drawn
        ),
        flags=tuple(replace(flag, y=top - 10 - frame.row * flag.row) for flag in flags),
        dots=tuple(dot for dot in dots if dot.mark.id != "target"),
        target=next((dot for dot in dots if dot.mark.id == "target"), None),
        band=_bracket(band, at, frame, bottom) if band else None,
        ticks=tuple(Tick(at(score), str(score)) for score in range(low, high + 1, frame.step)),
        levels=tuple(Tick(height_at(level), str(level)) for level in (0, 25, 50, 75, 100)),
    )


def _percentile(points: list[list[int]], score: int) -> float:
    """Linear between the recorded points; beyond them, the last recorded one."""
    for (before, start), (after, end) in pairwise(points):
        if before <= score <= after:
            return start + (end - start) * (score - before) / (after - before)
    return points[0][1] if score < points[0][0] else points[-1][1]


def _target_flag(mark: Mark, x: float, frame: Frame) -> Flag:
    """The target's label stands centred over its mark, as far as the drawing is wide."""
    half = frame.letter * 4
    middle = _within(x, half, frame)
    return Flag(mark, x, "middle", middle - half, middle + half, row=-1, y=44)


def _bracket(span: Span, at: Place, frame: Frame, y: float) -> Bracket:
    text = f"{span.low} to {span.high}: {span.name}"
    left, right = at(span.low), at(span.high)
    middle = _within((left + right) / 2, frame.letter * len(text) / 2, frame)
    return Bracket(span, left, right, y, _round(middle))


def _within(middle: float, half: float, frame: Frame) -> float:
    return max(half, min(frame.width - half, middle))


def _round(value: float) -> float:
    return round(value, 1)


def place_flags(marks: Sequence[Mark], at: Place, frame: Frame) -> list[Flag]:
    """A flag for each mark, in as few rows as will do.

    No text lies on another, nor on the line that leads to another mark.
    """
    for rows in range(1, len(marks) + 1):
        placed = _place(marks[::-1], at, frame, rows)
        if placed is not None:
            return placed
    return [next(_candidates(mark, at(mark.score), frame, [row])) for row, mark in enumerate(marks)]


def _place(
    marks: Sequence[Mark], at: Place, frame: Frame, rows: int, placed: tuple[Flag, ...] = ()
) -> list[Flag] | None:
    """The flags of `marks` beside those already placed, or None where there is no room."""
    if not marks:
        return list(placed)
    for flag in _candidates(marks[0], at(marks[0].score), frame, range(rows)):
        if not any(_collide(flag, other) for other in placed):
            done = _place(marks[1:], at, frame, rows, (*placed, flag))
            if done is not None:
                return done
    return None


def _candidates(mark: Mark, x: float, frame: Frame, rows: Iterable[int]) -> Iterator[Flag]:
    length = frame.letter * len(f"{mark.name} {mark.score}")
    for row in rows:
        if x + GAP + length <= frame.width:
            yield Flag(mark, x, "start", _round(x + GAP), _round(x + GAP + length), row)
        if x - GAP - length >= 0:
            yield Flag(mark, x, "end", _round(x - GAP - length), _round(x - GAP), row)


def _collide(one: Flag, other: Flag) -> bool:
    lower, upper = sorted((one, other), key=lambda flag: flag.row)
    if lower.left < upper.x < lower.right:
        return True
    return one.row == other.row and one.left < other.right + GAP and other.left < one.right + GAP
