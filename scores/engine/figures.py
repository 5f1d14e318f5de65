"""The figures of one edition as plain values: what the database holds, without the database.

Every row carries `sources` (ids, the best first), its `kind`, and can `read()` one of its values
as a `Figure`. Scores are points on the three-digit scale, rates per cent, dates calendar days.
Numbers that are not whole are exact fractions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .steps import Figure, Number
from .vocabulary import EVIDENCE_RANK, EXAMS, GROUPS_ON_RECORD, Kind


def band_text(low: int | None, high: int | None) -> str:
    """A band in words; None is an open end."""
    if low is None:
        return f"{high} or less"
    return f"{low} or more" if high is None else f"{low} to {high}"


@dataclass(frozen=True, slots=True)
class Source:
    id: str
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
    id: str
    name: str
    match_service: str

    @property
    def in_text(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every figure has: where it comes from and what kind of number it is."""

    sources: tuple[str, ...]
    kind: Kind
    carried_back: bool = False
    note: str = ""

    numbers: ClassVar[tuple[str, ...]] = ()
    """Names of the values that a rule may read."""

    def read(self, statistic: str) -> Figure:
        """One value of this row, with all that a reader needs to judge it."""
        return Figure(
            value=getattr(self, statistic),
            statistic=statistic,
            kind=self.kind,
            source=self.sources[0],
            also=self.sources[1:],
            n=getattr(self, "n", None),
            cycle=self.dated,
            of=self.population,
        )

    def readings(self) -> Iterator[Figure]:
        """Every value of this row that a rule could read."""
        return (self.read(name) for name in self.numbers if getattr(self, name) is not None)

    @property
    def dated(self) -> str:
        """The Match cycle, window or day that the row describes; empty where it has no period."""
        return ""

    @property
    def population(self) -> str:
        """Whom the row describes; every kind of row says it in its own words."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseSetting(Row):
    id: str
    value: Number
    unit: str
    why: str

    numbers = ("value",)

    @property
    def population(self) -> str:
        return f"every student of this site ({self.why})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Row):
    """A number of the projection model: observed, fitted on named data, or chosen."""

    id: str
    value: Number
    unit: str
    describes: str
    why: str
    n: int | None = None

    numbers = ("value",)

    @property
    def population(self) -> str:
        return self.describes


@dataclass(frozen=True, slots=True, kw_only=True)
class PassingStandard(Row):
    exam: str
    score: int
    previous_score: int
    effective_from: date
    reporting: str

    numbers = ("score",)

    @property
    def dated(self) -> str:
        return self.effective_from.isoformat()

    @property
    def population(self) -> str:
        return f"every {EXAMS[self.exam]} examinee from {self.effective_from.isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NormTable(Row):
    """Percentage of a population scoring lower; 100 stands for ">99" and 0 for "<1"."""

    exam: str
    window_from: date
    window_to: date
    people: str
    n: int | None
    points: tuple[tuple[int, int], ...]
    """(score, percentile), rising."""

    @property
    def dated(self) -> str:
        return f"{self.window_from.isoformat()} to {self.window_to.isoformat()}"

    @property
    def population(self) -> str:
        return self.people

    def point(self, score: int, percentile: int) -> Figure:
        """One recorded point as a figure: the percentile, and the score it belongs to."""
        return Figure(
            value=percentile,
            statistic=f"percentile at {score}",
            kind=self.kind,
            source=self.sources[0],
            also=self.sources[1:],
            n=self.n,
            cycle=self.dated,
            of=self.people,
        )

    def readings(self) -> Iterator[Figure]:
        return (self.point(score, percentile) for score, percentile in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreDistribution(Row):
    exam: str
    period: str
    until: int
    mean: int
    sd: int

    numbers = ("mean", "sd")

    @property
    def dated(self) -> str:
        return self.period

    @property
    def population(self) -> str:
        return f"first-takers of {EXAMS[self.exam]} from US and Canadian schools"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePrecision(Row):
    exam: str
    statistic: str
    points: int
    as_of: str

    numbers = ("points",)

    @property
    def dated(self) -> str:
        return self.as_of

    @property
    def population(self) -> str:
        return f"{EXAMS.get(self.exam, self.exam.upper())} score reports ({self.statistic})"


@dataclass(frozen=True, slots=True, kw_only=True)
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

    numbers = ("q1", "median", "q3", "mean", "sd")

    @property
    def dated(self) -> str:
        return self.cycle

    @property
    def population(self) -> str:
        verb = "matched" if self.outcome == "matched" else "did not match"
        return f"{GROUPS_ON_RECORD[self.group]} who {verb} in {self.where}"

    @property
    def centre(self) -> str:
        """The statistic that stands for the group: the median, else the mean."""
        return "median" if self.median is not None else "mean"

    @property
    def centre_value(self) -> int:
        value = self.median if self.median is not None else self.mean
        if value is None:
            raise ValueError(f"A match score without median or mean: {self}")
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBandMatchRate(Row):
    """Per cent matched among those who scored from `low` to `high`; None is an open end."""

    cycles: str
    group: str
    specialty: str
    where: str
    low: int | None
    high: int | None
    percent: Number | None
    n: int

    numbers = ("percent",)

    @property
    def dated(self) -> str:
        return self.cycles

    @property
    def band(self) -> str:
        return band_text(self.low, self.high)

    @property
    def population(self) -> str:
        return f"{GROUPS_ON_RECORD[self.group]} in {self.where} who scored {self.band}"

    def holds(self, score: int) -> bool:
        return (self.low is None or self.low <= score) and (self.high is None or score <= self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialtyMatchRate(Row):
    cycle: str
    group: str
    specialty: str
    where: str
    ranked_first: int
    matched: int
    percent: Number
    positions: int | None

    numbers = ("percent", "matched", "ranked_first")

    @property
    def dated(self) -> str:
        return self.cycle

    @property
    def population(self) -> str:
        return f"{GROUPS_ON_RECORD[self.group]} who ranked {self.where} first"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMatchRate(Row):
    cycle: str
    group: str
    n: int
    percent: Number

    numbers = ("percent",)

    @property
    def dated(self) -> str:
        return self.cycle

    @property
    def population(self) -> str:
        return f"active {GROUPS_ON_RECORD[self.group]}, all specialties"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRate(Row):
    exam: str
    year: str
    examinees: str
    attempt: str
    n: int
    percent: int

    numbers = ("percent",)

    @property
    def dated(self) -> str:
        return self.year

    @property
    def population(self) -> str:
        who = f"{self.examinees} examinees of {EXAMS[self.exam]}"
        return who if self.attempt == "all" else f"{who}, {self.attempt} attempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeTestBand(Row):
    test: str
    low: int | None
    high: int | None
    n: int
    median_actual: int
    p25_actual: int
    p75_actual: int

    numbers = ("median_actual", "p25_actual", "p75_actual")

    @property
    def band(self) -> str:
        return band_text(self.low, self.high)

    @property
    def population(self) -> str:
        return f"volunteers who reported {self.band} on {self.test}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeTest(Row):
    """A practice form: how it reads against the exam, and when it is usually sat.

    `offset` in points is added to its score to put it on the Step 2 CK scale; None is unknown.
    """

    id: str
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

    numbers = ("offset", "median_days", "median_printed", "median_actual")

    @property
    def population(self) -> str:
        return f"volunteers who reported {self.name} and their actual score"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Row):
    id: str
    name: str
    text: str
    number: int | None
    unit: str

    numbers = ("number", "text")

    @property
    def population(self) -> str:
        return f"{self.name}, for every examinee"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDate(Row):
    cycle: str
    event: str
    day: date
    last_day: date | None
    basis: str

    @property
    def dated(self) -> str:
        return self.cycle

    @property
    def population(self) -> str:
        return f"applicants of {self.cycle}"

    def read(self, statistic: str) -> Figure:
        return Figure(
            value=self.day.isoformat(),
            statistic=self.event,
            kind=self.kind,
            source=self.sources[0],
            also=self.sources[1:],
            cycle=self.cycle,
            of=f"{self.population} ({self.basis})",
        )

    def readings(self) -> Iterator[Figure]:
        yield self.read("day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Row):
    """What an article states or advises, with its standing; `low` and `high` in `unit`."""

    id: str
    topic: str
    subject: str
    low: Number | None
    high: Number | None
    unit: str
    text: str
    as_of: str
    standing: str
    resolution: str

    numbers = ("low", "high", "text")

    @property
    def dated(self) -> str:
        return self.as_of

    @property
    def population(self) -> str:
        return self.subject


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswer(Row):
    """What programme directors say they look at; `value` as printed (per cent, or a rank)."""

    year: str
    factor: str
    measure: str
    value: str
    importance: Number | None

    numbers = ("value", "importance")

    @property
    def dated(self) -> str:
        return self.year

    @property
    def population(self) -> str:
        return f"programme directors on {self.factor} ({self.measure})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Competitiveness(Row):
    specialty: str
    where: str
    level: str

    numbers = ("level",)

    @property
    def population(self) -> str:
        return f"applicants to {self.where}"
