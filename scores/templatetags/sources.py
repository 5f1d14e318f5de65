"""The list of sources of a result."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from scores.engine.record import Record
from scores.queries.keep import kept_unless_debugging

register = template.Library()


@register.simple_tag
def listed(source: Record) -> SafeString:
    return _listed(tuple(source.items()))


@kept_unless_debugging(most=2048)
def _listed(source: tuple[tuple[str, object], ...]) -> SafeString:
    """Kept: the same sources stand under nearly every result, twenty at a time."""
    return render_to_string("goal/source.html", {"source": dict(source)})
