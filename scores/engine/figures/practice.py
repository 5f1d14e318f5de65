"""Practice tests, and how they relate to scores."""

from dataclasses import dataclass

from scores.engine.figures.rows import Row
from scores.engine.steps import Number


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PracticeTestBand(Row):
    test: str
    low: int | None
    high: int | None
    n: int
    median_actual: int
    p25_actual: int
    p75_actual: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PracticeTest(Row):
    """A practice form: how it reads against the exam, and when it is usually sat.

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
