"""The page that attaches expected values to a draft."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from scores.editions.attach import attach_expected
from scores.editions.expected import expected_of, stamp_of
from scores.editions.reader import read_edition
from scores.engine.errors import UsmlegoalsError
from scores.forms.expected import MOST_BYTES, read_expected
from scores.models import Edition


class ExpectedForm(forms.Form):
    """A text file or typed text; the file counts if there are both."""

    text = forms.CharField(required=False, max_length=MOST_BYTES)
    file = forms.FileField(required=False)
    read = forms.CharField(required=False, max_length=40)

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The file is too large for a list of answers.")
        try:
            text = str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError("Save the file as text in UTF-8.") from error
        if "\0" in text:
            raise forms.ValidationError("This is no text file: save it as text in UTF-8.")
        return text

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["text"] = values.get("file") or values.get("text", "")
        return values


def attach(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """The context of the page; it has `is_attached` if the text was accepted."""
    form = ExpectedForm(request.POST or None, request.FILES or None)
    now = timezone.now()
    there = expected_of(edition)
    page = {"expected": there, "stamp": stamp_of(there), "text": there.text if there else ""}
    if request.method != "POST":
        return page
    if not form.is_valid():
        return page | {"problems": [says for found in form.errors.values() for says in found]}
    text = form.cleaned_data["text"]
    cases, problems = read_expected(text, read_edition(edition), now.date())
    if problems:
        return page | {"problems": problems, "text": text}
    try:
        many = attach_expected(
            edition=edition,
            by=request.user,
            at=now,
            text=text,
            cases=cases,
            read=form.cleaned_data["read"],
        )
    except UsmlegoalsError as refused:
        return page | {"problems": [str(refused)], "text": text, "theirs": page["text"]}
    messages.success(request, f"{many} expected values run with the checks.")
    return page | {"is_attached": True}
