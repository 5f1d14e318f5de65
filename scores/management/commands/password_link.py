from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scores.management.people import find_person, say_link


class Command(BaseCommand):
    help = "Prints a one-time link by which somebody sets a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name that the person signs in with")

    def handle(self, *, name: str, **options: Any) -> None:
        person = find_person(name)
        if not person.is_active:
            raise CommandError(f"The account of {name} is closed: open_account {name} opens it.")
        self.stdout.write(say_link(person))
