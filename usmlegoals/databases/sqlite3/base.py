"""Django's SQLite, for pages that answer within three seconds and writers that queue.

SQLite lets writers wait by asking again, less and less often: under load some never get their turn.
So it is told to give up soon, and is asked anew until the time is over: a tenth of a second at most
lies between two attempts, and all have the same chance.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from django.db.backends.sqlite3 import base

from usmlegoals.databases.patience import LeftAlone, is_limited, outage, time_left

COMMAND = 20.0
"""Seconds that a command waits for its turn."""


class Cursor(base.SQLiteCursorWrapper):
    def execute(self, query: str, params: Any = None) -> Any:
        return in_turn(lambda: super(Cursor, self).execute(query, params), reads=is_read(query))

    def executemany(self, query: str, param_list: Any) -> Any:
        rows = list(param_list)
        return in_turn(lambda: super(Cursor, self).executemany(query, rows))


def is_read(query: str) -> bool:
    return query.startswith("SELECT")


def in_turn[T](execute: Callable[[], T], *, reads: bool = False) -> T:
    """Asked again while others write. A statement that met a lock has done nothing yet."""
    left = time_left()
    until = monotonic() + (COMMAND if left is None else left)
    while True:
        try:
            return execute()
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            if monotonic() < until:
                continue
            if left is not None and reads:  # which no writer stands in the way of
                outage.begins(problem, took=left)
            raise


class DatabaseWrapper(LeftAlone, base.DatabaseWrapper):
    file: tuple[int, int] | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A page makes no database: an empty one would take the place of one that is missing."""
        if is_limited() and not self.is_in_memory_db() and self._file() is None:
            raise sqlite3.OperationalError("unable to open database file")
        connection = in_turn(lambda: super(DatabaseWrapper, self).get_new_connection(conn_params))
        self.file = self._file()
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)

    def is_usable(self) -> bool:
        """Whether the open file still is the one at its place, and not one that was deleted."""
        return self.is_in_memory_db() or self._file() == self.file

    def _file(self) -> tuple[int, int] | None:
        try:
            found = Path(self.settings_dict["NAME"]).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
