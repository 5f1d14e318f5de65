"""Parts in Jinja of a page that is in Django's own language."""

from typing import Any

from django import template
from django.template import engines
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def part(context: template.Context, name: str, **given: Any) -> SafeString:
    """A template of templates/jinja2/ with what it is given; without that, with all there is."""
    values: Any = given or context.flatten()
    return SafeString(engines["jinja2"].get_template(name).render(values))
