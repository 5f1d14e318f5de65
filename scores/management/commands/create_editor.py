import sys
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from scores.accounts.people import PersonRefused, create_person
from scores.management.people import say_link

GROUPS = ("editor", "reviewer")


class Command(BaseCommand):
    help = (
        "Makes a person who may sign in to the admin, as editor, reviewer or both. "
        "Asks for what is not given, and prints a one-time link that sets the password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", help="the name to sign in with")
        parser.add_argument("--email", help="an e-mail address; may stay empty")
        parser.add_argument(
            "--group", action="append", choices=GROUPS, help="give it twice for both groups"
        )

    def handle(
        self, *, name: str | None, email: str | None, group: list[str] | None, **options: Any
    ) -> None:
        asks = sys.stdin.isatty()
        if not name and not asks:
            raise CommandError("Give a name: --name NAME")
        name = name or input("Name to sign in with: ").strip()
        if User.objects.filter(username=name).exists():
            raise CommandError(
                f"There is already somebody named {name}. "
                f"For a new password: manage.py password_link {name}"
            )
        if email is None:
            email = input("E-mail (may stay empty): ").strip() if asks else ""
        groups = group or (ask_groups() if asks else ["editor"])
        try:
            person = create_person(name=name, email=email, groups=groups)
        except PersonRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Made {name}: {' and '.join(groups)}.\n{say_link(person)}")


def ask_groups() -> list[str]:
    typed = input("Groups: editor, reviewer, or both (editor): ").strip().lower()
    groups = list(GROUPS) if typed == "both" else typed.replace(",", " ").split() or ["editor"]
    if not set(groups) <= set(GROUPS):
        raise CommandError(f"There is no group {typed}: enter editor, reviewer or both.")
    return groups
