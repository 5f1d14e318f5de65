"""Looking at sources: the day of each look, and the day of the edition that follows from them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from scores.editions.diff import values_of
from scores.editions.drafts import hold_draft, record_edit
from scores.engine.errors import UsmlegoalsError
from scores.models import Edition, Source


@transaction.atomic
def note_look(*, edition: Edition, sources: Collection[int], by: Any, at: datetime) -> int:
    """These sources of a draft were looked at today, and have nothing new: how many they are."""
    edition = hold_draft(edition=edition)
    rows = list(Source.objects.filter(edition=edition, pk__in=sources))
    if not rows:
        raise UsmlegoalsError("Tick the sources that you looked at.")
    for row in rows:
        before = values_of(row)
        row.checked_on = at.date()
        row.save(update_fields=["checked_on"])
        record_edit(row=row, before=before, after=values_of(row), by=by, at=at)
    date_draft(edition=edition, by=by, at=at)
    return len(rows)


def date_draft(*, edition: Edition, by: Any, at: datetime) -> None:
    """A draft is as of the newest look at one of its sources; it never goes back.

    Whoever calls it holds the draft.
    """
    newest = Source.objects.filter(edition=edition).aggregate(day=Max("checked_on"))["day"]
    if newest is None or newest <= edition.as_of:
        return
    before = values_of(edition)
    edition.as_of = newest
    edition.save(update_fields=["as_of"])
    record_edit(row=edition, before=before, after=values_of(edition), by=by, at=at)
