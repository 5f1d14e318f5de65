"""The chart of passing scores over time: a staircase for each exam, on one axis of years.

Places are percent of the width across and pixels down.
"""

from collections.abc import Sequence
from datetime import date

from scores.charts.scale import MARGIN, Scale, Shape
from scores.engine.figures import PassingStandard
from scores.engine.vocabulary import EXAMS

STAIRCASE = 136
"""Height of one exam: its title and its stairs."""

TITLE_AT = 16
"""The baseline of the title, from the top of its exam."""

HIGHEST_AT, LOWEST_AT = 36, 108
"""The y of the highest and the lowest stair, from the top of their exam."""

FOOT = 28
"""Height of the years below the axis."""


def draw_timeline(standards: Sequence[PassingStandard], today: date) -> Shape:
    days = [row.effective_from for row in standards]
    first, last = min(days, default=today).year, max([*days, today]).year + 1
    years = Scale(first, last, MARGIN, 100 - MARGIN)
    exams = [exam for exam in EXAMS if any(row.exam == exam for row in standards)]
    bottom = STAIRCASE * len(exams)
    return Shape(
        staircases=[
            _staircase(years, [row for row in standards if row.exam == exam], STAIRCASE * at, today)
            for at, exam in enumerate(exams)
        ],
        ticks=years.ticks(3),
        today=years.at(in_years(today)),
        height=bottom + FOOT,
        bottom=bottom,
    )


def in_years(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 366


def _staircase(years: Scale, rows: Sequence[PassingStandard], top: int, today: date) -> Shape:
    rows = sorted(rows, key=_begins)
    scores = [row.score for row in rows]
    up = Scale(min(scores), max(scores), top + LOWEST_AT, top + HIGHEST_AT, digits=None)
    starts = [in_years(row.effective_from) for row in rows]
    in_force = max((row for row in rows if row.effective_from <= today), key=_begins, default=None)
    ends, before = [*starts[1:], years.high], [None, *map(up.at, scores[:-1])]
    stairs = [
        Shape(
            score=row.score,
            start=years.at(start),
            end=years.at(end),
            y=up.at(row.score),
            y_before=y_before,
            is_in_force=row is in_force,
        )
        for row, start, end, y_before in zip(rows, starts, ends, before, strict=True)
    ]
    return Shape(exam=EXAMS[rows[0].exam], y_title=top + TITLE_AT, stairs=stairs)


def _begins(row: PassingStandard) -> date:
    return row.effective_from
