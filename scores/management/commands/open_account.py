from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from scores.accounts.people import open_account
from scores.management.people import find_person


class Command(BaseCommand):
    help = "Opens an account that was closed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name that the person signs in with")

    def handle(self, *, name: str, **options: Any) -> None:
        if open_account(user=find_person(name)):
            self.stdout.write(
                f"Opened the account of {name}, with the password and second factor of before."
            )
        else:
            self.stdout.write(f"Nothing to do: the account of {name} is open already.")
