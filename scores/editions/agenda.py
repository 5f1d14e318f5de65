"""What an editor finds on the start page: what waits, what is overdue, what does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import combinations

from scores.editions.downloads import uses_of
from scores.editions.reader import read_edition
from scores.editions.review import Review, edition_at, last_edition, next_label, scheduled_releases
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
        return scheduled_releases(at=self.at)

    @cached_property
    def upkeep(self) -> tuple[Upkeep, ...]:
        return upkeep_of(self.figures) if self.figures else ()

    @cached_property
    def overdue(self) -> list[Upkeep]:
        return [upkeep for upkeep in self.upkeep if upkeep.is_overdue(self.at.date())]

    @property
    def next_due(self) -> Upkeep | None:
        ahead = (upkeep for upkeep in self.upkeep if not upkeep.is_overdue(self.at.date()))
        return next(ahead, None)

    @cached_property
    def unused(self) -> list[Source]:
        if self.figures is None:
            return []
        uses = uses_of(self.figures)
        return [source for name, source in self.figures.sources.items() if not uses[name]]

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
        if any(_are_apart(*pair) for pair in combinations(claims, 2)):
            yield Disagreement(topic, subject, tuple(claims))


def _are_apart(one: Claim, other: Claim) -> bool:
    (_, first_end), (second_start, _) = sorted((_ends(one), _ends(other)))
    return second_start > first_end


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
