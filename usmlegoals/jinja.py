"""Templates of the answer, in Jinja: those that each answer needs anew, and a few more.

They hold most of the values of a page, and Jinja, which compiles a template to Python, renders them
in a fifth of the time that Django's own language takes. Pages around them are in that.
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
    """Lines of a template as they leave: without the room in front of them."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"\s*\n\s*", "\n", source)


def environment(**options: Any) -> Environment:
    """What a record does not have is nothing, as it is to Django: older records have less."""
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
