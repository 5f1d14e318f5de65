"""Choices of a form as radio buttons or checkboxes, each with its label and a line about it."""

from collections.abc import Collection, Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

Choice = tuple[str, str, str]
"""The value that is sent, its label, and a hint, which may be empty."""

CHECKED = mark_safe(" checked")

CHOICE = (
    '<div class="choice"><input type="{}" name="{}" value="{}" id="{}"{}{}>'
    '<label for="{}">{}</label>{}</div>'
)


@register.simple_tag
def radios(name: str, choices: Iterable[Choice], chosen: str) -> SafeString:
    return _offered("radio", name, choices, (chosen,))


@register.simple_tag
def checkboxes(name: str, choices: Iterable[Choice], chosen: Collection[str]) -> SafeString:
    return _offered("checkbox", name, choices, chosen)


def _offered(
    kind: str, name: str, choices: Iterable[Choice], chosen: Collection[str]
) -> SafeString:
    return SafeString(
        "".join(
            [
                _choice(kind, name, choice, place == 0, choice[0] in chosen)
                for place, choice in enumerate(choices)
            ]
        )
    )


@lru_cache(maxsize=1024)
def _choice(kind: str, name: str, choice: Choice, is_first: bool, is_chosen: bool) -> SafeString:
    """One choice as HTML. The id of the first is the field's name, to which error links lead.

    Cached, as there are few choices in all.
    """
    value, label, line = choice
    own_id = name if is_first else f"{name}-{value}"
    about, hint = "", ""
    if line:
        about = format_html(' aria-describedby="{}-{}-hint"', name, value)
        hint = format_html('<span class="hint" id="{}-{}-hint">{}</span>', name, value, line)
    checked = CHECKED if is_chosen else ""
    return format_html(CHOICE, kind, name, value, own_id, about, checked, own_id, label, hint)
