"""What a server reads before the first visitor asks."""

import logging

from django.db import DatabaseError, InterfaceError, connections
from django.utils import timezone

from .databases.patience import EDITOR, patience

log = logging.getLogger(__name__)


def start_reading() -> None:
    """Every worker then has the figures, also one that begins while the database is away."""
    from scores.models import Edition
    from scores.queries.editions import read_ahead

    try:
        with patience(EDITOR):
            read_ahead(at=timezone.now())
    except (DatabaseError, InterfaceError, Edition.DoesNotExist) as problem:
        log.warning("Begun without figures in memory: %s", " ".join(str(problem).split()))
    finally:
        connections.close_all()  # a connection belongs to one process, and workers part from this
