from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from scores.accounts.people import remove_second_factor


class Command(BaseCommand):
    help = "Removes the app and the recovery codes of somebody who lost both."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name that the person signs in with")

    def handle(self, *, name: str, **options: Any) -> None:
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is nobody named {name}.")
        remove_second_factor(user=user)
        self.stdout.write(f"At the next page, {name} sets up a new second factor.")
