"""The rows of a comparison, written without a template: there may be a hundred and more."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scores.charts.scale import Shape
from scores.reference.compare import Compared
from scores.reference.specialty_table import Rate
from scores.templatetags.figures import NOTHING, number, words
from scores.wording.values import sentence_case, signed

register = template.Library()

NONE = SafeString("")

HEAD = '<tr class="is-{}{}">\n<th scope="row">\n<a href="{}#result">{}</a>{}{}</th>\n'
ESTIMATED = SafeString(" is-estimated")
FEW = SafeString(' <span class="tag">few people</span>')
GROUP = ' <span class="quiet">{}</span>'

PICTURE = (
    '<td class="plot"><svg width="100%" height="24" role="img" aria-label="{}">{}'
    '<svg y="50%" overflow="visible">{}{}</svg></svg></td>\n'
)
BAR = '<rect class="middle" x="{}%" width="{}%" y="-4" height="8" rx="2"/>'
AT = '<circle class="aim" cx="{}%" r="5"/>'

NUMBER = '<td class="numeric">{}</td>'
CELLS = {
    "share": '<td class="numeric share">{}</td>',
    "positions": '<td class="numeric positions">{}</td>',
}
"""By the column, where it has a class of its own."""

TARGET = '<span class="target is-{}">{}<span class="visually-hidden"> {}</span></span>'
SHARE = '{} <span class="quiet">{}</span>'

OF_ALL = SafeString('<abbr title="of all applicants">*</abbr>')
OF_IMGS = SafeString('<abbr title="of US and non-US IMGs together">†</abbr>')


@register.simple_tag(takes_context=True)
def compared_row(
    context: template.Context, row: Shape, cells: dict[str, Any], address: str, ground: SafeString
) -> SafeString:
    """Who it is of, its picture over its ground, then a cell for each other column."""
    columns = [name for name in context["columns"] if name != "name"]
    is_drawn = context["picture"].is_shown
    html = [HEAD, PICTURE if is_drawn else "", *(CELLS.get(name, NUMBER) for name in columns)]
    values = [*_head(context, row.compared, address), *(_picture(row, ground) if is_drawn else ())]
    values += [_value(name, row.compared, cells) for name in columns]
    return format_html("".join([*html, "</tr>\n"]), *values)


def _head(context: template.Context, row: Compared, address: str) -> Iterator[str]:
    target, group = row.result.target, sentence_case(row.group_name)
    is_one_specialty = context["is_one_specialty"]
    is_mixed = not (context["is_one_group"] or is_one_specialty)
    yield row.basis
    yield ESTIMATED if row.is_estimated else NONE
    yield address
    yield group if is_one_specialty else row.name
    yield FEW if target and target.is_small else NONE
    yield format_html(GROUP, group) if is_mixed else NONE


def _picture(row: Shape, ground: SafeString) -> Iterator[str]:
    yield row.says
    yield ground
    yield format_html(BAR, row.bar.left, row.bar.width) if row.bar else NONE
    yield NONE if row.target is None else format_html(AT, row.target)


def _value(name: str, row: Compared, cells: dict[str, Any]) -> str:
    """What stands in a column."""
    match name:
        case "target":
            says = number(row.goal)
            return format_html(TARGET, row.basis, says, words(row.basis)) if row.basis else says
        case "projection":
            return number(row.heading_for)
        case "gap":
            return NOTHING if row.gap is None else signed(row.gap)
        case "share":
            return format_html(SHARE, *cells["share"]) if cells["share"] else NOTHING
        case "rate":
            return _rate(row.rate)
        case "positions":
            return number(row.positions.positions if row.positions else None)
    return number(cells["chance"])


def _rate(rate: Rate | None) -> str:
    """With a sign where it is of more people than the group."""
    if rate is None:
        return NOTHING
    whose = OF_ALL if rate.group == "all" else OF_IMGS if rate.group == "img" else NONE
    return (
        format_html("{}%{}", number(rate.percent), whose) if whose else f"{number(rate.percent)}%"
    )
