from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection


class Command(BaseCommand):
    help = "Writes the SQLite database into one new file, as it is at this moment, under load too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to write it; it must not exist yet")

    def handle(self, *, file: Path, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("This is for SQLite. For PostgreSQL use pg_dump.")
        if file.exists():
            raise CommandError(f"{file} exists already.")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        self.stdout.write(f"Wrote {file}. To restore, put it in the place of the database.")
