"""The figures of one edition as plain values, independent of the database.

Every row has `sources` (ids, the best first) and a `kind`, and `read()` returns one of its values
as a `Figure`. Scores are points on the three-digit scale, rates are in percent, and numbers that
are not whole are exact fractions.
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
    """How often a kind of figure is due for a check.

    With `month`, it is due at the end of that month, in which new figures appear; otherwise `days`
    after the last check.
    """

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
"""USMLE publishes norms in August; NRMP publishes reports in July."""


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
    """Whether NRMP figures from this source may be copied; by default they may not."""
    replaced_by: str = ""
    """The id of the source that replaced this one; empty while it is in use."""

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
    """Why no score is published, or what to choose instead; if set, no target is derived."""

    @property
    def in_text(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """The fields that all rows share."""

    sources: tuple[str, ...]
    kind: Kind
    carried_back: bool = False
    """Whether the figure was recorded later than the time that its edition describes."""
    note: str = ""

    time: ClassVar[str] = ""
    """Name of the field with the time that the row describes; empty if there is none."""
    rhythm: ClassVar[Rhythm | None] = None
    """When to look for newer figures; None if they do not go out of date."""

    def read(self, statistic: str) -> Figure:
        """One value of this row as a figure, which keeps the row and its sources."""
        return Figure(getattr(self, statistic), statistic, self)

    @property
    def dated(self) -> str:
        """The Match cycle, period or day that the row describes, as text; empty if it has none."""
        time = getattr(self, self.time) if self.time else ""
        return time.isoformat() if isinstance(time, date) else str(time)


# The exams: passing standards, norms, errors and pass rates


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PassingStandard(Row):
    """The passing score, in points, for exams taken from `effective_from` on.

    `reporting` is what a score report shows: `three-digit` or `pass-fail`.
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
    """Pairs of score and percentile, the lowest score first."""

    rhythm = NORMS

    @property
    def dated(self) -> str:
        return f"{self.window_from.isoformat()} to {self.window_to.isoformat()}"

    def point(self, score: int, percentile: int) -> Figure:
        """One recorded point as a figure; `at` is the score."""
        return Figure(percentile, "percentile", self, at=score)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoreDistribution(Row):
    """Mean and SD, in points, of the examinees of a period that ends in the year `until`."""

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
    """A standard error of the exam in points; `statistic` is SEM, SEE or SED."""

    exam: str
    statistic: str
    points: int
    as_of: str

    time = "as_of"
    rhythm = NORMS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PassRate(Row):
    """Percent of a year's `n` examinees who passed; `attempt` is `first`, `repeat` or `all`."""

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
    """A rule of USMLE or of a Match service; our rules read `number`, which is in `unit`."""

    slug: str
    name: str
    text: str
    number: int | None
    unit: str

    rhythm = Rhythm("policies", days=365)


# The Match: who matched with which score, when, and what programs say


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MatchScore(Row):
    """Step 2 CK scores of those who matched (or did not match) to their preferred specialty.

    `n` counts people with a known score. `specialty` is empty for all specialties together; `where`
    is its name as used in a sentence.
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
        """Why the row is not a benchmark; empty if it may be one."""
        return "" if self.use == "benchmark" else self.note

    @property
    def center(self) -> str:
        """The statistic that represents the group: the median, else the mean."""
        return "median" if self.median is not None else "mean"

    @property
    def center_value(self) -> int:
        value = self.median if self.median is not None else self.mean
        if value is None:
            raise ValueError(f"A match score without median or mean: {self}")
        return value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoreBandMatchRate(Row):
    """Percent matched among those who scored `low` to `high`, both included; None is open."""

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
    """Percent matched among those who ranked the specialty first, at any score."""

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
    """A day of a Match cycle, or a period from `day` to `last_day`.

    `basis` is `announced` by the service, read in a `secondary` source, or `projected` from the
    year before. `service` takes the applications or runs the Match; editions up to 2026.1 leave it
    empty.
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
        """The id by which rules know the event; empty if no rule uses it."""
        return EVENTS.get(self.event, "")

    def read(self, statistic: str = "day") -> Figure:
        """The day as a figure; its statistic is the event, and the argument is ignored."""
        return Figure(self.day.isoformat(), self.event, self)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SurveyAnswer(Row):
    """A factor that program directors say they consider; `value` is as printed."""

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
    """How competitive an article calls a specialty, in the article's words."""

    specialty: str
    where: str
    level: str


# Applications: services, numbers of applicants, and what else applicants bring


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpecialtyName(Row):
    """A short name or another spelling that people search for."""

    specialty: str
    where: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ApplicationService(Row):
    """The service that takes a specialty's applications, and the one that runs its Match."""

    specialty: str
    where: str
    application_service: str
    match_service: str

    rhythm = Rhythm("application-services", days=365)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpecialtyPositions(Row):
    """A specialty's positions, and the applicants of all groups who ranked it first."""

    cycle: str
    specialty: str
    where: str
    applicants: int
    positions: int

    time = "cycle"
    rhythm = MATCH_REPORTS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrackApplicants(Row):
    """Applicants of each group in one track of the Match.

    A person who ranks two tracks is counted in both. `specialty` is empty if the track belongs to
    no specialty on record.
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
    """Medians of ranks and research of those who matched, or did not, in a specialty and group."""

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
    """Match rate of a specialty with its own early Match; None is what the source leaves out.

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


# Practice tests and how they relate to actual scores


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PracticeTestBand(Row):
    """Actual scores, in points, of `n` people whose practice score was `low` to `high`."""

    test: str
    low: int | None
    high: int | None
    n: int
    median_actual: int
    p25_actual: int
    p75_actual: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PracticeTest(Row):
    """A practice form: how it compares with the exam, and when it is usually taken.

    `offset`, in points, is added to its score to put it on the Step 2 CK scale; None if unknown.
    `median_days` is how many days before the exam people usually take it.
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


# What articles say, and what the method chose


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Claim(Row):
    """What an article states or advises; `low` and `high` are in `unit`.

    `standing` is an id of STANDINGS; `resolution` says what holds instead.
    """

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
        """The exam of a tier or a good score; empty for other topics."""
        return CLAIM_EXAMS.get(self.slug) or TOPIC_EXAMS.get(self.topic, "")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HouseSetting(Row):
    slug: str
    value: Number
    unit: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parameter(Row):
    """A number of the projection model, by its `kind` observed, fitted or chosen."""

    slug: str
    value: Number
    unit: str
    describes: str
    why: str
    n: int | None = None
