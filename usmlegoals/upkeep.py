"""Upkeep that a worker does between requests."""

import logging
from time import monotonic

from django.db import close_old_connections
from django.utils import timezone

from scores.editions.away import DATABASE_AWAY
from scores.retention import purge_if_due

log = logging.getLogger(__name__)

PAUSE = 3600.0
"""Seconds after which a worker checks again whether a purge is due."""

_asked_at = float("-inf")


def purge_once_a_day() -> None:
    """Purge once a day, even if nobody runs `purge_goals`. No visitor waits for it."""
    global _asked_at
    if monotonic() - _asked_at < PAUSE:
        return
    _asked_at = monotonic()
    try:
        purge_if_due(at=timezone.now())
    except DATABASE_AWAY as problem:
        log.warning("Nothing was purged: %s", " ".join(str(problem).split()))
    finally:
        close_old_connections()
