"""How long a page waits for PostgreSQL: one that takes connections and answers nothing is left.

The timeouts of the settings are of the server and of the line, and neither knows of a server that
is frozen while its line is good. Django is given this cursor by `cursor_factory`.
"""

from functools import partial
from typing import Any

import psycopg
from django.db import OperationalError
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg.pq import TransactionStatus


class PatientCursor(ServerBindingCursor):
    """Django's own, on a connection that waits so many seconds for each answer."""

    patience = 2.5

    def __init__(self, connection: "psycopg.Connection[Any]", *args: Any, **options: Any) -> None:
        super().__init__(connection, *args, **options)  # type: ignore[call-arg]
        connection.wait = partial(answer_of, connection, timeout=self.patience)  # type: ignore[method-assign]


def answer_of(connection: "psycopg.Connection[Any]", *args: Any, **options: Any) -> Any:
    """Raises Django's error: after one of psycopg's, Django would connect, and wait, once more."""
    try:
        return psycopg.Connection.wait(connection, *args, **options)
    except psycopg.OperationalError as late:
        if connection.pgconn.transaction_status != TransactionStatus.ACTIVE:
            raise
        connection.pgconn.finish()
        raise OperationalError(f"PostgreSQL gave no answer in {options['timeout']} s.") from late
