"""What a server does before it serves the first visitor."""

import logging

from django.db import connections
from django.utils import timezone

log = logging.getLogger(__name__)


def warn_of_missing_settings() -> None:
    from .checks import check_missing_settings

    for message in check_missing_settings():
        log.warning("%s %s", message.msg, message.hint)


def start_reading() -> None:
    """Read the figures into memory, so that workers have them even without the database."""
    from scores.editions.away import DATABASE_AWAY
    from scores.editions.reader import current_edition
    from scores.models import Edition

    try:
        current_edition(at=timezone.now())
    except (*DATABASE_AWAY, Edition.DoesNotExist) as problem:
        log.warning("Begun without figures in memory: %s", " ".join(str(problem).split()))
    finally:
        connections.close_all()  # workers fork from this process and must not share a connection
