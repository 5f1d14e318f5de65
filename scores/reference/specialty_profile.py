"""Everything recorded for one specialty: figures by group, holes, and where sources differ."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from scores.engine import figures
from scores.engine.context import Other, other_figures, separation_step
from scores.engine.edition import Edition
from scores.engine.floor import Floor
from scores.engine.steps import Step
from scores.engine.vocabulary import GROUPS, GROUPS_ON_RECORD
from scores.reference.coverage import Cell, Conflict, cell_of, conflicts_of


@dataclass(frozen=True, slots=True)
class Scored:
    """A match score, with whether it has too few people for a benchmark, or few."""

    row: figures.MatchScore
    is_too_few: bool
    is_small: bool


@dataclass(frozen=True, slots=True)
class Band:
    """A score band; `has_rate` is false if no rate is recorded or it has too few people."""

    row: figures.ScoreBandMatchRate
    has_rate: bool
    is_unstable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupProfile:
    """What is recorded for one group; `cell` is None for figures whose group is not stated."""

    group: str
    name: str
    cell: Cell | None
    scores: tuple[Scored, ...]
    separation: Step | None
    band_tables: tuple[tuple[str, list[Band]], ...]
    """Match rates by score band for each period and source, the lowest band first."""
    rates: tuple[figures.SpecialtyMatchRate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialtyProfile:
    specialty: figures.Specialty
    competitiveness: figures.Competitiveness | None
    groups: tuple[GroupProfile, ...]
    side_by_side: tuple[Other, ...]
    """Every figure of those who matched, with the target it would give for a typical aim."""
    conflicts: tuple[Conflict, ...]

    @property
    def is_empty(self) -> bool:
        return not any(group.scores for group in self.groups)


def profile_of(edition: Edition, specialty: figures.Specialty, floor: Floor) -> SpecialtyProfile:
    return SpecialtyProfile(
        specialty=specialty,
        competitiveness=edition.competitiveness.get(specialty.slug),
        groups=tuple(_groups(edition, specialty)),
        side_by_side=tuple(other_figures(edition, specialty.slug, None, 50, floor)),
        conflicts=tuple(conflicts_of(edition, specialty.slug)),
    )


def _groups(edition: Edition, specialty: figures.Specialty) -> Iterator[GroupProfile]:
    for group, name in GROUPS_ON_RECORD.items():
        rows = [row for row in edition.scores_of(specialty.slug) if row.group == group]
        is_ours = group in GROUPS
        if is_ours or rows:
            yield GroupProfile(
                group=group,
                name=name,
                cell=cell_of(edition, specialty, group) if is_ours else None,
                scores=tuple(scored(edition, row) for row in rows),
                separation=separation_step(edition, specialty.slug, group) if is_ours else None,
                band_tables=tuple(_band_tables(edition, specialty.slug, group)),
                rates=tuple(
                    rate
                    for rate in edition.specialty_rates
                    if (rate.specialty, rate.group) == (specialty.slug, group)
                ),
            )


def scored(edition: Edition, row: figures.MatchScore) -> Scored:
    return Scored(row, not edition.is_enough(row.n), edition.is_small(row.n))


def _band_tables(edition: Edition, specialty: str, group: str) -> Iterator[tuple[str, list[Band]]]:
    tables: dict[tuple[str, tuple[str, ...]], list[Band]] = defaultdict(list)
    for row in edition.band_rates:
        if (row.specialty, row.group) == (specialty, group):
            has_rate = row.percent is not None and edition.is_enough(row.n)
            is_unstable = has_rate and row.n < edition.setting("unstable_n")
            tables[row.cycles, row.sources].append(Band(row, has_rate, is_unstable))
    for (cycles, _), bands in tables.items():
        yield cycles, bands
