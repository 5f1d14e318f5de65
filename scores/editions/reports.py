"""Files and settles the reports of readers."""

from datetime import datetime
from hashlib import sha256

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from scores.models import Report


def file_report(
    *, submission: str, figure: str, page: str, edition: str, says: str, source: str
) -> Report:
    """Saves a report; the same `submission` sent again gives the report that is there."""
    told = {"figure": figure, "page": page, "edition": edition, "says": says, "source": source}
    key = sha256(f"report {submission}".encode()).hexdigest()
    report, _ = Report.objects.get_or_create(submission=key, defaults=told)
    return report


@transaction.atomic
def settle_report(*, report: Report, outcome: str, by: AbstractBaseUser, at: datetime) -> None:
    """Settles a report, or opens it again if the outcome is empty."""
    held = Report.objects.select_for_update().get(pk=report.pk)
    held.outcome = outcome
    held.settled_at, held.settled_by_id = (at, by.pk) if outcome else (None, None)
    held.save(update_fields=["outcome", "settled_at", "settled_by"])
