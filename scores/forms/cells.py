"""Reading a cell of a file as people write it: 1,200 or <1, US DO, 7/1/2027, yes.

A cell that cannot be read raises ValidationError with a sentence that says what to write.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from scores.forms.names import SPOKEN_GROUPS, plain

NOTHING = {"-", "–", "—", "n/a", "na"}
"""How people say that there is no number."""

TRUTH = {"yes": True, "y": True, "true": True, "1": True, "x": True}
TRUTH |= {"no": False, "n": False, "false": False, "0": False, "": False}

SPOKEN: Mapping[str, tuple[str, ...]] = SPOKEN_GROUPS | {
    "step1": ("usmle step 1",),
    "step2ck": ("step 2", "2ck", "ck", "usmle step 2 ck"),
    "step3": ("usmle step 3",),
    "matched": ("match",),
    "unmatched": ("not matched", "did not match", "no match"),
}
"""Other names that people use for ids in lists of choices."""

ENDS = {"<1": "0", ">99": "100"}
"""How norm tables print the percentiles below and above all others."""


def read_cell(field: Any, text: str) -> Any:
    """The value of a cell for a model's field. None is an empty number or date."""
    text = text.replace("\N{NO-BREAK SPACE}", " ").strip()
    if isinstance(field, models.BooleanField):
        return _truth(text)
    if field.choices:
        return _chosen(field, text)
    if isinstance(field, models.CharField | models.TextField):
        return _prose(text)
    if not text or text.casefold() in NOTHING:
        return None
    return _day(text) if isinstance(field, models.DateField) else _number(field, text)


def near(text: str, names: Mapping[str, str]) -> str:
    """A question that offers the name most like what was typed; empty where none is near.

    `names` is by plain form.
    """
    found = get_close_matches(plain(text), names, n=1, cutoff=0.75)
    return f" Did you mean {names[found[0]]}?" if found else ""


def _truth(text: str) -> bool:
    try:
        return TRUTH[text.casefold()]
    except KeyError:
        raise ValidationError(f"“{text[:40]}” is neither yes nor no.") from None


def _chosen(field: Any, text: str) -> Any:
    """The id of a choice given by id, by label or by another name that people use."""
    if not text:
        return field.get_default() if field.has_default() else ""
    typed, names = plain(text), dict[str, str]()
    for key, label in field.flatchoices:
        called = {plain(word) for word in (str(key), str(label), *SPOKEN.get(key, ()))}
        if typed in called:
            return key
        names |= dict.fromkeys(called, str(label))
    labels = ", ".join(str(label) for _, label in field.flatchoices)
    says = near(text, names) or f" Write one of: {labels}."
    raise ValidationError(f"“{text[:40]}” is not in the list.{says}")


def _prose(text: str) -> str:
    """The text, without the apostrophe that exports put before what looks like a formula.

    Any other text that begins like a formula is refused, as it would run when it is exported.
    """
    if text.startswith("'") and is_formula(text[1:]):
        return text[1:]
    if is_formula(text):
        raise ValidationError(f"“{text[:40]}” begins like a formula.")
    return text


def is_formula(text: str) -> bool:
    """Whether spreadsheets would run a text as a formula; -12 is a number."""
    return bool(re.match(r"[=+\-@\t\r](?!\d+(\.\d+)?$)", text))


def _day(text: str) -> Any:
    try:
        return forms.DateField().to_python(text)
    except ValidationError:
        says = f"“{text[:40]}” is not a date. Write it as 2027-07-01 or 7/1/2027."
        raise ValidationError(says) from None


def _number(field: Any, text: str) -> Any:
    digits = ENDS.get(text.replace(" ", ""), text) if field.name == "percentile" else text
    if field.name.startswith("percent"):
        digits = digits.removesuffix("%").strip()
    if re.fullmatch(r"[+-]?\d{1,3}([, ]\d{3})+(\.\d+)?", digits):
        digits = re.sub("[, ]", "", digits)
    if re.fullmatch(r"[<>≤≥~].*", digits):
        says = "is no exact number. Leave the cell empty, and say it in the note."
        raise ValidationError(f"“{text[:40]}” {says}")
    if not re.fullmatch(r"[+-]?\d{1,12}(\.\d+)?", digits):
        raise ValidationError(f"“{text[:40]}” is not a number.")
    if isinstance(field, models.DecimalField):
        return field.to_python(digits)
    whole, _, decimals = digits.partition(".")
    if decimals.strip("0"):
        raise ValidationError(f"“{text[:40]}” is not a whole number.")
    return field.to_python(whole)
