"""What articles say, and what the method itself chose."""

from dataclasses import dataclass

from scores.engine.steps import Number

from .rows import Row


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
