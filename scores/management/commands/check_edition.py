from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from scores.editions.checks import faults_of
from scores.editions.expected import unexpected
from scores.editions.reader import read_edition
from scores.management.figures import find_edition


class Command(BaseCommand):
    help = "Runs every check that publishing an edition runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("label")

    def handle(self, *, label: str, **options: Any) -> None:
        edition = find_edition(label)
        faults = faults_of(edition)
        if not edition.is_published:
            faults += unexpected(edition, read_edition(edition), timezone.now().date())
        for fault in faults:
            self.stdout.write(str(fault))
        if faults:
            many = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
            raise CommandError(f"Edition {edition} has {many}.")
        self.stdout.write(f"Edition {edition} passes every check.")
