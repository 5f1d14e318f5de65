"""The exams: passing standards, norms, errors and pass rates."""

from dataclasses import dataclass
from datetime import date

from scores.engine.figures.rows import NORMS, Rhythm, Row
from scores.engine.steps import Figure


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PassingStandard(Row):
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
    exam: str
    period: str
    until: int
    mean: int
    sd: int

    time = "period"
    rhythm = NORMS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScorePrecision(Row):
    exam: str
    statistic: str
    points: int
    as_of: str

    time = "as_of"
    rhythm = NORMS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PassRate(Row):
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
    slug: str
    name: str
    text: str
    number: int | None
    unit: str

    rhythm = Rhythm("policies", days=365)
