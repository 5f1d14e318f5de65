"""Figures as a person reads them, each with the mark that leads to its source."""

from datetime import date
from fractions import Fraction
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from scores.engine.answers import say_day
from scores.engine.edition import Edition
from scores.engine.figures import Row, Source
from scores.engine.steps import Number, plain
from scores.engine.vocabulary import (
    EVIDENCE,
    EXAMS,
    GROUPS_ON_RECORD,
    KINDS,
    STANDINGS,
    STATISTICS,
)
from scores.queries.diffs import say

register = template.Library()

NOTHING = "–"

WORDS = EXAMS | GROUPS_ON_RECORD | KINDS | EVIDENCE | STANDINGS | STATISTICS


@register.filter
def number(value: Number | str | None) -> str:
    """A number as a person writes it; a dash where there is none."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else plain(value).replace("-", "−")


@register.filter
def exactly(value: Number) -> str:
    """Every recorded decimal: 0.6745 and not 0.7."""
    return f"{float(Fraction(value)):g}".replace("-", "−")


@register.filter
def offset(value: Number | None) -> str:
    """Points to add, with their sign."""
    if value is None:
        return NOTHING
    return number(value) if value <= 0 else f"+{number(value)}"


@register.filter
def day(value: date | None) -> str:
    return say_day(value) if value else NOTHING


@register.filter
def words(value: str) -> str:
    """An identifier of the field in words: a group, an exam, a kind, a standing, a statistic."""
    return WORDS.get(value, value)


@register.filter
def sentence(value: str) -> str:
    """The same words with a capital at the start and a stop at the end."""
    text = str(value)
    if not text:
        return text
    return f"{text[0].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


@register.filter
def capital(value: str) -> str:
    text = str(value)
    return f"{text[:1].upper()}{text[1:]}"


@register.filter
def tier(subject: str) -> str:
    """The name of a tier without the exam it is about."""
    return subject.removeprefix(EXAMS["step2ck"]).strip()


@register.filter
def said(value: Any) -> str:
    """A value of a difference as a person writes it."""
    return say(value)


@register.filter
def item(mapping: Any, key: Any) -> Any:
    return mapping.get(key)


@register.simple_tag
def kind(name: str) -> SafeString:
    """The tag that tells what kind of number stands beside it."""
    return format_html('<span class="kind kind-{}">{}</span>', name, KINDS[name])


@register.simple_tag(takes_context=True)
def cite(context: template.Context, row: Row) -> SafeString:
    """The sources of a row by name, the best first, each a link to what is known of it."""
    edition: Edition = context["edition"]
    links = (
        (source_address(context, name), edition.sources[name].title, _short(edition.sources[name]))
        for name in row.sources
    )
    named = format_html_join("; ", '<a href="{}" title="{}">{}</a>', links)
    return (
        format_html('{} <span class="flag">carried back</span>', named)
        if row.carried_back
        else named
    )


@register.simple_tag(takes_context=True)
def mark(context: template.Context, *names: str) -> SafeString:
    """Raised numbers that lead to sources, for running text: the number a source has on /sources/.

    Each argument is an id of a source, or a row, which stands for its sources.
    """
    edition: Edition = context["edition"]
    found: list[str] = []
    for name in names:
        found += [name] if isinstance(name, str) else name.sources
    order = list(edition.sources)
    return format_html_join(
        "",
        '<a class="source-mark" href="{}" title="{}">'
        '<span class="visually-hidden">source </span>{}</a>',
        (
            (source_address(context, name), edition.sources[name].title, order.index(name) + 1)
            for name in dict.fromkeys(found)
        ),
    )


@register.simple_tag(takes_context=True)
def house(context: template.Context, name: str) -> SafeString:
    """A house setting in running text: its value, and the mark of its source."""
    row = context["edition"].settings[name]
    return format_html(
        '<span class="number" title="{}">{}</span>{}',
        row.why,
        exactly(row.value),
        mark(context, row),
    )


def source_address(context: template.Context, name: str) -> str:
    return f"{reverse('sources')}{context.get('at_edition', '')}#{name}"


def _short(source: Source) -> str:
    """Publisher and date, as a list of references has them; the title where there is none."""
    year = source.published if source.published not in ("", "n.d.") else ""
    return ", ".join(part for part in (source.publisher or source.title, year) if part)
