"""Removes what deletions leave in the files of SQLite.

`secure_delete` (in the settings) writes zeros over deleted rows. But the write-ahead log has the
earlier pages until it is emptied. And where rows were moved between pages, a copy may stay in the
unused part of a page until the file is rewritten.
"""

import logging
from pathlib import Path

from django.db import OperationalError, connection

log = logging.getLogger(__name__)

PATIENCE = 200
"""Milliseconds to wait for readers of the log. If they take longer, a later deletion empties it."""

LARGEST = 200_000_000
"""The largest file, in bytes, that is rewritten while the site runs.

It takes about a second, in which others can read, and wait to write.
"""


def rewrite_file() -> None:
    """Rewrites the database without leftovers of deleted rows, and empties the log.

    It only logs a warning if the database is too large or in use.
    """
    if connection.vendor != "sqlite":
        return
    size = Path(connection.settings_dict["NAME"]).stat().st_size
    if size > LARGEST:
        log.warning("The database is too large to be rewritten: run VACUUM on it at a quiet time.")
    else:
        try:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")
        except OperationalError as problem:
            log.warning("The database is not rewritten, the next purge tries again: %s", problem)
    empty_log()


def empty_log() -> None:
    """Copies the log into the database and truncates it, on SQLite only."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
    if is_busy:
        log.info("The log of the database is in use: it is emptied with the next deletion.")
