"""The last answers of the database about published editions, for while it is unavailable.

An edition never changes, and the moment it becomes the current one is decided beforehand. So only
what was published or withdrawn since then is missed. `from_memory` shows that an answer is old.
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
"""Errors of a database that is lost, locked, full or too slow: no mistake in our code."""

PAUSE = 5.0
"""Seconds without another try after a database failed, for questions that memory can answer."""

from_memory: ContextVar[datetime | None] = ContextVar("from_memory", default=None)
"""When the database gave the answer that this request took from memory; None if it took none."""

does_without: ContextVar[bool] = ContextVar("does_without", default=True)
"""Whether memory may answer right after a query failed.

False for a request that needs the database anyway: with another query it would wait twice.
"""

_told: dict[str, tuple[Any, datetime]] = {}
_left_alone_until = 0.0
_lost_until = 0.0


def note_if_lost() -> None:
    """Notes that the connection is gone, unless only a statement took too long. PostgreSQL only."""
    global _lost_until
    if connection.vendor == "postgresql":
        line: Any = connection.connection
        if line is None or line.closed:
            _lost_until = monotonic() + PAUSE


def is_lost() -> bool:
    """Whether the connection was lost in the last `PAUSE` seconds, so that trying is in vain."""
    return monotonic() < _lost_until


def remembered[T](question: str, ask: Callable[[], T]) -> T:
    """The answer of the database or, while it is unavailable, the last one it gave.

    Raises one of `DATABASE_AWAY` where there is no earlier one, or `does_without` forbids it.
    """
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
            if answer:  # no empty answer: made-up questions would fill the memory
                _told[question] = answer, timezone.now()
            return answer
    answer, told_at = _told[question]
    from_memory.set(told_at)
    return answer
