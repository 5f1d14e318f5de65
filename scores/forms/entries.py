"""The lines of practice tests: three repeated fields, read into one reading each."""

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
    """One line of the practice tests as it was typed: the reading in it, and what is wrong."""

    test: str
    score: str
    taken: str
    reading: Reading | None = None
    problems: tuple[tuple[str, str], ...] = ()


def row_id(field: str, number: int) -> str:
    """The id of a field of the practice tests; that of the first row is the name of the field."""
    return field if number == 1 else f"{field}-{number}"


def read_rows(query: QueryDict, edition: Edition, *, is_under_way: bool) -> tuple[Row, ...]:
    """The lines of practice tests, each read.

    A test just chosen waits for its score: while the form is under way that is no error yet.
    """
    rows = [_read(Row(*typed), edition) for typed in _typed_in(query)]
    return tuple(
        replace(row, problems=()) if is_under_way and row.test and not row.score else row
        for row in rows
    )


def _typed_in(query: QueryDict) -> list[tuple[str, str, str]]:
    """The lines of the three repeated fields, without the one to remove and blank ones at the end.

    A blank line between others stays, so that each keeps its place.
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
    """The row with what is wrong with its reading, of all that is wrong with the answers."""
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
    """A whole number of up to six digits; a percent with its sign, and to the nearest whole.

    248.0 is what some spreadsheets make of 248. 0.78 is no percent: nobody knows what it is.
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
