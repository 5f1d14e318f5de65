"""Deletes what has ended, and records when that was done.

docs/privacy.md lists every table with what people leave in it, and for how long.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from scores.accounts.sign_in import forget_sign_ins
from scores.goals.share import purge_goals, purge_tombstones
from scores.goals.traces import rewrite_file
from scores.models import Purge

A_DAY = timedelta(days=1)
OVERDUE = 2 * A_DAY


@dataclass(frozen=True, slots=True)
class Purged:
    goals: int
    counts: int
    forms: int
    attempts: int
    sessions: int


def purge(*, at: datetime) -> Purged:
    """Deletes goals, counts, forms, sign-in attempts and sessions that have ended."""
    goals, counts = purge_goals(at=at)
    forms = purge_tombstones(at=at)
    attempts, sessions = forget_sign_ins(at=at)
    Purge.objects.update_or_create(pk=1, defaults={"begun_at": at, "done_at": at})
    transaction.on_commit(rewrite_file)
    return Purged(goals, counts, forms, attempts, sessions)


def purge_if_due(*, at: datetime) -> Purged | None:
    """Purges unless that was begun less than a day ago, in which case it returns None."""
    _, is_first = Purge.objects.get_or_create(pk=1, defaults={"begun_at": at})
    is_mine = is_first or Purge.objects.filter(pk=1, begun_at__lte=at - A_DAY).update(begun_at=at)
    return purge(at=at) if is_mine else None


def last_purge() -> datetime | None:
    """When the last purge was done; None if none was."""
    return Purge.objects.values_list("done_at", flat=True).filter(pk=1).first()


def is_overdue(*, at: datetime) -> bool:
    done_at = last_purge()
    return done_at is None or done_at < at - OVERDUE
