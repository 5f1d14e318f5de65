"""What a deletion leaves in files of SQLite: nothing, once this has run.

`secure_delete` (in the settings) writes zeros over what is deleted. The write-ahead log still holds
the pages as they were before, until it is emptied.
"""

import logging

from django.db import connection

log = logging.getLogger(__name__)

PATIENCE = 200
"""Milliseconds to wait for readers of the log; the next deletion or purge empties it otherwise."""


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
