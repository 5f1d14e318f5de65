"""How old the figures are, and when to look for newer ones.

Only the newest rows of a kind can become due: norms of an earlier window do not change. Advice and
house settings have no due date. A look at a source also counts for the sources it replaced.
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
    """One source with the kinds of figures it is used for, its last look, and the next due date."""

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
    """The day of the last look at a source.

    If none is recorded, as for most sources up to edition 2026.2, it is the edition's date.
    """
    return source.checked_on or edition.as_of


def in_use(edition: Edition, name: str) -> Source:
    """The source with this id or, if it was replaced, the one now in use."""
    source, seen = edition.sources[name], {name}
    while source.replaced_by in edition.sources and source.replaced_by not in seen:
        seen.add(source.replaced_by)
        source = edition.sources[source.replaced_by]
    return source


def upkeep_of(edition: Edition) -> tuple[Upkeep, ...]:
    """Every source that is the best one of a newest figure, the first due first."""
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
    """The first and last day on which a result's figures were checked, and what is overdue."""

    oldest: date
    newest: date
    overdue: tuple[tuple[str, date], ...]
    """Ids of the overdue rhythms, each with its earliest due date."""


def freshness_of(edition: Edition, figures: Iterable[Figure], today: date) -> Freshness:
    """The freshness of these figures; advice and house settings are checked but never due."""
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
