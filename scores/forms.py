"""HTTP input to answers, and answers back to an address."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core import signing
from django.http import QueryDict

from scores.engine.answers import MOST_READINGS, Answers, Reading, problems_of
from scores.engine.edition import Edition
from scores.engine.record import number
from scores.engine.redact import Shown
from scores.engine.vocabulary import HIGHEST_SCORE, LOWEST_SCORE

Errors = dict[str, list[str]]

MOST_ATTEMPTS = 10


class GoalForm(forms.Form):
    """The single fields of the query of `/goal/`; what they may say is for the engine to judge."""

    exam = forms.CharField(required=False, max_length=20)
    situation = forms.CharField(required=False, max_length=20)
    specialty = forms.CharField(required=False, max_length=100)
    group = forms.CharField(required=False, max_length=30)
    aim = forms.CharField(required=False, max_length=20)
    exam_date = forms.DateField(required=False, error_messages={"invalid": "Enter a real date."})
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

    @property
    def is_empty(self) -> bool:
        return not any(self.typed.values())

    @property
    def is_waiting(self) -> bool:
        """Whether nothing is wrong yet: an answer that every target needs is still to come."""
        missing = {"specialty", "group"} & self.errors.keys()
        return (
            self.is_under_way
            and set(self.errors) == missing
            and not any(self.typed[name] for name in missing)
        )


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
        given["specialty"] = specialty_named(given["specialty"], edition)
    answers = Answers(
        **given,
        factors=_distinct(query.getlist("factor")),
        declined=_distinct(query.getlist("decline")),
        readings=tuple(_readings(query, edition, errors)),
        attempt_dates=tuple(_attempts(query, errors)),
    )
    for field, sentences in problems_of(answers, edition, today).items():
        if field not in errors:
            errors[field] = sentences
    return GoalQuery(_typed(query), answers, errors, is_under_way)


def specialty_named(text: str, edition: Edition) -> str:
    """The id of a specialty given by id or by name; the text itself where there is none."""
    for specialty in edition.specialties.values():
        if text.casefold() in (specialty.id, specialty.name.casefold()):
            return specialty.id
    return text


def _distinct(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _readings(query: QueryDict, edition: Edition, errors: Errors) -> list[Reading]:
    """The practice tests of the three repeated fields, blank rows left out."""
    readings = []
    for test, score, taken in _rows(query)[: MOST_READINGS + 1]:
        if not (test and score):
            if test or score or taken:
                missing = "score" if test else "test"
                says = (
                    f"{_test_name(test, edition)}: enter its score." if test else "Choose a test."
                )
                errors.setdefault(missing, []).append(says)
            continue
        value = _score(score, percent=_is_percent(test, edition))
        if value is None:
            says = f"{_test_name(test, edition)}: “{score[:20]}” is not a whole number."
            errors.setdefault("score", []).append(says)
            continue
        readings.append(Reading(test, value, _date(taken, "taken", errors)))
    return readings


def _rows(query: QueryDict) -> list[tuple[str, str, str]]:
    lists = (query.getlist(name) for name in ("test", "score", "taken"))
    return [
        (test.strip(), score.strip(), taken.strip())
        for test, score, taken in zip_longest(*lists, fillvalue="")
    ]


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


def _typed(query: QueryDict) -> dict[str, Any]:
    """What came in the query under the names of the form, cut to a length worth showing again."""
    typed: dict[str, Any] = {
        name: query.get(name, "")[:100] for name in (*GoalForm.base_fields, "edition")
    }
    typed |= {
        name: [value[:60] for value in query.getlist(name)][:20]
        for name in ("factor", "decline", "attempt_date")
    }
    typed["tests"] = [
        {"test": test[:60], "score": score[:20], "taken": taken[:20]}
        for test, score, taken in _rows(query)[:MOST_READINGS]
        if test or score or taken
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
    look_again = forms.DateField(required=False, error_messages={"invalid": "Enter a real date."})
    name = forms.CharField(
        max_length=100,
        error_messages={
            "required": "Enter your name, as the student knows you.",
            "max_length": "Enter a name of at most 100 characters.",
        },
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        said = ("agreed_target", "note", "look_again")
        if not self.errors and not any(data.get(name) for name in said):
            self.add_error("note", "Enter an agreed target, a note or a date to look again.")
        return data


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
