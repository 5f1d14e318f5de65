"""The Jinja environment for the parts that are rendered with each answer, and a few more.

They hold most of a page's values, and Jinja renders them in a fifth of the time that Django's
template language takes. The pages around them are Django templates.
"""

import re
from typing import Any

from django.template.defaultfilters import capfirst
from django.urls import reverse
from jinja2 import ChainableUndefined, Environment
from jinja2.ext import Extension

from scores.templatetags import figures, wording
from scores.wording.values import sentence_case


class WithoutIndentation(Extension):
    """Strips indentation and blank lines from templates."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"\s*\n\s*", "\n", source)


def environment(**options: Any) -> Environment:
    """The environment. What an older record lacks renders as nothing, as in Django templates."""
    options["undefined"] = ChainableUndefined
    made = Environment(**options, extensions=[WithoutIndentation])  # noqa: S701 - Django escapes
    made.globals |= {"url": reverse, "kind": figures.kind}
    made.filters |= {
        **figures.register.filters,
        **wording.register.filters,
        "capfirst": capfirst,
        "sentence_case": sentence_case,
    }
    return made
