"""Records that people accepted warnings and ticked changed rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from scores.editions.checks import Fault
from scores.editions.diff import RowChange
from scores.editions.drafts import hold_draft
from scores.editions.load import EditionRefused
from scores.editions.looked import LONGEST_SUBJECT, about
from scores.models import Edition


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody says of one warning or row: whether it is right, and a comment."""

    about: str
    is_right: bool
    words: str = ""


@transaction.atomic
def accept_doubts(
    *, edition: Edition, by: Any, at: datetime, doubts: Iterable[Fault], words: Mapping[str, str]
) -> int:
    """Accepts warnings, with a reason for each in `words` by digest; returns how many.

    Raises EditionRefused where a reason is missing, or a warning is no longer there.
    """
    hold_draft(edition=edition)
    subjects = {about(doubt): str(doubt) for doubt in doubts}
    if not words:
        raise EditionRefused("Tick the warnings that you looked at.")
    if any(not said.strip() for said in words.values()):
        raise EditionRefused("Say of each warning that you tick why it is right.")
    _refuse_unknown(words, subjects)
    for digest, said in words.items():
        _write(edition, by, at, Mark(digest, True, said), subjects[digest])
    return len(words)


@transaction.atomic
def tick_rows(
    *,
    edition: Edition,
    by: Any,
    at: datetime,
    changes: Iterable[RowChange],
    marks: Sequence[Mark],
) -> int:
    """Ticks changed rows, or comments on them; returns how many were marked right.

    A mark that is neither right nor has words deletes the person's tick.
    """
    hold_draft(edition=edition)
    subjects = {about(change): str(change) for change in changes}
    _refuse_unknown([mark.about for mark in marks], subjects)
    for mark in marks:
        if mark.is_right or mark.words.strip():
            _write(edition, by, at, mark, subjects[mark.about])
        else:
            edition.ticks.filter(about=mark.about, by=by).delete()
    return sum(mark.is_right for mark in marks)


def _refuse_unknown(digests: Collection[str], subjects: Mapping[str, str]) -> None:
    if not set(digests) <= subjects.keys():
        raise EditionRefused("The edition was changed while you looked at it. Look at it again.")


def _write(edition: Edition, by: Any, at: datetime, mark: Mark, subject: str) -> None:
    said = {"is_right": mark.is_right, "words": mark.words.strip()}
    there = edition.ticks.filter(about=mark.about, by=by).first()
    if there is None or (there.is_right, there.words) != tuple(said.values()):
        edition.ticks.update_or_create(
            about=mark.about,
            by=by,
            defaults={"at": at, "subject": subject[:LONGEST_SUBJECT], **said},
        )
