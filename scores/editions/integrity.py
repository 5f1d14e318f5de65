"""Whether the current edition still is what was published, asked often and computed seldom."""

from datetime import datetime, timedelta

from scores.editions.lines import content_digest
from scores.models import Edition

EVERY = timedelta(minutes=10)
"""A digest reads every row of an edition, which takes a third of a second: too long for a question
that is asked every few seconds. So each process computes it once for an edition, and again when
the answer is this old: whoever altered a figure is found within that time."""

_found: dict[str, tuple[datetime, bool]] = {}


def is_unaltered(edition: Edition, *, at: datetime) -> bool:
    """Whether a published edition has the content that its digest was taken of."""
    when, unaltered = _found.get(edition.digest, (None, False))
    if when is None or not when <= at < when + EVERY:
        unaltered = content_digest(edition) == edition.digest
        _found.clear()
        _found[edition.digest] = (at, unaltered)
    return unaltered
