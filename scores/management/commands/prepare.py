import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

LOCK = 7_305_201_001
"""The key of the advisory lock on PostgreSQL; any number that nobody else uses would do."""


class Command(BaseCommand):
    help = "Migrates and loads the editions: one process at a time, however many start at once."
    requires_system_checks = ()  # the checks ask the database, so they run under the lock

    def handle(self, *, verbosity: int, **options: Any) -> None:
        with one_at_a_time():
            self.check()
            call_command("migrate", interactive=False, verbosity=verbosity)
            call_command("load_editions", verbosity=verbosity)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Waits for its turn. The lock ends with the process that holds it, however that ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    else:
        database = Path(str(connection.settings_dict["NAME"]))
        with database.with_name(f"{database.name}.preparing").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
