"""Django's PostgreSQL, for pages that answer within three seconds."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from usmlegoals.databases.patience import LeftAlone, is_limited, patience

from . import driver


class DatabaseWrapper(LeftAlone, base.DatabaseWrapper):
    Database = driver

    def init_connection_state(self) -> None:
        """A page that has given up would leave its statement behind, waiting for a lock."""
        super().init_connection_state()
        if is_limited():
            with self.cursor() as cursor:
                cursor.execute(
                    f"SET statement_timeout = {1000 * settings.DATABASE_PATIENCE - 100:.0f}"
                )

    def is_usable(self) -> Any:
        with patience(1):
            return super().is_usable()
