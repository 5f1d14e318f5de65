"""Choices of a form as radio buttons or checkboxes, each with its label and a line about it."""

from collections.abc import Collection, Iterable

from django import template
from django.utils.safestring import SafeString

from .parts import part

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
    return part("choices.html", type=kind, name=name, choices=tuple(choices), chosen=known)
