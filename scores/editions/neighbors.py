"""The neighbors of a figure: the cycles before and after it, and other sources of the same cycle.

Doubts compare a figure with its neighbors, and reviewers see them beside it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scores import models
from scores.editions.diff import say
from scores.editions.lines import Contents
from scores.models.figures import follow


@dataclass(frozen=True, slots=True)
class Series:
    """How the rows of a table form series: the column of time, and those in which a series agrees.

    `points`, `percent` and `people` are the columns to compare.
    """

    time: str
    alike: tuple[str, ...]
    points: tuple[str, ...] = ()
    percent: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    """Shown beside a row; compared by a rule of its own, or not at all."""

    @property
    def values(self) -> tuple[str, ...]:
        return (*self.points, *self.percent, *self.told, *self.people)


OF_PEOPLE = ("group", "specialty__slug")
COUNTS = ("ranked_first", "matched", "positions")
GROUP_COLUMNS = ("us_md_senior", "us_do_senior", "us_img", "non_us_img")

SERIES: dict[Any, Series] = {
    models.PassingStandard: Series("effective_from", ("exam",), told=("score",)),
    models.NormTable: Series("window_to", ("exam",), people=("n",)),
    models.NormPoint: Series("table__window_to", ("table__exam", "score"), percent=("percentile",)),
    models.ScoreDistribution: Series("until", ("exam", "population"), ("mean",), told=("sd",)),
    models.MatchScore: Series(
        *("cycle", (*OF_PEOPLE, "outcome"), ("q1", "median", "q3", "mean")), people=("n",)
    ),
    models.ScoreBandMatchRate: Series(
        *("cycles", (*OF_PEOPLE, "low", "high"), (), ("percent",)), people=("n",)
    ),
    models.SpecialtyMatchRate: Series("cycle", OF_PEOPLE, (), ("percent",), COUNTS),
    models.GroupMatchRate: Series("cycle", ("group",), (), ("percent",), ("n",)),
    models.PassRate: Series("year", ("exam", "examinees", "attempt"), (), ("percent",), ("n",)),
    models.EarlyMatchRate: Series("cycle", OF_PEOPLE, (), ("percent",), COUNTS),
    models.SpecialtyPositions: Series(
        *("cycle", ("specialty__slug",)), people=("applicants", "positions")
    ),
    models.TrackApplicants: Series("cycle", ("track",), people=GROUP_COLUMNS),
    models.ApplicationProfile: Series(
        *("cycle", (*OF_PEOPLE, "outcome")),
        people=("n",),
        told=("contiguous_ranks", "research", "publications", "presentations"),
    ),
    models.KeyDate: Series("day", ("event", "service"), told=("day",)),
}
"""The series of each table. Tables without one have no neighbors."""


@dataclass(frozen=True, slots=True)
class Neighbors:
    """The rows of the time before, of the same time, and of the time after."""

    before: tuple[Any, ...] = ()
    beside: tuple[Any, ...] = ()
    after: tuple[Any, ...] = ()

    @property
    def every(self) -> tuple[Any, ...]:
        return (*self.before, *self.beside, *self.after)


class Neighborhood:
    """Finds the neighbors of each row of an edition."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self._series: dict[Any, dict[tuple[Any, ...], list[Any]]] = {}

    def of(self, row: Any) -> Neighbors:
        series = SERIES.get(type(row))
        if series is None:
            return Neighbors()
        others = [other for other in self._alike(row, series) if other.pk != row.pk]
        times = {other.pk: follow(other, series.time) for other in others}
        now = follow(row, series.time)
        if now in (None, ""):  # nothing comes before an unknown time
            return Neighbors()
        before = max((time for time in times.values() if time and time < now), default=None)
        after = min((time for time in times.values() if time and time > now), default=None)
        return Neighbors(*(_at(others, times, time) for time in (before, now, after)))

    def _alike(self, row: Any, series: Series) -> Iterable[Any]:
        model = type(row)
        if model not in self._series:
            self._series[model] = defaultdict(list)
            for each in self.contents.of(model):
                self._series[model][_key(each, series)].append(each)
        return self._series[model][_key(row, series)]


def _key(row: Any, series: Series) -> tuple[Any, ...]:
    return tuple(follow(row, path) for path in series.alike)


def _at(rows: list[Any], times: dict[int, Any], time: Any) -> tuple[Any, ...]:
    return tuple(row for row in rows if time is not None and times[row.pk] == time)


def say_time(row: Any) -> str:
    return str(follow(row, SERIES[type(row)].time))


def say_source(row: Any) -> str:
    """The id of the source of a row; a norm point has that of its table."""
    of = getattr(row, "table", row)
    return str(of.source.slug)


def say_neighbor(row: Any) -> str:
    """The time of a row, its values and its source, in words."""
    fields = [row._meta.get_field(name) for name in SERIES[type(row)].values]
    values = [(field.verbose_name, getattr(row, field.name)) for field in fields]
    told = ", ".join(f"{name} {say(value)}" for name, value in values if value is not None)
    return f"{say_time(row)}: {told} ({say_source(row)})"
