"""The editors' start page: drafts, releases, open reports, overdue sources and contradictions."""

from datetime import datetime
from functools import cached_property

from scores.editions.conflicts import Disagreement, disagreements_in, unexplained_conflicts
from scores.editions.downloads import uses_of
from scores.editions.reader import read_edition
from scores.editions.review import Review, edition_at, last_edition, next_label
from scores.engine.edition import Edition as Figures
from scores.engine.figures import Source, Specialty
from scores.models import Edition, Release, Report
from scores.reference.coverage import Conflict
from scores.reference.freshness import Upkeep, upkeep_of

MOST_SHOWN = 20
"""How many open reports the start page lists; the list behind it has all."""


class Agenda:
    """The current edition at a moment, and the work that waits for editors."""

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
        """A review of every edition that is not published yet."""
        drafts = Edition.objects.exclude(status=Edition.Status.PUBLISHED).order_by("label")
        return [Review(draft, at=self.at) for draft in drafts]

    @cached_property
    def scheduled(self) -> list[Release]:
        """Releases that have not begun, the next one first."""
        ahead = Release.objects.filter(begins__gt=self.at).select_related("edition")
        return list(ahead.order_by("begins", "pk"))

    @cached_property
    def reports(self) -> list[Report]:
        """The oldest reports that nobody has settled."""
        return list(
            Report.objects.filter(settled_at=None).order_by("created_at", "pk")[:MOST_SHOWN]
        )

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
