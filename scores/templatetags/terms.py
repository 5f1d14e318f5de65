"""The terms of the field, explained where they stand.

A word of a sentence becomes a button that opens its explanation, a popover of the browser's own: it
needs no script, closes by Escape, and gives the focus back.
"""

import re

from django import template
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

TERMS: dict[str, tuple[str, str]] = {
    "img": (
        "IMG",
        "International medical graduate: somebody whose medical school is outside the US. US IMGs "
        "are citizens or permanent residents of the US, non-US IMGs are neither.",
    ),
    "matched": (
        "Matched",
        "Given a place by the Match in the specialty they wanted most, and with a score that is "
        "known. Those who matched elsewhere count as not matched.",
    ),
    "cycle": (
        "Cycle",
        "The year of a Match. Those of the 2026 cycle applied in the fall of 2025, and began "
        "residency in summer 2026.",
    ),
    "median": (
        "Median and mean",
        "The median is the middle: half of them scored lower, half higher. The mean is the "
        "average, which a few very low scores pull down. The two are never mixed here.",
    ),
    "quartile": (
        "Quartiles",
        "A quarter scored below the first quartile, a quarter above the third. The middle half "
        "lies between them.",
    ),
    "band": (
        "Band",
        "From the first to the third quartile: the middle half of those who matched. A quarter of "
        "them scored below it, a quarter above. That of a stand-in is wider, by how far the two "
        "groups have been seen apart.",
    ),
    "stand-in": (
        "Stand-in",
        "The figure of another group, used because none is recorded for yours. Nothing is added "
        "to it; its band is wider, by how far the two groups have been seen apart.",
    ),
    "percentile": (
        "Percentile",
        "How many in 100 of a named group scored lower. It is not the percent of questions "
        "answered correctly.",
    ),
    "interval": (
        "Interval",
        "A range in place of one number, as no practice test is exact. It says of how many in 100 "
        "students with such readings the score is expected to lie within; the others lie outside.",
    ),
    "safe-pass": (
        "Safe pass",
        "The passing score with room for the error of measurement. Below it, that error alone "
        "fails more than 1 in 20.",
    ),
    "sem": (
        "Standard error of measurement",
        "How far the scores of one person would differ from sitting to sitting, with nothing "
        "learned in between: in two of three cases by less than this.",
    ),
}
"""By id: the term, and what it means in a sentence or two."""

WORDS = {
    "img": r"IMGs?",
    "matched": r"matched",
    "cycle": r"cycle",
    "median": r"[Mm]edian|[Mm]ean",
    "quartile": r"(?:[Ff]irst|[Tt]hird) quartile",
    "band": r"Band",
    "stand-in": r"Stand-in",
    "percentile": r"percentile",
    "interval": r"interval",
    "safe-pass": r"[Ss]afe pass",
    "sem": r"SEM",
}
"""How each term is written in a sentence."""

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


EXPLANATIONS = format_html_join(
    "",
    '<div class="term-says" id="term-{}" popover><strong>{}</strong> {}</div>',
    ((name, *explained) for name, explained in TERMS.items()),
)


@register.simple_tag
def explanations() -> SafeString:
    """What the buttons open: the same on every page."""
    return EXPLANATIONS
