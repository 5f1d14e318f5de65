"""The terms of the field, explained where they stand.

A word of a sentence becomes a button that opens its explanation, a popover of the browser's own: it
needs no script, closes by Escape, and gives the focus back.
"""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

WORDS = {"percentile": r"percentile", "sem": r"SEM"}
"""How each term is written in a sentence; `terms.html` says what it means."""

WRITTEN = re.compile(
    "|".join(rf"(?P<{name.replace('-', '_')}>\b(?:{word})\b)" for name, word in WORDS.items())
)


@register.filter
def explain(text: str) -> SafeString:
    """The sentence with each of its terms, where it stands first, as a button that explains it."""
    found: set[str] = set()

    def button(match: re.Match[str]) -> str:
        name = str(match.lastgroup).replace("_", "-")
        if name in found:
            return match.group()
        found.add(name)
        return (
            f'<button type="button" class="term" popovertarget="term-{name}">'
            f"{match.group()}</button>"
        )

    return mark_safe(WRITTEN.sub(button, conditional_escape(text)))  # noqa: S308 (escaped before)
