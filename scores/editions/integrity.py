"""Whether a published edition still has its published content, from a cached answer."""

from datetime import datetime, timedelta

from scores.editions.lines import content_digest
from scores.models import Edition

EVERY = timedelta(minutes=10)
"""How long an answer is kept.

A digest reads every row of an edition, which takes a third of a second: too long for a question
that is asked every few seconds. An altered figure is found after this time at the latest.
"""

_found: dict[str, tuple[datetime, bool]] = {}


def is_unaltered(edition: Edition, *, at: datetime) -> bool:
    """Whether a published edition's content still has its digest, as of the last computation."""
    when, unaltered = _found.get(edition.digest, (None, False))
    if when is None or not when <= at < when + EVERY:
        unaltered = content_digest(edition) == edition.digest
        _found.clear()
        _found[edition.digest] = (at, unaltered)
    return unaltered
