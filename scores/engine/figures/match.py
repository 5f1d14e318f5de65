"""The Match: who matched with which score, when, and what programs say."""

from dataclasses import dataclass
from datetime import date

from scores.engine.figures.rows import MATCH_REPORTS, Rhythm, Row
from scores.engine.steps import Figure, Number
from scores.engine.vocabulary import EVENTS, PERCENT_MEASURES


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MatchScore(Row):
    """Step 2 CK of those who matched (or did not) to their preferred specialty, score known.

    `specialty` is empty for all specialties together; `where` names it in a sentence.
    """

    cycle: str
    group: str
    specialty: str
    where: str
    outcome: str
    n: int | None
    q1: int | None
    median: int | None
    q3: int | None
    mean: int | None
    sd: int | None
    confidence: str = ""
    approximate: bool = False

    time = "cycle"
    rhythm = MATCH_REPORTS

    @property
    def center(self) -> str:
        """The statistic that stands for the group: the median, else the mean."""
        return "median" if self.median is not None else "mean"

    @property
    def center_value(self) -> int:
        value = self.median if self.median is not None else self.mean
        if value is None:
            raise ValueError(f"A match score without median or mean: {self}")
        return value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoreBandMatchRate(Row):
    """Percent matched among those who scored from `low` to `high`; None is an open end."""

    cycles: str
    group: str
    specialty: str
    where: str
    low: int | None
    high: int | None
    percent: Number | None
    n: int

    time = "cycles"
    rhythm = MATCH_REPORTS

    def holds(self, score: int) -> bool:
        return (self.low is None or self.low <= score) and (self.high is None or score <= self.high)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpecialtyMatchRate(Row):
    cycle: str
    group: str
    specialty: str
    where: str
    ranked_first: int
    matched: int
    percent: Number
    positions: int | None

    time = "cycle"
    rhythm = MATCH_REPORTS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupMatchRate(Row):
    cycle: str
    group: str
    n: int
    percent: Number

    time = "cycle"
    rhythm = MATCH_REPORTS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeyDate(Row):
    cycle: str
    event: str
    day: date
    last_day: date | None
    basis: str

    time = "cycle"
    rhythm = Rhythm("key-dates", days=365)

    @property
    def event_id(self) -> str:
        """What the event is to a rule; empty for one that no rule reads."""
        return EVENTS.get(self.event, "")

    def read(self, statistic: str) -> Figure:
        return Figure(self.day.isoformat(), self.event, self)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SurveyAnswer(Row):
    """What program directors say they look at; `value` as printed (percent, or a rank)."""

    year: str
    factor: str
    measure: str
    value: str
    importance: Number | None

    time = "year"
    rhythm = Rhythm("surveys", days=2 * 365)

    @property
    def is_percent(self) -> bool:
        return self.measure in PERCENT_MEASURES


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Competitiveness(Row):
    specialty: str
    where: str
    level: str
