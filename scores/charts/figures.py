"""Geometry of the pictures beside the figures: plain numbers that a template sets into SVG.

Across, positions are percent of the width, so that a picture fills a phone and a wide screen
without its letters growing or shrinking; down, they are pixels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from scores.engine.edition import Edition
from scores.engine.figures import MatchScore, NormTable, PassingStandard
from scores.engine.portrait import Portrait
from scores.engine.vocabulary import EXAMS, GROUPS_ON_RECORD

ROW = 40
"""Height of one row of the picture of a specialty, in pixels."""
STAIR = 128
"""Height of one exam in the timeline."""
TOP = 24
MARGIN = 1.5
"""Percent left free at both ends, so that marks at the ends stay whole."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to percent of the width."""

    low: float
    high: float

    def at(self, value: float) -> str:
        share = (value - self.low) / (self.high - self.low)
        return f"{MARGIN + share * (100 - 2 * MARGIN):.2f}"


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    label: str


# The figures of one specialty

SHORT = {"us-senior-unspecified": "US, MD or DO not stated", "unspecified": "Group not stated"}
"""Names that fit a phone."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One row: a dot at the center, and a line from quartile to quartile where both are known."""

    label: str
    y_label: int
    y: int
    center: str
    low: str | None
    high: str | None
    outcome: str
    kind: str


@dataclass(frozen=True, slots=True)
class SpecialtyPicture:
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    pass_mark: Tick
    height: int
    bottom: int


def draw_specialty(
    edition: Edition, portrait: Portrait, standard: PassingStandard
) -> SpecialtyPicture:
    """Every figure of enough people, the groups in their order, the newest cycle first."""
    scale, ticks = score_scale(edition.match_scores, standard.score)
    rows = [
        scored.row for group in portrait.groups for scored in group.scores if not scored.is_too_few
    ]
    bottom = TOP + ROW * len(rows)
    return SpecialtyPicture(
        marks=tuple(_mark(edition, scale, row, TOP + ROW * at) for at, row in enumerate(rows)),
        ticks=ticks,
        pass_mark=Tick(scale.at(standard.score), str(standard.score)),
        height=bottom + 28,
        bottom=bottom,
    )


def score_scale(rows: Iterable[MatchScore], standard: int) -> tuple[Scale, tuple[Tick, ...]]:
    """One scale for every specialty of an edition, in whole tens, that holds the passing score."""
    values = [standard]
    for row in rows:
        values += [v for v in (row.q1, row.median, row.q3, row.mean) if v is not None]
    low, high = min(values) // 10 * 10, -(-max(values) // 10) * 10
    scale = Scale(low, high)
    return scale, tuple(Tick(scale.at(at), str(at)) for at in range(low, high + 1, 10))


def _mark(edition: Edition, scale: Scale, row: MatchScore, top: int) -> Mark:
    has_quartiles = row.q1 is not None and row.q3 is not None
    evidence = edition.sources[row.sources[0]].evidence
    return Mark(
        label=_label(row),
        y_label=top + 14,
        y=top + 27,
        center=scale.at(row.center_value),
        low=scale.at(row.q1 or 0) if has_quartiles else None,
        high=scale.at(row.q3 or 0) if has_quartiles else None,
        outcome=row.outcome,
        kind="advice" if evidence == "advice" else row.kind,
    )


def _label(row: MatchScore) -> str:
    about = "about " if row.approximate else ""
    who = SHORT.get(row.group, GROUPS_ON_RECORD[row.group])
    when = row.cycle or "no year"
    return f"{who[0].upper()}{who[1:]}, {when}: {row.outcome}, {about}{row.center_value}"


# Passing scores over time


@dataclass(frozen=True, slots=True)
class Stair:
    """One passing score: a level line from the day it took effect to the day the next one did."""

    score: int
    start: str
    end: str
    middle: str
    y: int
    y_before: int | None
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class Staircase:
    exam: str
    y_title: int
    stairs: tuple[Stair, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    staircases: tuple[Staircase, ...]
    ticks: tuple[Tick, ...]
    today: str
    height: int
    bottom: int


def draw_timeline(standards: Sequence[PassingStandard], today: date) -> Timeline:
    """The passing scores of each exam as stairs, on one axis of years."""
    first = min((row.effective_from for row in standards), default=today).year
    last = max([row.effective_from for row in standards] + [today]).year + 1
    scale = Scale(first, last)
    exams = [exam for exam in EXAMS if any(row.exam == exam for row in standards)]
    bottom = STAIR * len(exams)
    return Timeline(
        staircases=tuple(
            _staircase(scale, [row for row in standards if row.exam == exam], STAIR * at, today)
            for at, exam in enumerate(exams)
        ),
        ticks=tuple(Tick(scale.at(year), str(year)) for year in range(first, last + 1, 3)),
        today=scale.at(in_years(today)),
        height=bottom + 28,
        bottom=bottom,
    )


def in_years(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 366


def _staircase(scale: Scale, rows: Sequence[PassingStandard], top: int, today: date) -> Staircase:
    rows = sorted(rows, key=lambda row: row.effective_from)
    starts = [in_years(row.effective_from) for row in rows]
    ends = [*starts[1:], scale.high]
    heights = [_height(row.score, [other.score for other in rows], top) for row in rows]
    in_force = max((row for row in rows if row.effective_from <= today), key=_begins, default=None)
    stairs = (
        Stair(
            score=row.score,
            start=scale.at(start),
            end=scale.at(end),
            middle=scale.at((start + end) / 2),
            y=y,
            y_before=before,
            is_in_force=row is in_force,
        )
        for row, start, end, y, before in zip(
            rows, starts, ends, heights, [None, *heights], strict=False
        )
    )
    return Staircase(EXAMS[rows[0].exam], top + 16, tuple(stairs))


def _begins(row: PassingStandard) -> date:
    return row.effective_from


def _height(score: int, scores: Sequence[int], top: int) -> int:
    low, high = min(scores), max(scores)
    share = (score - low) / (high - low) if high > low else 0.5
    return round(top + STAIR - 12 - share * (STAIR - 58))


# Percentile curves


@dataclass(frozen=True, slots=True)
class Curve:
    window: str
    points: str
    """Points of an SVG polyline in a box of 100 by 100."""


CURVE_TOP, CURVE_DROP = 24, 204
"""Where the 100th percentile lies, and how many pixels below it the 0th."""


@dataclass(frozen=True, slots=True)
class Level:
    y: int
    label: str


@dataclass(frozen=True, slots=True)
class Curves:
    curves: tuple[Curve, ...]
    scores: tuple[Tick, ...]
    percentiles: tuple[Level, ...]
    """The highest last."""
    top: int = CURVE_TOP
    drop: int = CURVE_DROP


def draw_norms(tables: Sequence[NormTable], low: int = 200, high: int = 290) -> Curves:
    """Percentile by score for each window, the newest first, between two scores."""
    scale = Scale(low, high)
    return Curves(
        curves=tuple(_curve(scale, table) for table in tables),
        scores=tuple(Tick(scale.at(at), str(at)) for at in range(low, high + 1, 10)),
        percentiles=tuple(
            Level(CURVE_TOP + CURVE_DROP * (100 - at) // 100, str(at))
            for at in (0, 25, 50, 75, 100)
        ),
    )


def _curve(scale: Scale, table: NormTable) -> Curve:
    window = f"{table.window_from:%B %Y} to {table.window_to:%B %Y}"
    points = (
        f"{scale.at(score)},{100 - percentile}"
        for score, percentile in table.points
        if scale.low <= score <= scale.high
    )
    return Curve(window, " ".join(points))
