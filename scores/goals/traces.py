"""What a deletion leaves in files of SQLite: nothing, once the purge has run.

`secure_delete` (in the settings) writes zeros over what is deleted. The write-ahead log still holds
the pages as they were before, until it is emptied. And where rows were moved from page to page, now
and then a copy of one stays in room that the page does not use: a file written anew has none.
"""

import logging
from pathlib import Path

from django.db import OperationalError, connection

log = logging.getLogger(__name__)

PATIENCE = 200
"""Milliseconds to wait for readers of the log; the next deletion or purge empties it otherwise."""

LARGEST = 200_000_000
"""Bytes of a file that is written anew while the site runs: in about a second, in which others can
read, and wait to write."""


def rewrite_file() -> None:
    """Writes the database anew without what is in no row, and empties the log."""
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
    """Copies the log into the database and cuts it to nothing; PostgreSQL looks after its own."""
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
