"""Parts of a page that depend on nothing but what they are given."""

import pickle
from typing import Any

from django.template import Context, Engine, Library
from django.utils.safestring import SafeString

from scores.queries.keep import kept_unless_debugging

register = Library()

MOST_KEPT = 1500
"""Parts that a worker keeps, those asked for last: some 25 MB when there are so many."""


@register.simple_tag
def part(template: str, **content: Any) -> SafeString:
    """A template filled with `content` alone, in which no number needs a locale.

    What it says follows from `content`, so for the same it is written out once: students who ask
    about one specialty get the same figures, whatever their dates and their tests. What holds
    anything of one student's own, a score or a date, is included instead: nothing of it is kept.
    """
    return _written(template, pickle.dumps(content))


@kept_unless_debugging(most=MOST_KEPT)
def _written(template: str, content: bytes) -> SafeString:
    """`content` as bytes, in which text that is safe is never the same as text that is not."""
    filled = Context(pickle.loads(content), use_l10n=False)  # noqa: S301 (dumped just above)
    return Engine.get_default().get_template(template).render(filled)
