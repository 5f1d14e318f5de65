"""The forms of saving, sharing and answering, and the token that detects a form sent twice."""

import secrets
import unicodedata
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core import signing

from scores.engine.vocabulary import HIGHEST_SCORE, LOWEST_SCORE
from scores.goals.redact import Shown
from scores.goals.share import FORM_AGE

FORM_SALT = "usmlegoals.form"


class NicknameField(forms.CharField):
    """The name that a student gives a goal: one line of plain text, also used as a title."""

    MOST = 60

    def __init__(self) -> None:
        says = f"Enter a name of at most {self.MOST} characters."
        errors = {"max_length": says}
        super().__init__(required=False, max_length=self.MOST, error_messages=errors)

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


def one_line(text: str) -> str:
    """The text in one line, without control characters and marks that change text direction."""
    kept = (" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    return " ".join("".join(sign for sign in kept if sign not in TURNS).split())


TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class SaveForm(forms.Form):
    """A name for a result saved in this browser."""

    nickname = NicknameField()


class ShareForm(forms.Form):
    """What a link reveals, and for how many days."""

    SHOWN = (
        ("projection", "the projection, the chances and the plan"),
        ("scores", "my practice scores"),
        ("profile", "my profile and my attempts"),
    )
    LASTS = ((30, "30 days"), (182, "half a year"), (365, "one year"), (1095, "three years"))

    USUALLY_LASTS = 365
    USUALLY_SHOWN = ("projection", "scores")
    """The parts that an advisor needs."""

    nickname = NicknameField()
    question = forms.CharField(
        required=False,
        max_length=500,
        error_messages={"max_length": "Enter a question of at most 500 characters."},
    )
    shows = forms.MultipleChoiceField(choices=SHOWN, required=False)
    lasts = forms.TypedChoiceField(choices=LASTS, coerce=int, required=False)

    @property
    def shown(self) -> Shown:
        return Shown(**dict.fromkeys(self.cleaned_data.get("shows", ()), True))

    def expires_at(self, at: datetime) -> datetime:
        return at + timedelta(days=self.cleaned_data.get("lasts") or self.USUALLY_LASTS)

    @property
    def named(self) -> dict[str, str]:
        """The nickname of the goal and the question to its advisors."""
        return {name: self.cleaned_data.get(name, "") for name in ("nickname", "question")}


TOO_OLD = "This form is too old or was altered."


class ResponseForm(forms.Form):
    """An advisor's answer on a shared goal, in plain text. It needs a target, note or date."""

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

    is_public = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, pass_mark: int = LOWEST_SCORE, today: date = date.min, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.pass_mark, self.today = pass_mark, today

    def clean_agreed_target(self) -> int | None:
        target: int | None = self.cleaned_data["agreed_target"]
        if target is not None and target < self.pass_mark:
            raise forms.ValidationError(
                f"Enter a score from {self.pass_mark}, the passing score, to {HIGHEST_SCORE}."
            )
        return target

    def clean_look_again(self) -> date | None:
        day: date | None = self.cleaned_data["look_again"]
        if day is not None and day < self.today:
            raise forms.ValidationError("Enter a day to come, or leave it empty.")
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        said = {"agreed_target", "note", "look_again"}
        if not any(data.get(name) for name in said) and self.errors.keys().isdisjoint(said):
            self.add_error("note", "Enter an agreed target, a note or a date to look again.")
        data["submission"] = read_form_token(self.data.get("once", ""))
        if data["submission"] is None:
            self.add_error(None, f"{TOO_OLD} Send it once more.")
        return data


def new_form_token() -> str:
    """A signed token for a form, by which the same form sent twice is detected."""
    return signing.TimestampSigner(salt=FORM_SALT).sign(secrets.token_urlsafe(22))


def read_form_token(signed: str) -> str | None:
    """The token without its signature; None if it is not one of ours or too old."""
    try:
        return signing.TimestampSigner(salt=FORM_SALT).unsign(signed, max_age=FORM_AGE)
    except signing.BadSignature:
        return None
