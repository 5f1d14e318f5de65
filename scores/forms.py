"""HTTP input to answers, and answers back to an address."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core import signing
from django.http import QueryDict

from scores.engine.answers import (
    FACTORS,
    MOST_READINGS,
    Answers,
    Reading,
    problems_of,
    problems_of_reading,
)
from scores.engine.edition import Edition
from scores.engine.figures import Specialty
from scores.engine.record import number
from scores.engine.redact import Shown
from scores.engine.vocabulary import GROUPS, HIGHEST_SCORE, LOWEST_SCORE

Errors = dict[str, list[str]]

MOST_ATTEMPTS = 10

ROW_FIELDS = ("test", "score", "taken")
"""The three repeated fields of a practice test."""

IN_ORDER = (
    *("exam", "specialty", "group", "aim", "situation", "actual_score", "attempt_date"),
    *("exam_date", *ROW_FIELDS, "factor", "decline", "edition"),
)
"""The fields as they stand in the form."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the practice tests as it was typed: the reading in it, and what is wrong."""

    test: str
    score: str
    taken: str
    reading: Reading | None = None
    problems: tuple[tuple[str, str], ...] = ()

    @property
    def is_blank(self) -> bool:
        return not (self.test or self.score or self.taken)


class GoalForm(forms.Form):
    """The single fields of the query of `/goal/`; what they may say is for the engine to judge."""

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
    """What was asked: the answers where they could be read, and what is wrong with them.

    `typed` is what to show again in the form, as it came.
    """

    typed: dict[str, Any]
    answers: Answers
    errors: Errors
    is_under_way: bool = False
    """Whether it follows each change of the form, rather than a button pressed."""
    rows: tuple[Row, ...] = ()

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Every sentence with the id of the field it is about, in the order of the form."""
        of_rows = [
            (row_id(field, number), says)
            for number, row in enumerate(self.rows, start=1)
            for field, says in row.problems
        ]
        said = {says for _, says in of_rows}
        of_fields = [
            (field, says)
            for field, sentences in self.errors.items()
            for says in sentences
            if field not in ROW_FIELDS or says not in said
        ]
        return sorted(of_fields + of_rows, key=_place_in_form)

    @property
    def awaited(self) -> list[int]:
        """The rows of practice tests, from 1, whose score is still to come."""
        rows = enumerate(self.rows, start=1) if self.is_under_way else ()
        return [number for number, row in rows if row.test and not row.score]

    @property
    def as_typed(self) -> str:
        """A query that shows the form as it is, whatever is wrong with it or still to come."""
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

    @property
    def is_empty(self) -> bool:
        return not any(self.typed.values())

    @property
    def is_waiting(self) -> bool:
        """Whether nothing is wrong yet: an answer that every target needs is still to come."""
        missing = {"specialty", "group", "actual_score"} & self.errors.keys()
        return (
            (self.is_under_way or self.is_empty)
            and set(self.errors) == missing
            and not any(self.typed[name] for name in missing)
        )


def _place_in_form(problem: tuple[str, str]) -> int:
    """By the name of the field, which the id of a later row begins with."""
    return IN_ORDER.index(problem[0].rpartition("-")[0] or problem[0])


def read_goal_query(
    query: QueryDict, edition: Edition, today: date, *, is_under_way: bool = False
) -> GoalQuery:
    """The answers in a query and every sentence about what is wrong with them. Never raises."""
    form = GoalForm(query)
    form.is_valid()
    errors: Errors = {
        field: [str(says) for says in errors] for field, errors in form.errors.items()
    }
    given = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    if "specialty" in given:
        typed = given["specialty"]
        given["specialty"] = specialty_named(typed, edition)
        if given["specialty"] not in edition.specialties:
            several = [row.name for row in _begun_by(typed, edition)]
            if several:
                names = f"{', '.join(several[:-1])} or {several[-1]}"
                errors["specialty"] = [f"“{typed[:60]}” may be {names}: type more, or choose."]
    read = (_read_row(*row, edition, today) for row in _rows(query))
    rows = tuple(_still_awaited(row) if is_under_way else row for row in read)
    for field, says in (problem for row in rows for problem in row.problems):
        errors.setdefault(field, []).append(says)
    answers = Answers(
        **given,
        factors=_factors(query, given.get("group", ""), is_under_way=is_under_way),
        declined=_distinct(query.getlist("decline")),
        readings=tuple(row.reading for row in rows if row.reading),
        attempt_dates=tuple(_attempts(query, errors)),
    )
    for field, sentences in problems_of(answers, edition, today).items():
        if field not in errors:
            errors[field] = sentences
    return GoalQuery(_typed(query, rows), answers, errors, is_under_way, rows)


SHORTEST_BEGINNING = 3

SPOKEN = {
    "ct surgery": "thoracic-surgery",
    "dr": "diagnostic-radiology",
    "em": "emergency-medicine",
    "ent": "otolaryngology",
    "fm": "family-medicine",
    "im": "internal-medicine",
    "ir": "interventional-radiology",
    "med-peds": "medicine-pediatrics",
    "neurosurgery": "neurological-surgery",
    "ob": "obstetrics-gynecology",
    "ob/gyn": "obstetrics-gynecology",
    "ob-gyn": "obstetrics-gynecology",
    "obgyn": "obstetrics-gynecology",
    "orthopedic surgery": "orthopaedic-surgery",
    "orthopedics": "orthopaedic-surgery",
    "peds": "pediatrics",
    "pm&r": "physical-medicine-rehabilitation",
    "rad onc": "radiation-oncology",
}
"""What people call specialties, where it is no beginning of the name."""


def specialty_named(text: str, edition: Edition) -> str:
    """The id of a specialty given by id, by name, or by a beginning that only one name has.

    The beginning of any word counts, so that “radi” stays open between radiology and radiation
    oncology. The text itself where no specialty is meant, or more than one.
    """
    typed = " ".join(text.casefold().split())
    for specialty in edition.specialties.values():
        if typed in (specialty.id, specialty.name.casefold()):
            return specialty.id
    if SPOKEN.get(typed) in edition.specialties:
        return SPOKEN[typed]
    begun = _begun_by(text, edition)
    return begun[0].id if len(begun) == 1 else text


def _begun_by(text: str, edition: Edition) -> list[Specialty]:
    typed = " ".join(text.casefold().split())
    if len(typed) < SHORTEST_BEGINNING:
        return []
    return [row for row in edition.specialties.values() if _begins(row.name, typed)]


def _begins(name: str, typed: str) -> bool:
    """Whether the name, from its first word or from a later one, begins as typed."""
    words = re.split(r"(?<=[\W_])", name.casefold())
    return any("".join(words[place:]).startswith(typed) for place in range(len(words)))


def _factors(query: QueryDict, group: str, *, is_under_way: bool) -> tuple[str, ...]:
    """While the form is under way, one that does not apply to the group is passed over."""
    ticked = _distinct(query.getlist("factor"))
    if not is_under_way or group not in GROUPS:
        return ticked
    return tuple(name for name in ticked if name not in FACTORS or group in FACTORS[name].groups)


def _distinct(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def row_id(field: str, number: int) -> str:
    """The id of a field of the practice tests; that of the first row is the name of the field."""
    return field if number == 1 else f"{field}-{number}"


def _rows(query: QueryDict) -> list[tuple[str, str, str]]:
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


def _read_row(test: str, score: str, taken: str, edition: Edition, today: date) -> Row:
    row = Row(test, score, taken)
    if row.is_blank:
        return row
    reading, problems = _reading(row, edition)
    if reading:
        problems = [*problems, *problems_of_reading(reading, edition, today)]
    return replace(row, reading=reading, problems=tuple(problems))


def _still_awaited(row: Row) -> Row:
    """A test just chosen waits for its score: while the form is under way that is no error yet."""
    return replace(row, problems=()) if row.test and not row.score else row


def _reading(row: Row, edition: Edition) -> tuple[Reading | None, list[tuple[str, str]]]:
    name = _test_name(row.test, edition)
    if not row.test:
        return None, [("test", "Choose a test.")]
    if not row.score:
        return None, [("score", f"{name}: enter its score.")]
    value = _score(row.score, percent=_is_percent(row.test, edition))
    if value is None:
        return None, [("score", f"{name}: “{row.score[:20]}” is not a whole number.")]
    errors: Errors = {}
    day = _date(row.taken, "taken", errors)
    problems = [("taken", f"{name}: {says}") for says in errors.get("taken", ())]
    return Reading(row.test, value, day), problems


def _is_percent(test: str, edition: Edition) -> bool:
    return test in edition.practice_tests and edition.practice_tests[test].unit == "percent"


def _test_name(test: str, edition: Edition) -> str:
    known = edition.practice_tests.get(test)
    return known.name if known else test[:60]


def _score(text: str, *, percent: bool) -> int | None:
    """A whole number of up to six digits, with a per cent sign where it belongs."""
    digits = text.removesuffix("%").strip() if percent else text
    is_number = digits.removeprefix("-").isascii() and digits.removeprefix("-").isdecimal()
    return int(digits) if is_number and len(digits) <= 6 else None


def _attempts(query: QueryDict, errors: Errors) -> list[date]:
    days = (_date(text.strip(), "attempt_date", errors) for text in query.getlist("attempt_date"))
    return sorted(day for day in list(days)[:MOST_ATTEMPTS] if day)


def _date(text: str, field: str, errors: Errors) -> date | None:
    if not text:
        return None
    try:
        day: date = forms.DateField().clean(text)
        return day
    except forms.ValidationError:
        errors.setdefault(field, []).append(f"“{text[:20]}” is not a real date.")
        return None


def _typed(query: QueryDict, rows: Sequence[Row]) -> dict[str, Any]:
    """What came in the query under the names of the form, cut to a length worth showing again."""
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
    """The shortest query that gives these answers again, always spelled the same way."""
    plain = Answers()
    pairs: list[tuple[str, str]] = []
    for name in ("exam", "situation", "specialty", "group", "aim", "exam_date", "actual_score"):
        value = getattr(answers, name)
        if value is not None and value != getattr(plain, name):
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


class ShareForm(forms.Form):
    """What a link reveals, and until when."""

    SHOWN = (
        ("projection", "the projection, the chances and the plan"),
        ("scores", "my practice scores"),
        ("profile", "my profile and my attempts"),
    )
    LASTS = ((30, "30 days"), (182, "half a year"), (365, "one year"), (1095, "three years"))

    USUALLY_LASTS = 365

    shows = forms.MultipleChoiceField(choices=SHOWN, required=False)
    lasts = forms.TypedChoiceField(choices=LASTS, coerce=int, required=False)

    @property
    def shown(self) -> Shown:
        return Shown(**dict.fromkeys(self.cleaned_data.get("shows", ()), True))

    def expires_at(self, at: datetime) -> datetime:
        return at + timedelta(days=self.cleaned_data.get("lasts") or self.USUALLY_LASTS)


class ResponseForm(forms.Form):
    """An adviser's answer on a shared goal: plain text, shown as it was typed."""

    agreed_target = forms.IntegerField(
        required=False,
        min_value=LOWEST_SCORE,
        max_value=HIGHEST_SCORE,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Enter a whole number from 1 to 300."
        ),
    )
    note = forms.CharField(
        required=False,
        max_length=5000,
        error_messages={"max_length": "Enter a note of at most 5,000 characters."},
    )
    look_again = forms.DateField(
        required=False, error_messages={"invalid": "Enter a real date, as in 2027-05-01."}
    )
    name = forms.CharField(
        max_length=100,
        error_messages={
            "required": "Enter your name, as the student knows you.",
            "max_length": "Enter a name of at most 100 characters.",
        },
    )

    def __init__(self, *args: Any, pass_mark: int = LOWEST_SCORE, **options: Any) -> None:
        super().__init__(*args, **options)
        self.pass_mark = pass_mark

    def clean_agreed_target(self) -> int | None:
        target: int | None = self.cleaned_data["agreed_target"]
        if target is not None and target < self.pass_mark:
            raise forms.ValidationError(
                f"Enter a score from {self.pass_mark}, the pass mark, to {HIGHEST_SCORE}."
            )
        return target

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        said = {"agreed_target", "note", "look_again"}
        if not any(data.get(name) for name in said) and self.errors.keys().isdisjoint(said):
            self.add_error("note", "Enter an agreed target, a note or a date to look again.")
        return data


