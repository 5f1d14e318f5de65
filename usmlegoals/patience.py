"""How long a page waits for an answer of PostgreSQL before it gives up.

The timeouts in the settings are those of the server and of the network connection. Neither detects
a server that is frozen while its connection is good. `cursor_factory` gives Django this cursor.
"""

from functools import partial
from typing import Any

import psycopg
from django.db import OperationalError
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg.pq import TransactionStatus


class PatientCursor(ServerBindingCursor):
    """Django's cursor, on a connection that waits `patience` seconds for each answer."""

    patience = 2.5

    def __init__(self, connection: "psycopg.Connection[Any]", *args: Any, **options: Any) -> None:
        super().__init__(connection, *args, **options)  # type: ignore[call-arg]
        connection.wait = partial(answer_of, connection, timeout=self.patience)  # type: ignore[method-assign]


def answer_of(connection: "psycopg.Connection[Any]", *args: Any, **options: Any) -> Any:
    """Wait for an answer; after the timeout, close the connection and raise Django's error.

    After an error of psycopg, Django would connect and wait once more.
    """
    try:
        return psycopg.Connection.wait(connection, *args, **options)
    except psycopg.OperationalError as late:
        if connection.pgconn.transaction_status != TransactionStatus.ACTIVE:
            raise
        connection.pgconn.finish()
        raise OperationalError(f"PostgreSQL gave no answer in {options['timeout']} s.") from late
