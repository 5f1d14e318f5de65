"""The chart of a comparison: every band and target on one scale of points."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from scores.charts.scale import Scale, Shape, in_tens, step_within
from scores.engine.practice.projection import Projection
from scores.reference.compare import Compared, Comparison
from scores.wording.compare import say_middle

MOST_STEPS = 10
"""The most steps between the numbers above the scale, by the room on a phone."""


START, END = 3, 97
"""Percent of the width where the scale begins and ends, with room for half a number outside."""


def picture_of(comparison: Comparison, rows: Sequence[Compared]) -> Shape:
    """Each row with its band and target, and the student's interval and score across all rows."""
    low, high = in_tens(_ends(comparison), below=1, above=1)
    scale, step = Scale(low, high, START, END), step_within(high - low, MOST_STEPS, (10, 20, 50))
    you = {prior: _you(scale, found) for prior, found in comparison.projections.items()}
    drawn = [_row(scale, row, you.get(row.prior)) for row in rows]
    return Shape(
        is_shown=any(row.bar for row in drawn),
        parts=_by_verdict(drawn),
        ticks=[tick for tick in scale.ticks(10) if int(tick.text) % step == 0],
        you=next(iter(you.values())) if comparison.projection else None,
        has_you=bool(you),
        score=None if comparison.score is None else scale.at(comparison.score),
    )


def _ends(comparison: Comparison) -> Iterator[float]:
    for row in comparison.rows:
        yield row.result.floor.standard.score
        if row.goal is not None:
            yield row.goal
        if row.result.target:
            yield from (row.result.target.low, row.result.target.high)
    for projection in comparison.projections.values():
        yield from (int(projection.low), int(projection.high))
    if comparison.score is not None:
        yield comparison.score


def _row(scale: Scale, row: Compared, you: Shape | None) -> Shape:
    target = row.result.target
    return Shape(
        compared=row,
        says=say_middle(row),
        bar=scale.bar(target.low, target.high) if target else None,
        target=None if row.goal is None else scale.at(row.goal),
        you=you,
    )


def _you(scale: Scale, projection: Projection) -> Shape:
    """The interval of a projection and its mean; None for weak tests."""
    mean = projection.mean
    interval = scale.bar(projection.low, projection.high)
    return Shape(interval=interval, mean=None if mean is None else scale.at(mean))


def _by_verdict(rows: Iterable[Shape]) -> list[Shape]:
    """The rows in parts of one verdict each if they are ordered by verdict; else in one part."""
    rows = list(rows)
    parts = [
        Shape(verdict=verdict, rows=list(found))
        for verdict, found in groupby(rows, lambda row: row.compared.verdict)
    ]
    is_by_reach = len({part.verdict for part in parts}) == len(parts) > 1
    return parts if is_by_reach else [Shape(verdict="", rows=rows)]
