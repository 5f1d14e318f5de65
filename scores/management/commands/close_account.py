from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from scores.accounts.people import close_account
from scores.management.people import find_person


class Command(BaseCommand):
    help = "Closes the account of somebody who has left; it can be opened again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name that the person signs in with")

    def handle(self, *, name: str, **options: Any) -> None:
        if close_account(user=find_person(name)):
            self.stdout.write(
                f"Closed the account of {name}: nobody signs in with it, and its sessions end. "
                f"What {name} did stays on record."
            )
        else:
            self.stdout.write(f"Nothing to do: the account of {name} was closed before.")
