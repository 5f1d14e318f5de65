"""How old the figures are, and when somebody should look whether there are newer ones.

Only the newest rows of a kind can go stale: the norms of an earlier window stay what they were.
What is advice, or was chosen here, has no due date. Whoever looks at the source that took the place
of another has looked for both.
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
    rhythms: tuple[Rhythm, ...]
    checked_on: date
    due: date

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(rhythm.id for rhythm in self.rhythms)

    def is_overdue(self, today: date) -> bool:
        return today > self.due


def checked_on(edition: Edition, source: Source) -> date:
    """The day on which it was looked at.

    Editions up to 2026.2 note none for most sources: theirs is the day of the edition.
    """
    return source.checked_on or edition.as_of


def in_use(edition: Edition, name: str) -> Source:
    """The source itself or, where it is retired, the one that took its place."""
    source, seen = edition.sources[name], {name}
    while source.replaced_by in edition.sources and source.replaced_by not in seen:
        seen.add(source.replaced_by)
        source = edition.sources[source.replaced_by]
    return source


def upkeep_of(edition: Edition) -> tuple[Upkeep, ...]:
    """Every source that a newest figure rests on, the one that is due first at the top."""
    rhythms: dict[str, dict[str, Rhythm]] = defaultdict(dict)
    for row in edition.newest_rows:
        if rhythm := row.rhythm:
            rhythms[in_use(edition, row.sources[0]).slug][rhythm.id] = rhythm
    found = []
    for name, kinds in rhythms.items():
        checked = checked_on(edition, edition.sources[name])
        due = min(rhythm.due_after(checked) for rhythm in kinds.values())
        found.append(Upkeep(edition.sources[name], tuple(kinds.values()), checked, due))
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
        checks.add(checked_on(edition, edition.sources[figure.source]))
        rhythm = figure.row.rhythm
        if rhythm is None or figure.row not in edition.newest_rows:
            continue
        due = rhythm.due_after(checked_on(edition, in_use(edition, figure.source)))
        if today > due:
            overdue[rhythm.id] = min(due, overdue.get(rhythm.id, due))
    checks = checks or {edition.as_of}
    return Freshness(min(checks), max(checks), tuple(sorted(overdue.items())))
