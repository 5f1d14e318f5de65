"""Choices of a form as radio buttons or checkboxes, each with its label and a line about it."""

from collections.abc import Collection, Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

Choice = tuple[str, str, str]
"""What is sent, its label, and a line about it or nothing."""


@register.simple_tag
def radios(name: str, choices: Iterable[Choice], chosen: str) -> SafeString:
    return _offered("radio", name, choices, (chosen,))


@register.simple_tag
def checkboxes(name: str, choices: Iterable[Choice], chosen: Collection[str]) -> SafeString:
    return _offered("checkbox", name, choices, chosen)


def _offered(
    kind: str, name: str, choices: Iterable[Choice], chosen: Collection[str]
) -> SafeString:
    """Without what is no choice: anybody can send that, and nothing of it is kept."""
    known = tuple(value for value, *_ in choices if value in chosen)
    return _rendered(kind, name, tuple(choices), known)


@lru_cache(maxsize=256)
def _rendered(
    kind: str, name: str, choices: tuple[Choice, ...], chosen: tuple[str, ...]
) -> SafeString:
    """Few ways to choose from a short list, in every form: each is written out once."""
    fields = {"type": kind, "name": name, "choices": choices, "chosen": chosen}
    return render_to_string("choices.html", fields)
