"""The picture of a comparison: every band and target on one scale of points."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from scores.engine.compare import Compared
from scores.engine.projection import Projection


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the picture, in percent of its width: the band, and the target within."""

    row: Compared
    low: float
    width: float
    target: float
    score: int


@dataclass(frozen=True, slots=True)
class Part:
    """Neighboring bars with one verdict; without one where the order is another."""

    verdict: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """All bands on one scale of points, with the student's interval across them."""

    low: int
    high: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    interval: tuple[float, float, float] | None
    """Begin, width and mean of the projection."""

    @property
    def interval_end(self) -> float | None:
        return round(self.interval[0] + self.interval[1], 2) if self.interval else None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The bars by verdict, if that is how they are ordered."""
        found = [
            Part(verdict, tuple(bars))
            for verdict, bars in groupby(self.bars, lambda bar: bar.row.verdict)
        ]
        is_by_reach = len({part.verdict for part in found}) == len(found)
        return tuple(found) if is_by_reach else (Part("", self.bars),)


TICKS = ((10, 100), (20, 200))
"""Every ten points on a scale of up to a hundred, and so on: as many as a phone has room for."""


def picture_of(rows: Iterable[Compared], projection: Projection | None) -> Picture | None:
    """None where nothing has a target."""
    drawn = [row for row in rows if row.result.target]
    if not drawn:
        return None
    ends = list(_ends(drawn, projection))
    low, high = int(min(ends) - 1) // 10 * 10, -(-int(max(ends) + 1) // 10) * 10

    def at(score: float) -> float:
        return round((score - low) / (high - low) * 100, 2)

    bars = [
        Bar(
            row,
            at(target.low),
            round(at(target.high) - at(target.low), 2),
            at(target.score),
            target.score,
        )
        for row in drawn
        if (target := row.result.target)
    ]
    step = next((step for step, most in TICKS if high - low <= most), 50)
    ticks = tuple((at(score), score) for score in range(-(-low // step) * step, high + 1, step))
    interval = None
    if projection:
        begin, end = at(projection.low), at(projection.high)
        interval = (begin, round(end - begin, 2), at(projection.mean))
    return Picture(low, high, tuple(bars), ticks, interval)


def _ends(rows: Iterable[Compared], projection: Projection | None) -> Iterator[float]:
    for row in rows:
        if row.result.target:
            yield from (row.result.target.low, row.result.target.high, row.result.target.score)
    if projection:
        yield from (projection.low, projection.high)
