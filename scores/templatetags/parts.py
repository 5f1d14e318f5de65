"""Jinja parts within pages in Django's template language."""

from typing import Any

from django import template
from django.template import engines
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def part(context: template.Context, name: str, **given: Any) -> SafeString:
    """Render a template of templates/jinja2/ with the values given, or else the whole context."""
    values: Any = given or context.flatten()
    return SafeString(engines["jinja2"].get_template(name).render(values))
