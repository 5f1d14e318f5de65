"""How old the figures are, and when somebody should look whether there are newer ones.

Only the newest rows of a kind can go stale: the norms of an earlier window stay what they were.
What is advice, or was chosen here, has no due date.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .edition import Edition
from .figures import (
    GroupMatchRate,
    KeyDate,
    MatchScore,
    NormTable,
    PassingStandard,
    PassRate,
    Policy,
    Row,
    ScoreBandMatchRate,
    ScoreDistribution,
    ScorePrecision,
    Source,
    SpecialtyMatchRate,
    SurveyAnswer,
)
from .steps import Figure


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a kind of figure is due: by the end of a month in which new ones come, or after days."""

    id: str
    month: int = 0
    days: int = 0

    def due_after(self, checked: date) -> date:
        if not self.month:
            return checked + timedelta(days=self.days)
        year = checked.year + (checked.month >= self.month)
        return date(year, self.month, monthrange(year, self.month)[1])


NORMS = Rhythm("norms", month=8)
MATCH = Rhythm("match-reports", month=7)
PASS_MARKS = Rhythm("passing-scores", days=365)

RHYTHMS: dict[type[Row], Rhythm] = {
    NormTable: NORMS,
    ScoreDistribution: NORMS,
    ScorePrecision: NORMS,
    MatchScore: MATCH,
    ScoreBandMatchRate: MATCH,
    SpecialtyMatchRate: MATCH,
    GroupMatchRate: MATCH,
    PassingStandard: PASS_MARKS,
    PassRate: Rhythm("pass-rates", days=365),
    Policy: Rhythm("policies", days=365),
    KeyDate: Rhythm("key-dates", days=365),
    SurveyAnswer: Rhythm("surveys", days=2 * 365),
}
"""USMLE renews its norms in August and NRMP reports in July; passing scores are checked yearly."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """One source and what it is used for: when it was last looked at, and when it is due."""

    source: Source
    kinds: tuple[str, ...]
    checked_on: date
    due: date

    def is_overdue(self, today: date) -> bool:
        return today > self.due


def checked_on(edition: Edition, source: Source) -> date:
    """The day noted for it, else the day up to which the edition was gathered."""
    return source.checked_on or edition.as_of


def upkeep_of(edition: Edition) -> tuple[Upkeep, ...]:
    """Every source that a newest figure rests on, the one that is due first at the top."""
    rhythms: dict[str, dict[str, Rhythm]] = {}
    for row in edition.newest_rows:
        if rhythm := RHYTHMS.get(type(row)):
            rhythms.setdefault(row.sources[0], {})[rhythm.id] = rhythm
    found = [
        _upkeep(edition, edition.sources[name], tuple(kinds.values()))
        for name, kinds in rhythms.items()
    ]
    return tuple(sorted(found, key=lambda upkeep: (upkeep.due, upkeep.source.id)))


def _upkeep(edition: Edition, source: Source, rhythms: tuple[Rhythm, ...]) -> Upkeep:
    checked = checked_on(edition, source)
    due = min(rhythm.due_after(checked) for rhythm in rhythms)
    return Upkeep(source, tuple(rhythm.id for rhythm in rhythms), checked, due)


@dataclass(frozen=True, slots=True)
class Freshness:
    """The age of the figures that a result was made of, on the day it was made."""

    oldest: date
    newest: date
    overdue: tuple[tuple[str, date], ...]
    """The ids of what is overdue, and since when."""


def freshness_of(edition: Edition, figures: Iterable[Figure], today: date) -> Freshness:
    """The freshness of these figures. Advice and house settings count as checked, never as due."""
    overdue = dict[str, date]()
    checks = set[date]()
    for figure in figures:
        checked = checked_on(edition, edition.sources[figure.source])
        checks.add(checked)
        rhythm = RHYTHMS.get(edition.newest_figures.get(figure, Row))
        if rhythm is None:
            continue
        due = rhythm.due_after(checked)
        if today > due:
            overdue[rhythm.id] = min(due, overdue.get(rhythm.id, due))
    checks = checks or {edition.as_of}
    return Freshness(min(checks), max(checks), tuple(sorted(overdue.items())))
