"""The figures of one edition as plain values: what the database holds, without the database.

Every row carries `sources` (ids, the best first), its `kind`, and can `read()` one of its values
as a `Figure`. Scores are points on the three-digit scale, rates percent, dates calendar days.
Numbers that are not whole are exact fractions.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from scores.engine.steps import Figure, Number
from scores.engine.vocabulary import (
    CLAIM_EXAMS,
    EVENTS,
    EVIDENCE_RANK,
    PERCENT_MEASURES,
    TOPIC_EXAMS,
    Kind,
)


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
    allows_copying: bool = False
    """Whether its figures of NRMP may be copied; those of other sources may not."""
    replaced_by: str = ""
    """The name of the source that took its place; empty for one that is in use."""

    @property
    def rank(self) -> int:
        """0 is the best evidence."""
        return EVIDENCE_RANK[self.evidence]


@dataclass(frozen=True, slots=True)
class Specialty:
    slug: str
    name: str
    match_service: str
    is_choice: bool = True
    says: str = ""
    """Why no score is published, or what to choose instead: no target is derived then."""

    @property
    def in_text(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """What every figure has: where it comes from and what kind of number it is."""

    sources: tuple[str, ...]
    kind: Kind
    carried_back: bool = False
    """Whether an edition of an earlier time has it, though it was gathered later."""
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


# The exams: passing standards, norms, errors and pass rates


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PassingStandard(Row):
    """The least score that passes, in points, for exams taken from `effective_from` on.

    `reporting` tells what a score report shows: `three-digit`, or `pass-fail`.
    """

    exam: str
    score: int
    previous_score: int
    effective_from: date
    reporting: str

    time = "effective_from"
    rhythm = Rhythm("passing-scores", days=365)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NormTable(Row):
    """Percentage of a population scoring lower; 100 stands for ">99" and 0 for "<1"."""

    exam: str
    window_from: date
    window_to: date
    population: str
    n: int | None
    points: tuple[tuple[int, int], ...]
    """(score, percentile), rising."""

    rhythm = NORMS

    @property
    def dated(self) -> str:
        return f"{self.window_from.isoformat()} to {self.window_to.isoformat()}"

    def point(self, score: int, percentile: int) -> Figure:
        """One recorded point as a figure: the percentile, and the score it belongs to."""
        return Figure(percentile, "percentile", self, at=score)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoreDistribution(Row):
    """Mean and SD in points of the examinees of a period, which ends with the year `until`."""

    exam: str
    period: str
    until: int
    mean: int
    sd: int
    population: str = ""

    time = "period"
    rhythm = NORMS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScorePrecision(Row):
    """An error of the exam in points: `statistic` names it: SEM, SEE, SED."""

    exam: str
    statistic: str
    points: int
    as_of: str

    time = "as_of"
    rhythm = NORMS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PassRate(Row):
    """Percent of `n` examinees of a year who passed; `attempt` is `first`, `repeat` or `all`."""

    exam: str
    year: str
    examinees: str
    attempt: str
    n: int
    percent: int

    time = "year"
    rhythm = Rhythm("pass-rates", days=365)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Policy(Row):
    """A rule of USMLE or of those who run a Match; `number`, in `unit`, is what our rules read."""

    slug: str
    name: str
    text: str
    number: int | None
    unit: str

    rhythm = Rhythm("policies", days=365)


# The Match: who matched with which score, when, and what programs say


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
    use: str = "benchmark"

    time = "cycle"
    rhythm = MATCH_REPORTS

    @property
    def caution(self) -> str:
        """Why it is no benchmark; empty for one that is."""
        return "" if self.use == "benchmark" else self.note

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
    """Percent matched of those who ranked the specialty first, whatever their scores."""

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
    """Percent of `n` active applicants of a group who matched to any specialty."""

    cycle: str
    group: str
    n: int
    percent: Number

    time = "cycle"
    rhythm = MATCH_REPORTS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeyDate(Row):
    """A day, or the first and last one, on which something of a Match cycle happens.

    `basis`: `announced` by its service, read in a `secondary` source, or `projected` from the year
    before. `service` is that of the Match; empty for every one.
    """

    cycle: str
    event: str
    day: date
    last_day: date | None
    basis: str
    service: str = ""

    time = "cycle"
    rhythm = Rhythm("key-dates", days=365)

    @property
    def event_id(self) -> str:
        """What the event is to a rule; empty for one that no rule reads."""
        return EVENTS.get(self.event, "")

    def read(self, statistic: str = "day") -> Figure:
        """Its day, whatever is asked for: the event stands where others name their statistic."""
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
    """How competitive one article calls a specialty, in its own words."""

    specialty: str
    where: str
    level: str


# How people apply, how many do, and what else they bring


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpecialtyName(Row):
    """A short name or another spelling under which people look for a specialty."""

    specialty: str
    where: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ApplicationService(Row):
    """Through which service a specialty takes applications, and in which Match it takes part."""

    specialty: str
    where: str
    application_service: str
    match_service: str

    rhythm = Rhythm("application-services", days=365)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpecialtyPositions(Row):
    """Positions of a specialty, and the applicants of all groups who put it first."""

    cycle: str
    specialty: str
    where: str
    applicants: int
    positions: int

    time = "cycle"
    rhythm = MATCH_REPORTS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrackApplicants(Row):
    """Applicants of each group in one track of the Match; who ranks two tracks counts in both.

    `specialty` is empty for a track that belongs to none of the specialties on record.
    """

    cycle: str
    track: str
    specialty: str
    where: str
    us_md_senior: int
    us_do_senior: int
    us_img: int
    non_us_img: int

    time = "cycle"
    rhythm = MATCH_REPORTS

    def of(self, group: str) -> int:
        count: int = getattr(self, group.replace("-", "_"))
        return count


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ApplicationProfile(Row):
    """Medians of what else the matched and unmatched of a specialty and group brought."""

    cycle: str
    group: str
    specialty: str
    where: str
    outcome: str
    n: int | None
    contiguous_ranks: Number | None
    research: Number | None
    publications: Number | None
    presentations: Number | None

    time = "cycle"
    rhythm = MATCH_REPORTS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EarlyMatchRate(Row):
    """Match rate in percent of a specialty with an early Match of its own, as far as told.

    `group` may also be `all` applicants, or both IMG groups together (`img`).
    """

    cycle: str
    group: str
    specialty: str
    where: str
    ranked_first: int | None
    matched: int | None
    percent: Number | None
    positions: int | None

    time = "cycle"
    rhythm = Rhythm("early-matches", month=3)


# Practice tests, and how they relate to scores


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PracticeTestBand(Row):
    """Actual scores, in points, of `n` people whose practice score was from `low` to `high`."""

    test: str
    low: int | None
    high: int | None
    n: int
    median_actual: int
    p25_actual: int
    p75_actual: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PracticeTest(Row):
    """A practice form: how it reads against the exam, and when it is usually taken.

    `offset` in points is added to its score to put it on the Step 2 CK scale; None is unknown.
    """

    slug: str
    name: str
    unit: str
    retired: bool
    n: int | None
    median_printed: int | None
    median_actual: int | None
    offset: Number | None
    median_days: int | None
    n_dated: int | None
    bands: tuple[PracticeTestBand, ...] = ()


# What articles say, and what the method itself chose


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Claim(Row):
    """What an article states or advises, with its standing; `low` and `high` in `unit`."""

    slug: str
    topic: str
    subject: str
    low: Number | None
    high: Number | None
    unit: str
    text: str
    as_of: str
    standing: str
    resolution: str

    time = "as_of"

    @property
    def exam(self) -> str:
        """The exam that a tier or a good score is of; empty for other topics."""
        return CLAIM_EXAMS.get(self.slug) or TOPIC_EXAMS.get(self.topic, "")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HouseSetting(Row):
    slug: str
    value: Number
    unit: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parameter(Row):
    """A number of the projection model: observed, fitted on named data, or chosen."""

    slug: str
    value: Number
    unit: str
    describes: str
    why: str
    n: int | None = None
