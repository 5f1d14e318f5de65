"""Values that follow from other rows of the edition, for an editor who leaves them empty."""

from collections.abc import Iterable
from datetime import date

from scores.models import PassingStandard


def score_before(marks: Iterable[PassingStandard], *, exam: str, day: date) -> int | None:
    """The passing score that was in force before that day; None if none is on record."""
    earlier = [mark for mark in marks if mark.exam == exam and mark.effective_from < day]
    return max(earlier, key=lambda mark: mark.effective_from).score if earlier else None
