"""Django's PostgreSQL, for pages that answer within three seconds."""

import select
from math import inf
from time import monotonic
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from usmlegoals.databases.patience import LeftAlone, is_limited, patience

from . import driver

TAKEN_TO_BE_THERE = 1.0
"""Seconds after an answer in which it is enough that the server has not closed the line."""


class DatabaseWrapper(LeftAlone, base.DatabaseWrapper):
    Database = driver
    answered_at = -inf

    def init_connection_state(self) -> None:
        """A page that has given up would leave its statement behind, waiting for a lock."""
        super().init_connection_state()
        if is_limited():
            with self.cursor() as cursor:
                cursor.execute(
                    f"SET statement_timeout = {1000 * settings.DATABASE_PATIENCE - 100:.0f}"
                )

    def is_usable(self) -> Any:
        """Django wants to know with each page: half of the questions of most would be this one."""
        if monotonic() - self.answered_at < TAKEN_TO_BE_THERE and self._is_open():
            return True
        with patience(1):
            usable = super().is_usable()
        if usable:
            self.answered_at = monotonic()
        return usable

    def _is_open(self) -> bool:
        """At both ends: a server speaks unasked when it says farewell or closes its own."""
        if self.connection.closed:
            return False
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return not line.poll(0)