class CodeForm(forms.Form):
    """A code of the app, or a recovery code: as it is shown, in groups or not."""

    code = forms.CharField(max_length=60, error_messages={"required": "Enter a code."})

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split())


class ConfirmForm(CodeForm):
    """Whoever changes how they sign in does all of it once more."""

    password = forms.CharField(
        strip=False, max_length=4096, error_messages={"required": "Enter your password."}
    )


FORM_SALT = "usmlegoals.form"
FORM_AGE = timedelta(days=2)


def new_form_token() -> str:
    """A token that a form carries: the same form sent twice is told by it, and only ours count."""
    return signing.TimestampSigner(salt=FORM_SALT).sign(secrets.token_urlsafe(22))


def read_form_token(signed: str) -> str | None:
    """The token within, if it is one of ours and not too old."""
    try:
        return signing.TimestampSigner(salt=FORM_SALT).unsign(signed, max_age=FORM_AGE)
    except signing.BadSignature:
        return None


@dataclass(frozen=True)
class CompareQuery:
    """One student, and the specialties and groups to set side by side."""

    goal: GoalQuery
    chosen: tuple[str, ...]
    specialties: tuple[str, ...]
    """Those chosen, else all."""
    groups: tuple[str, ...]
    errors: Errors

    @property
    def answers(self) -> Answers:
        return self.goal.answers


def read_compare_query(query: QueryDict, edition: Edition, today: date) -> CompareQuery:
    """The query of `/goal/` with `specialty` and `group` repeated. Never raises."""
    one = query.copy()
    one["specialty"] = one["group"] = ""
    one["exam"] = "step2ck"
    goal = read_goal_query(one, edition, today)
    errors = {field: says for field, says in goal.errors.items() if field not in _REPEATED}
    named = _distinct([specialty_named(name, edition) for name in query.getlist("specialty")])
    groups = _distinct(query.getlist("group"))
    for field, values, known in (
        ("specialty", named, edition.specialties),
        ("group", groups, GROUPS),
    ):
        unknown = [value for value in values if value not in known]
        if unknown:
            errors[field] = [f"“{value[:60]}” is not on record here." for value in unknown[:5]]
    if not groups and query.keys() - _NO_ANSWERS:
        errors["group"] = ["Choose at least one applicant group."]
    chosen = tuple(name for name in edition.specialties if name in named)
    groups = tuple(group for group in GROUPS if group in groups)
    return CompareQuery(goal, chosen, chosen or tuple(edition.specialties), groups, errors)


_REPEATED = ("specialty", "group")
_NO_ANSWERS = {"edition", "sort"}
