"""How old the figures are, and when somebody should look whether there are newer ones.

Only the newest rows of a kind can go stale: the norms of an earlier window stay what they were.
What is advice, or was chosen here, has no due date.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scores.engine.edition import Edition
from scores.engine.figures import Rhythm, Source
from scores.engine.steps import Figure


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
    rhythms: dict[str, dict[str, Rhythm]] = defaultdict(dict)
    for row in edition.newest_rows:
        if rhythm := row.rhythm:
            rhythms[row.sources[0]][rhythm.id] = rhythm
    found = []
    for name, kinds in rhythms.items():
        checked = checked_on(edition, edition.sources[name])
        due = min(rhythm.due_after(checked) for rhythm in kinds.values())
        found.append(Upkeep(edition.sources[name], tuple(kinds), checked, due))
    return tuple(sorted(found, key=lambda upkeep: (upkeep.due, upkeep.source.slug)))


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
        rhythm = figure.row.rhythm
        if rhythm is None or figure.row not in edition.newest_rows:
            continue
        due = rhythm.due_after(checked)
        if today > due:
            overdue[rhythm.id] = min(due, overdue.get(rhythm.id, due))
    checks = checks or {edition.as_of}
    return Freshness(min(checks), max(checks), tuple(sorted(overdue.items())))
