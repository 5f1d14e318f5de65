"""What every figure has, and whom it names."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from scores.engine.steps import Figure
from scores.engine.vocabulary import EVIDENCE_RANK, Kind


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
MATCH_REPORTS = Rhythm("match-reports", month=7)
"""USMLE renews its norms in August, NRMP reports in July."""


@dataclass(frozen=True, slots=True)
class Source:
    slug: str
    title: str
    publisher: str
    url: str
    published: str
    evidence: str
    confidence: str
    reserves_reproduction: bool
    note: str
    passage: str = ""
    checked_on: date | None = None

    @property
    def rank(self) -> int:
        """0 is the best evidence."""
        return EVIDENCE_RANK[self.evidence]


@dataclass(frozen=True, slots=True)
class Specialty:
    slug: str
    name: str
    match_service: str

    @property
    def is_in_main_match(self) -> bool:
        return self.match_service == "nrmp"

    @property
    def in_text(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """What every figure has: where it comes from and what kind of number it is."""

    sources: tuple[str, ...]
    kind: Kind
    carried_back: bool = False
    note: str = ""

    time: ClassVar[str] = ""
    """Name of the value that tells the time it describes."""
    rhythm: ClassVar[Rhythm | None] = None
    """When somebody should look for newer ones; None for what never gets old."""

    def read(self, statistic: str) -> Figure:
        """One value of this row, with all that a reader needs to judge it."""
        return Figure(getattr(self, statistic), statistic, self)

    @property
    def dated(self) -> str:
        """The Match cycle, window or day that the row describes; empty where it has no period."""
        time = getattr(self, self.time) if self.time else ""
        return time.isoformat() if isinstance(time, date) else str(time)
