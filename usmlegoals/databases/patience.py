"""How long a page waits for its database, and how long one that does not answer is left alone.

A page has to answer within three seconds, whatever became of the database: so all its waiting ends
at one moment. And while a database is away, visitors must not queue behind each other's attempts to
reach it: after one that failed, the next is made a while later. Commands have no such limit.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

EDITOR = 20.0
"""Seconds for those who check and publish editions, which reads and writes all of their rows."""

SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 10.0

log = logging.getLogger(__name__)

_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Within this, all waiting for the database ends so many seconds from now."""
    token = _until.set(monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def is_limited() -> bool:
    return _until.get() is not None


def time_left() -> float | None:
    """Seconds for the next answer; None where there is no limit."""
    until = _until.get()
    return None if until is None else min(max(until - monotonic(), 0), settings.DATABASE_PATIENCE)


@dataclass
class Outage:
    """What this process knows of its database: whether to leave it alone for now."""

    over: float = 0

    def begins(self, problem: Exception, *, took: float) -> None:
        """Left alone for longer the longer it was waited for, so that most of the time is free."""
        pause = min(max(SHORTEST_PAUSE, 4 * took), LONGEST_PAUSE)
        self.over = monotonic() + pause
        says = " ".join(str(problem).split())
        log.error("The database is away: %s. Asked again in %.0f s.", says, pause)

    def is_known(self) -> bool:
        return self.over > monotonic()


outage = Outage()


class LeftAlone(BaseDatabaseWrapper):
    """A database that pages leave alone for a while after it could not be reached."""

    Database: Any

    def ensure_connection(self) -> None:
        if outage.is_known() and is_limited():
            raise OperationalError("The database was away a moment ago.")
        super().ensure_connection()

    def connect(self) -> None:
        began = monotonic()
        try:
            super().connect()
        except self.Database.Error as problem:
            if is_limited():
                outage.begins(problem, took=monotonic() - began)
            raise
