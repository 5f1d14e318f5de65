"""The parameters of the projection in running text."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scores.templatetags.figures import exactly, mark

register = template.Library()


@register.simple_tag(takes_context=True)
def parameter(context: template.Context, name: str) -> SafeString:
    """A parameter of the edition: its value, and the mark of its source."""
    row = context["edition"].parameters[name]
    return format_html(
        '<span class="number" title="{}">{}</span>{}',
        row.describes,
        exactly(row.value),
        mark(context, row),
    )


@register.filter
def signed(value: float, digits: int) -> str:
    """A difference with its sign and so many decimals."""
    text = f"{value:+.{digits}f}".replace("-", "−")
    return text if value else text.removeprefix("+")
