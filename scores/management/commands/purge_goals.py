from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from scores.goals.share import purge_goals


class Command(BaseCommand):
    help = "Deletes the goals whose links have expired, for good, and spent counts of addresses."

    def handle(self, **options: Any) -> None:
        goals, throttles = purge_goals(at=timezone.now())
        self.stdout.write(
            f"Deleted {_many(goals, 'expired goal')} with every revision, answer and link, "
            f"and {_many(throttles, 'spent count')} of how often an address shared or answered."
        )


def _many(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"
