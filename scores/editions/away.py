"""What the database told last of the published editions, for while it is away.

An edition never changes, and the moment it becomes the current one is decided beforehand. So only
what was published or withdrawn since then is missed, and `from_memory` tells that this stood in.
"""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from time import monotonic
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

log = logging.getLogger(__name__)

DATABASE_AWAY = (OperationalError, InterfaceError)
"""What says that the database is lost, locked, full or too slow: no mistake of ours."""

PAUSE = 5.0
"""Seconds for which a database that did not answer is left alone, where memory can stand in."""

from_memory: ContextVar[datetime | None] = ContextVar("from_memory", default=None)
"""When the database told what this request took from memory."""

does_without: ContextVar[bool] = ContextVar("does_without", default=True)
"""Whether memory serves this request; one that goes on to ask the database would wait twice."""

_told: dict[str, tuple[Any, datetime]] = {}
_left_alone_until = 0.0
_lost_until = 0.0


def note_if_lost() -> None:
    """A connection that is gone, not only a statement that took too long."""
    global _lost_until
    if connection.vendor == "postgresql":
        line: Any = connection.connection
        if line is None or line.closed:
            _lost_until = monotonic() + PAUSE


def is_lost() -> bool:
    """Whether it was lost just now: who cannot do without would wait in vain."""
    return monotonic() < _lost_until


def remembered[T](question: str, ask: Callable[[], T]) -> T:
    """The answer of the database or, while it is away, the one that it gave last."""
    global _left_alone_until
    if question not in _told or not (is_lost() or monotonic() < _left_alone_until):
        try:
            answer = ask()
        except DATABASE_AWAY as problem:
            log.error("The database is unavailable: %s", " ".join(str(problem).split()))
            _left_alone_until = monotonic() + PAUSE
            note_if_lost()
            if question not in _told or not does_without.get():
                raise
        else:
            if answer:  # of what there is not, anybody could ask without end
                _told[question] = answer, timezone.now()
            return answer
    answer, told_at = _told[question]
    from_memory.set(told_at)
    return answer
