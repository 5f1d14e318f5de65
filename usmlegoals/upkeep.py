"""What a server does for itself between two visitors."""

import logging
from time import monotonic

from django.db import close_old_connections
from django.utils import timezone

from scores.editions.away import DATABASE_AWAY
from scores.retention import purge_if_due

log = logging.getLogger(__name__)

PAUSE = 3600.0
"""Seconds after which a worker asks again whether it is time."""

_asked_at = float("-inf")


def purge_once_a_day() -> None:
    """Where nobody runs `purge_goals`; what it costs, no visitor waits for."""
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
