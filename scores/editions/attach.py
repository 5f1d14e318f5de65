"""Attaches expected values to a draft."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from scores.editions.drafts import hold_draft
from scores.editions.expected import Case, stamp_of
from scores.editions.load import EditionRefused
from scores.models import Edition, ExpectedValues


@transaction.atomic
def attach_expected(
    *, edition: Edition, by: Any, at: datetime, text: str, cases: Iterable[Case], read: str
) -> int:
    """Replaces the expected values of a draft with `cases`, and returns how many there are.

    No cases means that the draft has none any more. `read` is the stamp of the values that the page
    showed. Raises EditionRefused where they were replaced since, or the edition is published.
    """
    hold_draft(edition=edition)
    there = ExpectedValues.objects.filter(edition=edition).first()
    if read != stamp_of(there):
        raise EditionRefused(
            "Somebody attached others since you opened the page. They are below; save again "
            "to replace them with yours."
        )
    found = [asdict(case) for case in cases]
    if not found:
        ExpectedValues.objects.filter(edition=edition).delete()
        return 0
    ExpectedValues.objects.update_or_create(
        edition=edition, defaults={"text": text, "cases": found, "by": by, "at": at}
    )
    return len(found)
