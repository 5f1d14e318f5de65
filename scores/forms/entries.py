"""The rows of practice tests: three repeated fields, read into one reading a row."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from django import forms
from django.http import QueryDict

from scores.engine.answers import MOST_READINGS, Problem, Reading
from scores.engine.edition import Edition
from scores.forms.names import test_named
from scores.wording.answers import say_problem

Errors = dict[str, list[str]]

ROW_FIELDS = ("test", "score", "taken")
"""The three repeated fields of a practice test."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the practice tests as it was typed, with its reading and its problems.

    A problem is a field and a sentence.
    """

    test: str
    score: str
    taken: str
    reading: Reading | None = None
    problems: tuple[tuple[str, str], ...] = ()


def row_id(field: str, number: int) -> str:
    """The id of a field in a row, from 1; in the first row it is the name of the field."""
    return field if number == 1 else f"{field}-{number}"


def read_rows(query: QueryDict, edition: Edition, *, is_under_way: bool) -> tuple[Row, ...]:
    """The rows of practice tests in a query.

    While the form is under way, a test without a score is no error.
    """
    rows = [_read(Row(*typed), edition) for typed in _typed_in(query)]
    return tuple(
        replace(row, problems=()) if is_under_way and row.test and not row.score else row
        for row in rows
    )


def _typed_in(query: QueryDict) -> list[tuple[str, str, str]]:
    """The typed rows, without the one to remove and without blank ones at the end.

    Blank rows between others stay, so that each row keeps its place.
    """
    lists = (query.getlist(name) for name in ROW_FIELDS)
    rows = [
        (test.strip(), score.strip(), taken.strip())
        for number, (test, score, taken) in enumerate(zip_longest(*lists, fillvalue=""), start=1)
        if str(number) != query.get("remove")
    ]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows[: MOST_READINGS + 1]


def _read(row: Row, edition: Edition) -> Row:
    if not (row.test or row.score or row.taken):
        return row
    row = replace(row, test=test_named(row.test, edition))
    reading, problems = _reading(row, edition)
    return replace(row, reading=reading, problems=tuple(problems))


def judged(row: Row, problems: Iterable[Problem], edition: Edition) -> Row:
    """The row with those problems of the answers that are about its reading."""
    found = (problem for problem in problems if problem.reading is row.reading is not None)
    says = ((problem.field, say_problem(problem, edition)) for problem in found)
    return replace(row, problems=(*row.problems, *says))


def _reading(row: Row, edition: Edition) -> tuple[Reading | None, list[tuple[str, str]]]:
    test = edition.practice_tests.get(row.test)
    name = test.name if test else row.test[:60]
    if not row.test:
        return None, [("test", "Choose a test.")]
    if not row.score:
        return None, [("score", f"{name}: enter its score.")]
    is_percent = test is not None and test.unit == "percent"
    value = _score(row.score, percent=is_percent)
    if value is None and row.score.endswith("%") and not is_percent:
        return None, [("score", f"{name}: is this a percent? This test reports three digits.")]
    if value is None:
        return None, [("score", f"{name}: “{row.score[:20]}” is not a whole number.")]
    errors: Errors = {}
    day = read_date(row.taken, "taken", errors)
    problems = [("taken", f"{name}: {says}") for says in errors.get("taken", ())]
    return Reading(row.test, value, day), problems


def _score(text: str, *, percent: bool) -> int | None:
    """A whole number of up to six digits; None for any other text.

    A percent may have its sign, and is rounded to a whole number. 248.0 is allowed, as some
    spreadsheets write it for 248. A decimal such as 0.78 is refused: its meaning is unclear.
    """
    digits = text.removesuffix("%").strip() if percent else text
    found = re.fullmatch(r"(-?[0-9]{1,6})(?:\.([0-9]{1,6}))?", digits)
    if found is None:
        return None
    whole, decimals = int(found[1]), found[2] or "0"
    if not int(decimals):
        return whole
    return whole + (decimals >= "5") if percent and whole > 0 else None


def read_date(text: str, field: str, errors: Errors) -> date | None:
    if not text:
        return None
    try:
        day: date = forms.DateField().clean(text)
        return day
    except forms.ValidationError:
        errors.setdefault(field, []).append(f"“{text[:20]}” is not a real date.")
        return None
