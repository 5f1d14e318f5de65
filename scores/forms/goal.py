"""Reading answers from a query, and writing them back to one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from scores.engine.answers import FACTORS, MOST_READINGS, Answers, Problem, problems_of
from scores.engine.edition import Edition
from scores.engine.figures import Specialty
from scores.engine.record import number
from scores.engine.vocabulary import GROUPS
from scores.forms.entries import ROW_FIELDS, Errors, Row, judged, read_date, read_rows, row_id
from scores.forms.names import group_named
from scores.forms.specialties import specialty_meant
from scores.wording.answers import say_problem

MOST_ATTEMPTS = 10

IN_ORDER = (
    *("exam", "specialty", "group", "aim", "situation", "actual_score", "attempt_date"),
    *("exam_date", *ROW_FIELDS, "factor", "decline", "edition"),
)
"""The fields in the order of the form."""


class GoalForm(forms.Form):
    """The fields that occur once in the query of `/goal/`; the engine judges their values."""

    exam = forms.CharField(required=False, max_length=20)
    situation = forms.CharField(required=False, max_length=20)
    specialty = forms.CharField(required=False, max_length=100)
    group = forms.CharField(required=False, max_length=30)
    aim = forms.CharField(required=False, max_length=20)
    exam_date = forms.DateField(
        required=False,
        error_messages={"invalid": "Exam date: enter a real date, as in 2027-05-01."},
    )
    actual_score = forms.IntegerField(
        required=False, error_messages={"invalid": "Enter a whole number from 1 to 300."}
    )


@dataclass(frozen=True)
class GoalQuery:
    """A query that was read: the answers, and the problems with them.

    `typed` is what was typed, to be shown in the form again.
    """

    typed: dict[str, Any]
    answers: Answers
    of_fields: Errors
    """Problems by field, without those of the rows of practice tests, which hold their own."""
    is_under_way: bool = False
    """Whether the form is still being filled in, so that missing answers are no errors yet."""
    rows: tuple[Row, ...] = ()
    perhaps_meant: tuple[Specialty, ...] = ()
    """The specialties that what was typed may mean, where it is more than one."""

    @property
    def errors(self) -> Errors:
        """All problems by field, with those of the rows."""
        errors = {field: list(sentences) for field, sentences in self.of_fields.items()}
        for row in self.rows:
            for field, says in row.problems:
                errors.setdefault(field, []).append(says)
        return errors

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The id of the field and the sentence of each problem, in the order of the form."""
        of_rows = [
            (row_id(field, number), says)
            for number, row in enumerate(self.rows, start=1)
            for field, says in row.problems
        ]
        of_fields = [
            (field, says) for field, sentences in self.of_fields.items() for says in sentences
        ]
        return sorted(of_fields + of_rows, key=lambda problem: IN_ORDER.index(field_of(problem[0])))

    @property
    def awaited(self) -> list[int]:
        """The numbers, from 1, of the rows whose score is still missing while the form is open."""
        rows = enumerate(self.rows, start=1) if self.is_under_way else ()
        return [number for number, row in rows if row.test and not row.score]

    @property
    def as_typed(self) -> str:
        """A query that shows the form as it was typed, with its gaps and errors."""
        plain = Answers()
        pairs: list[tuple[str, str]] = []
        for name, value in self.typed.items():
            values = value if isinstance(value, list) else [value]
            if name != "tests":
                told = [each for each in values if each and each != getattr(plain, name, "")]
                pairs += [(name, each) for each in told]
        rows = [row for row in self.typed["tests"] if any(row.values())]
        pairs += [pair for row in rows for pair in row.items()]
        return urlencode(pairs)

    def with_problem(self, field: str, says: str) -> "GoalQuery":
        """The same query with one more field that is wrong."""
        return replace(self, of_fields=self.of_fields | {field: [says]})

    @property
    def is_empty(self) -> bool:
        return not any(self.typed.values())

    @property
    def is_waiting(self) -> bool:
        """Whether the only problem is that answers which a target needs are still missing."""
        missing = {"specialty", "group", "actual_score"} & self.errors.keys()
        return (
            (self.is_under_way or self.is_empty)
            and set(self.errors) == missing
            and not any(self.typed[name] for name in missing)
        )


