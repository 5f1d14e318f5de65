"""What an editor finds on the start page: what waits, what is overdue, what does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from scores.editions.downloads import uses_of
from scores.editions.reader import read_edition
from scores.editions.review import Review, edition_at, last_edition, next_label
from scores.engine.edition import Edition as Figures
from scores.engine.figures import Claim, Source, Specialty
from scores.engine.steps import Number
from scores.models import Edition, Release
from scores.reference.coverage import Conflict, conflicts_of
from scores.reference.freshness import Upkeep, upkeep_of


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims on one subject that cannot all be right, and say so without a word on which is."""

    topic: str
    subject: str
    claims: tuple[Claim, ...]


class Agenda:
    """The figures as they are for readers now, and the drafts that will change them."""

    def __init__(self, *, at: datetime) -> None:
        self.at = at

    @cached_property
    def current(self) -> Edition | None:
        return edition_at(self.at)

    @cached_property
    def figures(self) -> Figures | None:
        return read_edition(self.current) if self.current else None

    @property
    def next_label(self) -> str:
        return next_label(self.at.date())

    @property
    def begins_from(self) -> Edition | None:
        return last_edition()

    @cached_property
    def reviews(self) -> list[Review]:
        """Every draft, and how far it has come."""
        drafts = Edition.objects.exclude(status=Edition.Status.PUBLISHED).order_by("label")
        return [Review(draft, at=self.at) for draft in drafts]

    @cached_property
    def scheduled(self) -> list[Release]:
        """Releases that have not begun, the next one first."""
        ahead = Release.objects.filter(begins__gt=self.at).select_related("edition")
        return list(ahead.order_by("begins", "pk"))

    @cached_property
    def upkeep(self) -> tuple[Upkeep, ...]:
        return upkeep_of(self.figures) if self.figures else ()

    @cached_property
    def overdue(self) -> list[Upkeep]:
        return [upkeep for upkeep in self.upkeep if upkeep.is_overdue(self.at.date())]

    @property
    def next_due(self) -> Upkeep | None:
        return next((upkeep for upkeep in self.upkeep if upkeep not in self.overdue), None)

    @cached_property
    def unused(self) -> list[Source]:
        if self.figures is None:
            return []
        uses = uses_of(self.figures)
        return [
            source
            for name, source in self.figures.sources.items()
            if not uses[name] and not source.replaced_by
        ]

    @cached_property
    def disagreements(self) -> list[Disagreement]:
        return list(disagreements_in(self.figures)) if self.figures else []

    @cached_property
    def conflicts(self) -> list[tuple[Specialty, Conflict]]:
        return list(unexplained_conflicts(self.figures)) if self.figures else []


def disagreements_in(edition: Figures) -> Iterator[Disagreement]:
    """Claims held to be right on one topic, subject and unit, whose values do not overlap.

    A claim with a resolution is settled: somebody wrote down what holds.
    """
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in edition.claims.values():
        if claim.standing == "current" and claim.low is not None and not claim.resolution:
            groups.setdefault((claim.topic, claim.subject, claim.unit), []).append(claim)
    for (topic, subject, _), claims in groups.items():
        lows, highs = zip(*map(_ends, claims), strict=True)
        if max(lows) > min(highs):
            yield Disagreement(topic, subject, tuple(claims))


def _ends(claim: Claim) -> tuple[Number, Number]:
    low = claim.low or 0
    high = low if claim.high is None else claim.high
    return min(low, high), max(low, high)


def unexplained_conflicts(edition: Figures) -> Iterator[tuple[Specialty, Conflict]]:
    """Sources that differ on the same people and cycle, where no row has a note that says why."""
    for specialty in edition.specialties.values():
        for conflict in conflicts_of(edition, specialty.slug):
            if not any(row.note for row, _ in conflict.figures):
                yield specialty, conflict
