from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scores.accounts.devices import app_of, codes_left
from scores.accounts.people import remove_second_factor
from scores.management.people import find_person


class Command(BaseCommand):
    help = "Removes the app and the recovery codes of somebody who lost both."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name that the person signs in with")

    def handle(self, *, name: str, **options: Any) -> None:
        person = find_person(name)
        codes = codes_left(person)
        if app_of(person) is None and not codes:
            raise CommandError(f"{name} has no second factor to remove.")
        remove_second_factor(user=person)
        self.stdout.write(
            f"Removed the app of {name} and {codes} recovery codes. "
            f"At the next page, {name} sets up a new second factor."
        )
