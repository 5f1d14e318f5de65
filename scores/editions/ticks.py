"""A warning is accepted, and a changed row ticked, by whoever looked at it."""

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
    """What somebody sends of one thing: whether it is right, and a word on it."""

    about: str
    is_right: bool
    words: str = ""


@transaction.atomic
def accept_doubts(
    *, edition: Edition, by: Any, at: datetime, doubts: Iterable[Fault], words: Mapping[str, str]
) -> int:
    """Somebody looked twice at each of these warnings, and says why it stands."""
    hold_draft(edition=edition)
    subjects = {about(doubt): str(doubt) for doubt in doubts}
    if not words:
        raise EditionRefused("Tick the warnings that you looked at.")
    if any(not said.strip() for said in words.values()):
        raise EditionRefused("Say of each warning that you tick why it stands.")
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
    """A reviewer says which rows are as their source says; a mark without both is taken back."""
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
