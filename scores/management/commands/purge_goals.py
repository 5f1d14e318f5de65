import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.utils import timezone

from scores.retention import purge


class Command(BaseCommand):
    help = "Deletes for good what has ended: goals, counts of addresses, sign-ins, sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every", type=float, metavar="HOURS", help="repeat after so many hours"
        )

    def handle(self, *, every: float | None, **options: Any) -> None:
        self._purge()
        while every:
            connections.close_all()  # keeps no connection open while it sleeps
            time.sleep(every * 3600)
            self._purge()

    def _purge(self) -> None:
        done = purge(at=timezone.now())
        parts = [
            f"{_many(done.goals, 'expired goal')} with every revision, answer and link",
            f"{_many(done.counts, 'spent count')} of how often an address shared or answered",
            _many(done.forms, "trace") + " of deleted forms",
            _many(done.attempts, "wrong sign-in"),
            f"and {_many(done.sessions, 'session')} that ended.",
        ]
        self.stdout.write(f"Deleted {', '.join(parts)}")
        self.stdout.flush()


def _many(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"
