"""The exams: passing standards, norms, errors and pass rates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scores.engine.steps import Figure
from scores.engine.vocabulary import EXAMS

from .rows import Row


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
