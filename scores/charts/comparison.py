"""The picture of a comparison: every band and target on one scale of points."""

from collections.abc import Iterable
from itertools import groupby

from scores.charts.scale import Scale, Shape, in_tens, step_within
from scores.engine.practice.projection import Projection
from scores.reference.compare import Compared

MOST_STEPS = 10
"""From the first number above the scale to the last: as many as a phone has room for."""


def picture_of(rows: Iterable[Compared], projection: Projection | None) -> Shape | None:
    """All bands, targets within and the student's interval across; None where none has a target."""
    aimed = [(row, row.result.target) for row in rows if row.result.target]
    if not aimed:
        return None
    ends = [end for _, target in aimed for end in (target.low, target.high, target.score)]
    if projection:
        ends += [int(projection.low), int(projection.high)]
    low, high = in_tens(ends, below=1, above=1)
    scale, step = Scale(low, high), step_within(high - low, MOST_STEPS, (10, 20, 50))
    drawn = [
        Shape(
            compared=row,
            bar=scale.bar(target.low, target.high),
            target=scale.at(target.score),
        )
        for row, target in aimed
    ]
    return Shape(
        rows=drawn,
        parts=_by_verdict(drawn),
        ticks=[tick for tick in scale.ticks(10) if int(tick.text) % step == 0],
        interval=scale.bar(projection.low, projection.high) if projection else None,
        mean=scale.at(projection.mean) if projection and projection.mean is not None else None,
    )


def _by_verdict(rows: list[Shape]) -> list[Shape]:
    """Neighboring rows with one verdict, if they are ordered by it; else all of them together."""
    parts = [
        Shape(verdict=verdict, rows=list(found))
        for verdict, found in groupby(rows, lambda row: row.compared.verdict)
    ]
    is_by_reach = len({part.verdict for part in parts}) == len(parts)
    return parts if is_by_reach else [Shape(verdict="", rows=rows)]
