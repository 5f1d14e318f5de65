from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from scores.management.figures import add_edition, edition_named
from scores.reference.freshness import Upkeep, upkeep_of
from scores.wording.freshness import KINDS
from scores.wording.values import say_day


class Command(BaseCommand):
    help = (
        "Lists when each source is due to be looked at again, the first one at the top. "
        "Fails where one is overdue: for monitoring."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_edition(parser)

    def handle(self, *, edition: str, **options: Any) -> None:
        figures, today = edition_named(edition), timezone.now().date()
        upkeep = upkeep_of(figures)
        for each in upkeep:
            self.stdout.write(say_upkeep(each, today))
        overdue = [each for each in upkeep if each.is_overdue(today)]
        if overdue:
            many = "1 source is" if len(overdue) == 1 else f"{len(overdue)} sources are"
            raise CommandError(f"Edition {figures.label}: {many} overdue.")
        self.stdout.write(f"Edition {figures.label}: nothing is overdue.")


def say_upkeep(upkeep: Upkeep, today: date) -> str:
    state = "overdue since" if upkeep.is_overdue(today) else "due by"
    kinds = ", ".join(KINDS[kind] for kind in upkeep.kinds)
    looked = f"last looked at on {say_day(upkeep.checked_on)}"
    return f"{upkeep.source.slug}: {kinds}, {state} {say_day(upkeep.due)}, {looked}"