def field_of(name: str) -> str:
    """The name of a field from its id, which ends in a number in later rows."""
    return name.rpartition("-")[0] or name


def read_goal_query(
    query: QueryDict, edition: Edition, today: date, *, is_under_way: bool = False
) -> GoalQuery:
    """The answers in a query, with a sentence for each problem. Never raises."""
    form = GoalForm(query)
    form.is_valid()
    errors: Errors = {
        field: [str(says) for says in errors] for field, errors in form.errors.items()
    }
    several: tuple[Specialty, ...] = ()
    given = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    if "group" in given:
        given["group"] = group_named(given["group"])
    if "specialty" in given:
        typed = given["specialty"]
        given["specialty"], several = specialty_meant(typed, edition)
        if several:
            *others, last = [row.name for row in several]
            names = f"{', '.join(others)} or {last}"
            errors["specialty"] = [f"“{typed[:60]}” may be {names}: type more, or choose."]
    rows = read_rows(query, edition, is_under_way=is_under_way)
    answers = Answers(
        **given,
        factors=_factors(query, given.get("group", ""), is_under_way=is_under_way),
        declined=distinct(query.getlist("decline")),
        readings=tuple(row.reading for row in rows if row.reading),
        attempt_dates=tuple(_attempts(query, errors)),
    )
    problems = problems_of(answers, edition, today)
    for field, sentences in _said_of(problems, edition).items():
        errors.setdefault(field, sentences)
    rows = tuple(judged(row, problems, edition) for row in rows)
    return GoalQuery(_typed(query, rows), answers, errors, is_under_way, rows, several)


def _said_of(problems: Iterable[Problem], edition: Edition) -> Errors:
    """The problems with the answers by field, without those of readings, which rows hold."""
    said: Errors = {}
    for problem in problems:
        if problem.reading is None:
            said.setdefault(problem.field, []).append(say_problem(problem, edition))
    return said


def _factors(query: QueryDict, group: str, *, is_under_way: bool) -> tuple[str, ...]:
    """The factors ticked; while the form is under way, without those of other groups."""
    ticked = distinct(query.getlist("factor"))
    if not is_under_way or group not in GROUPS:
        return ticked
    return tuple(name for name in ticked if name not in FACTORS or group in FACTORS[name].groups)


def distinct(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _attempts(query: QueryDict, errors: Errors) -> list[date]:
    days = (
        read_date(text.strip(), "attempt_date", errors) for text in query.getlist("attempt_date")
    )
    return sorted(day for day in list(days)[:MOST_ATTEMPTS] if day)


def _typed(query: QueryDict, rows: Sequence[Row]) -> dict[str, Any]:
    """The values of the form's fields in a query, shortened so that they can be shown again."""
    typed: dict[str, Any] = {
        name: query.get(name, "")[:100] for name in (*GoalForm.base_fields, "edition")
    }
    typed |= {
        name: [value[:60] for value in query.getlist(name)][:20]
        for name in ("factor", "decline", "attempt_date")
    }
    typed["tests"] = [
        {"test": row.test[:60], "score": row.score[:20], "taken": row.taken[:20]}
        for row in rows[:MOST_READINGS]
    ]
    return typed


def query_of(answers: Answers, edition: str = "") -> str:
    """The shortest query for these answers; equal answers give the same query."""
    plain = Answers()
    pairs: list[tuple[str, str]] = []
    for name in ("exam", "situation", "specialty", "group", "aim", "exam_date", "actual_score"):
        value = getattr(answers, name)
        if value not in (None, getattr(plain, name)):
            pairs.append((name, str(value)))
    pairs += [("factor", name) for name in answers.factors]
    pairs += [("decline", name) for name in answers.declined]
    pairs += [("attempt_date", day.isoformat()) for day in answers.attempt_dates]
    for reading in answers.readings:
        pairs += [
            ("test", reading.test),
            ("score", str(number(reading.score))),
            ("taken", reading.taken.isoformat() if reading.taken else ""),
        ]
    if edition:
        pairs.append(("edition", edition))
    return urlencode(pairs)
