"""Reads reports of actual scores with earlier practice readings, from three kinds of file.

The functions take rows and return reports; rows that cannot be read are refused with sentences.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from scores.engine.edition import Edition
from scores.engine.errors import UsmlegoalsError
from scores.engine.practice.readings import AVERAGE, Sitting
from scores.engine.vocabulary import HIGHEST_SCORE, LOWEST_SCORE

Row = Mapping[str, str]
Rows = Iterable[tuple[int, Row]]
"""Rows with their line numbers in the file."""

SURPLUS = "surplus"
"""The key for a row's values beyond the last column."""

SURVEY, AVERAGES, FREE120 = "survey", "averages", "free120"
FOLDS = 10
MOST_DAYS = 3660
FIRST_YEAR, LAST_YEAR = 2012, 2100


class RowsRefused(UsmlegoalsError):
    """Raised for rows that cannot be read; `problems` are sentences that name the line."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))


@dataclass(frozen=True, slots=True)
class Report:
    """One person's readings, in the order of the file, and the actual score (None if unknown)."""

    id: str
    set: str
    sittings: tuple[Sitting, ...]
    actual: float | None
    year: int | None = None
    """The year of the exam, if reported."""

    @property
    def person(self) -> str:
        """An id that two reports of one person share: a Free 120 may be in two of the files."""
        percents = [each.score for each in self.sittings if each.test == "free120"]
        if percents and self.actual is not None:
            return f"{percents[0]:g}:{self.actual:g}"
        return f"{self.set}:{self.id}"

    @property
    def fold(self) -> int:
        """The person's fold, 0 to 9, the same in every run."""
        return int.from_bytes(hashlib.sha256(self.person.encode()).digest()[:4]) % FOLDS

    @property
    def filed(self) -> tuple[float, ...]:
        """The readings for the simple rules: the scores as filed, else the percent."""
        scores = tuple(each.score for each in self.sittings if each.test != "free120")
        return scores or tuple(each.score for each in self.sittings)


class _Unreadable(Exception):
    """Raised with a sentence about one row."""


SET_COLUMNS: dict[str, frozenset[str]] = {
    SURVEY: frozenset(("report_id", "test", "score", "actual_score")),
    AVERAGES: frozenset(("point_id", "practice_average", "free120_percent", "actual_score")),
    FREE120: frozenset(("point_id", "free120_percent", "actual_score")),
}


def set_of(columns: Iterable[str]) -> str | None:
    """The kind of file that has these columns; None if no kind fits."""
    given = frozenset(columns)
    return next((name for name, needed in SET_COLUMNS.items() if needed <= given), None)


def read_reports(rows: Rows, kind: str, edition: Edition) -> tuple[Report, ...]:
    """The reports of a file, in its order. Raises RowsRefused, which names every bad line."""
    if kind == SURVEY:
        return read_sittings(rows, edition, kind=SURVEY, has_actual=True)
    read = _average_row if kind == AVERAGES else _free120_row
    return _collect(rows, read)


def read_sittings(
    rows: Rows, edition: Edition, *, kind: str = SURVEY, has_actual: bool = False
) -> tuple[Report, ...]:
    """Reports from rows of one reading each, grouped by `report_id`. Raises RowsRefused."""
    rows = list(rows)
    found = _collect(rows, lambda row: _sitting_row(row, edition, kind, has_actual))
    return _gather(zip((line for line, _ in rows), found, strict=True))


def _collect(rows: Rows, read: Callable[[Row], Report]) -> tuple[Report, ...]:
    found, problems = [], []
    for line, row in rows:
        try:
            if SURPLUS in row:
                raise _Unreadable("it has more values than the file has columns.")
            found.append(read(row))
        except _Unreadable as problem:
            problems.append(f"Line {line}: {problem}")
    if problems:
        raise RowsRefused(problems)
    return tuple(found)


def _gather(parts: Iterable[tuple[int, Report]]) -> tuple[Report, ...]:
    gathered: dict[str, Report] = {}
    problems = []
    for line, part in parts:
        before = gathered.setdefault(part.id, replace(part, sittings=()))
        year = part.year or before.year
        if (part.actual, year) != (before.actual, before.year or year):
            problems.append(f"Line {line}: {part.id} has a different actual score or year above.")
        sittings = (*before.sittings, *part.sittings)
        gathered[part.id] = replace(before, sittings=sittings, year=year)
    if problems:
        raise RowsRefused(problems)
    return tuple(gathered.values())


def _sitting_row(row: Row, edition: Edition, kind: str, has_actual: bool) -> Report:
    is_dated = _has(row, "days_before_exam")
    days = _number(row, "days_before_exam", -MOST_DAYS, MOST_DAYS, "days") if is_dated else None
    sitting = Sitting(_test(row, edition), _score(row, edition), days)
    actual = _actual(row) if has_actual else None
    return Report(_name(row, "report_id"), kind, (sitting,), actual, _year(row))


def _average_row(row: Row) -> Report:
    average = _number(row, "practice_average", LOWEST_SCORE, HIGHEST_SCORE, "a score")
    sittings = [Sitting(AVERAGE, average)]
    if _has(row, "free120_percent"):
        sittings.append(_free120(row))
    return Report(_name(row, "point_id"), AVERAGES, tuple(sittings), _actual(row))


def _free120_row(row: Row) -> Report:
    return Report(_name(row, "point_id"), FREE120, (_free120(row),), _actual(row))


def _free120(row: Row) -> Sitting:
    return Sitting("free120", _number(row, "free120_percent", 0, 100, "percent"))


def _test(row: Row, edition: Edition) -> str:
    test = (row.get("test") or "").strip()
    if test not in edition.practice_tests and test != AVERAGE:
        raise _Unreadable(f"“{test[:60]}” is not a known practice test.")
    return test


def _score(row: Row, edition: Edition) -> float:
    test = edition.practice_tests.get(_test(row, edition))
    unit = test.unit if test else "score"
    given = (row.get("unit") or "").strip() or unit
    if given != unit:
        raise _Unreadable(f"{_test(row, edition)} is scored in {unit}, not in “{given[:20]}”.")
    if unit == "percent":
        return _number(row, "score", 0, 100, "percent")
    return _number(row, "score", LOWEST_SCORE, HIGHEST_SCORE, "a score")


def _actual(row: Row) -> float:
    return _number(row, "actual_score", LOWEST_SCORE, HIGHEST_SCORE, "a score")


def _year(row: Row) -> int | None:
    if not _has(row, "exam_year"):
        return None
    return int(_number(row, "exam_year", FIRST_YEAR, LAST_YEAR, "a year"))


def _name(row: Row, column: str) -> str:
    name = (row.get(column) or "").strip()
    if not name:
        raise _Unreadable(f"{column} is empty.")
    return name


def _has(row: Row, column: str) -> bool:
    return bool((row.get(column) or "").strip())


def _number(row: Row, column: str, low: float, high: float, what: str) -> float:
    text = (row.get(column) or "").strip()
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        raise _Unreadable(f"{column} “{text[:20]}” is not {what} from {low} to {high}.")
    return number
