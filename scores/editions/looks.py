"""Records when sources were looked at, and dates a draft accordingly."""

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
    """Records that these sources were looked at today and have nothing new; returns how many.

    Raises UsmlegoalsError if the draft has none of them.
    """
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
    """Dates a draft as of the newest look at one of its sources, never back.

    The caller has to hold the draft.
    """
    newest = Source.objects.filter(edition=edition).aggregate(day=Max("checked_on"))["day"]
    if newest is None or newest <= edition.as_of:
        return
    before = values_of(edition)
    edition.as_of = newest
    edition.save(update_fields=["as_of"])
    record_edit(row=edition, before=before, after=values_of(edition), by=by, at=at)
