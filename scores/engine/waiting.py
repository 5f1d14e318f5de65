"""Waiting: the chance of the target on the exam date and some weeks later."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scores.engine.edition import Edition
from scores.engine.match.curve import Estimate
from scores.engine.match.shares import Match
from scores.engine.practice.projection import Projection, newest_weeks
from scores.engine.seasons import Season, season_served

POINT = 0.01
"""One percentage point of a chance from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Later:
    """The exam some weeks later, with the chance of the target then.

    `serves` is whether the score still arrives for the season; None if no season is known.
    """

    weeks: int
    exam_date: date
    p_target: float
    serves: bool | None
    share: Estimate | None = None
    """The estimated share who matched, over the projection for that date."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The chances by exam date; `rows` begins with the given date and is empty if none are known.

    `best` is the date worth moving to, or None. `gains` is the most that waiting adds to the
    chance, from 0 to 1.
    """

    rows: tuple[Later, ...]
    best: Later | None
    last: date | None
    """The last exam date that serves the season."""

    @property
    def gains(self) -> float:
        return max((row.p_target for row in self.rows), default=0) - self.now

    @property
    def now(self) -> float:
        return self.rows[0].p_target if self.rows else 0

    @property
    def has_later(self) -> bool:
        return len(self.rows) > 1


def waiting_of(
    edition: Edition,
    projection: Projection,
    target: int,
    exam_date: date,
    seasons: Sequence[Season],
    match: Match | None = None,
) -> Waiting:
    """The chances of later dates; no rows for weak tests or under a falling series."""
    season = season_served(seasons, exam_date)
    last = season.last_typical if season else None
    if projection.is_weak or projection.is_falling:
        return Waiting((), None, last)
    rows = tuple(_rows(edition, projection, target, exam_date, last, match))
    return Waiting(rows, _best(edition, rows), last)


def _rows(
    edition: Edition,
    projection: Projection,
    target: int,
    exam_date: date,
    last: date | None,
    match: Match | None,
) -> Iterator[Later]:
    growth_weeks = float(edition.parameters["growth_weeks"].value)
    newest = newest_weeks(projection)
    for weeks in range(int(edition.setting("wait_weeks")) + 1):
        day = exam_date + timedelta(weeks=weeks)
        serves = None if last is None else day <= last
        is_told = serves is not False and newest + weeks <= growth_weeks
        gained = projection.forecast.gained_by(weeks, growth_weeks)
        chance = projection.chance_of(target, gained)
        if chance is not None and (weeks == 0 or is_told):
            forecast = projection.forecast
            share = match.over(forecast.mean + gained, forecast.sd) if match else None
            yield Later(weeks, day, chance, serves, share)


def _best(edition: Edition, rows: Sequence[Later]) -> Later | None:
    """The earliest date that gains enough over the given one and is near the highest chance."""
    highest = max(row.p_target for row in rows)
    gain, near = (float(edition.setting(name)) * POINT for name in ("wait_gain", "wait_near"))
    return next(
        (
            row
            for row in rows
            if row.p_target >= rows[0].p_target + gain and row.p_target >= highest - near
        ),
        None,
    )
