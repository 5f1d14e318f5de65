"""Figures in readable form, and marks that lead to their sources."""

import re

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from scores.editions.catalog import CARRIED_BACK
from scores.editions.diff import FieldChange, RowChange, say
from scores.engine.edition import Edition
from scores.engine.figures import HouseSetting, Parameter, Row, Source
from scores.engine.steps import Number, Step
from scores.engine.vocabulary import EVIDENCE, GROUPS_ON_RECORD, KINDS, STANDINGS, STATISTICS
from scores.models.exams import REPORTED_EXAMS
from scores.wording.values import band_text, counted, exact, plain, say_day

register = template.Library()

type Cited = str | Row | Step | list[Cited] | tuple[Cited, ...]

NOTHING = "–"

YEAR = re.compile(r"[0-9]{4}\??")

COLLECTION_KEY = re.compile(r"\b[A-Z]+(?:_[A-Z0-9]+)+\b")

BASES = {"shifted": "shifted stand-in", "stand-in": "plain stand-in", "none": "no figure"}

WORDS = REPORTED_EXAMS | BASES | GROUPS_ON_RECORD | KINDS | EVIDENCE | STANDINGS | STATISTICS


@register.filter
def number(value: Number | str | None) -> str:
    """A number as a person writes it; a dash where there is none."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        return value
    return counted(value) if isinstance(value, int) else plain(value)


@register.filter
def offset(value: Number | None) -> str:
    """Points to add, with their sign."""
    if value is None:
        return NOTHING
    return number(value) if value <= 0 else f"+{number(value)}"


register.filter("exactly", exact)
register.filter("day", lambda value: say_day(value) if value else NOTHING)
register.filter("item", lambda mapping, key: mapping.get(key))
register.filter("said", say)
register.filter("between", lambda ends: band_text(*ends))
register.filter("in_hundred", lambda share: 100 * share)


@register.filter
def signed(value: float, digits: int) -> str:
    """A difference with its sign and `digits` decimals."""
    text = f"{value:+.{digits}f}".replace("-", "−")
    return text if value else text.removeprefix("+")


@register.filter
def words(value: str) -> str:
    """An id in words: of a group, exam, kind, standing or statistic, or the id itself."""
    return WORDS.get(value, value)


@register.filter
def readable(value: str) -> str:
    """A remark from the original collection of figures, with its source keys replaced by words."""
    return COLLECTION_KEY.sub("another source", value)


@register.filter
def sentence(value: str) -> str:
    """The text with a capital at the start and a period at the end."""
    text = str(value)
    if not text:
        return text
    return f"{text[0].upper()}{text[1:]}{'' if text[-1] in '.?' else '.'}"


@register.filter
def row_name(change: RowChange) -> str:
    """The name of a changed row in words, without its sources, which are shown beside it."""
    parts = [part for part in change.key if part not in change.sources]
    return " · ".join(words(part) for part in parts)


@register.filter
def told_fields(change: RowChange) -> list[FieldChange]:
    """The fields of a new or removed row, without its sources, which are shown as marks."""
    return [field for field in change.fields if field.field not in {CARRIED_BACK, "source", "also"}]


@register.simple_tag
def kind(name: str) -> SafeString:
    """A label with the kind of the number beside it."""
    return format_html('<span class="kind kind-{}">{}</span>', name, KINDS[name])


@register.simple_tag(takes_context=True)
def cite(context: template.Context, row: Row) -> SafeString:
    """Links to the sources of a row: the best by name, the others as marks."""
    best, *others = row.sources
    source = context["edition"].sources[best]
    return format_html(
        '<a href="{}" title="{}">{}</a>{} <span class="flag">{}</span>',
        source_address(context, best),
        source.title,
        short_name(source),
        mark(context, *others),
        "carried back" if row.carried_back else "",
    )


@register.simple_tag(takes_context=True)
def mark(context: template.Context, *cited: Cited) -> SafeString:
    """Raised numbers that link to sources, as they are numbered on /sources/.

    A citation is the id of a source, a row, a step, which cites the sources of its figures, or a
    list of these.
    """
    edition: Edition = context["edition"]
    found = dict.fromkeys(name for one in cited for name in _sources_of(one))
    names = [name for name in found if name in edition.sources]
    order = list(edition.sources)
    return format_html_join(
        "",
        '<a class="source-mark" href="{}" title="{}">'
        '<span class="visually-hidden">source </span>{}</a>',
        (
            (source_address(context, name), edition.sources[name].title, order.index(name) + 1)
            for name in names
        ),
    )


def _sources_of(cited: Cited) -> list[str]:
    if isinstance(cited, str):
        return [cited]
    if isinstance(cited, Row):
        return list(cited.sources)
    if isinstance(cited, list | tuple):
        return [name for one in cited for name in _sources_of(one)]
    return [name for figure in cited.figures for name in (figure.source, *figure.also)]


@register.simple_tag(takes_context=True)
def house(context: template.Context, name: str) -> SafeString:
    """A house setting in running text: its value, with the marks of its sources."""
    row = context["edition"].settings[name]
    return _in_text(context, row, row.why)


@register.simple_tag(takes_context=True)
def parameter(context: template.Context, name: str) -> SafeString:
    """A parameter of the projection in running text, likewise."""
    row = context["edition"].parameters[name]
    return _in_text(context, row, row.describes)


def _in_text(context: template.Context, row: HouseSetting | Parameter, about: str) -> SafeString:
    number = format_html('<span class="number" title="{}">{}</span>', about, exact(row.value))
    return number + mark(context, row)


def source_address(context: template.Context, name: str) -> str:
    return f"{reverse('sources')}{context.get('at_edition', '')}#{name}"


def short_name(source: Source) -> str:
    """The publisher, or else the title, and the year if it is known."""
    year = YEAR.search(source.published)
    return ", ".join([source.publisher or source.title, *([year.group()] if year else [])])
