"""What articles say, and what the method itself chose."""

from dataclasses import dataclass

from scores.engine.figures.rows import Row
from scores.engine.steps import Number
from scores.engine.vocabulary import CLAIM_EXAMS, TOPIC_EXAMS


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
