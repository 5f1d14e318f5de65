"""The picture of a comparison: every band and target on one scale of points."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from scores.charts.scale import Bar, Scale, Tick, in_tens, step_within
from scores.engine.practice.projection import Projection
from scores.reference.compare import Compared

MOST_STEPS = 10
"""From the first number above the scale to the last: as many as a phone has room for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the picture: the band, and the target within, in percent of the width."""

    compared: Compared
    bar: Bar
    target: float


@dataclass(frozen=True, slots=True)
class Part:
    """Neighboring rows with one verdict; without one where the order is another."""

    verdict: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """All bands on one scale of points, with the student's interval across them."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    interval: Bar | None
    mean: float | None
    """Of the projection, in percent of the width."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """The rows by verdict, if that is how they are ordered."""
        found = [
            Part(verdict, tuple(rows))
            for verdict, rows in groupby(self.rows, lambda row: row.compared.verdict)
        ]
        is_by_reach = len({part.verdict for part in found}) == len(found)
        return tuple(found) if is_by_reach else (Part("", self.rows),)


def picture_of(rows: Iterable[Compared], projection: Projection | None) -> Picture | None:
    """None where nothing has a target."""
    aimed = [(row, row.result.target) for row in rows if row.result.target]
    if not aimed:
        return None
    ends = [end for _, target in aimed for end in (target.low, target.high, target.score)]
    if projection:
        ends += [int(projection.low), int(projection.high)]
    low, high = in_tens(ends, below=1, above=1)
    scale, step = Scale(low, high), step_within(high - low, MOST_STEPS, (10, 20, 50))
    return Picture(
        rows=tuple(
            Row(row, scale.bar(target.low, target.high), scale.at(target.score))
            for row, target in aimed
        ),
        ticks=tuple(tick for tick in scale.ticks(10) if int(tick.text) % step == 0),
        interval=scale.bar(projection.low, projection.high) if projection else None,
        mean=scale.at(projection.mean) if projection else None,
    )
