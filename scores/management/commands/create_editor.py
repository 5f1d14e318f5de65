import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from scores.accounts.people import PersonRefused, create_person

GROUPS = ("editor", "reviewer")


class Command(BaseCommand):
    help = (
        "Makes a person who may sign in to the admin, as editor, reviewer or both. "
        "Asks for what is not given; without a terminal, the password is the first line of input."
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
                f"For a new password: manage.py changepassword {name}"
            )
        if email is None:
            email = input("E-mail (may stay empty): ").strip() if asks else ""
        groups = group or (ask_groups() if asks else ["editor"])
        password = ask_password() if asks else sys.stdin.readline().rstrip("\r\n")
        try:
            create_person(name=name, email=email, password=password, groups=groups)
        except PersonRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"Made {name}: {' and '.join(groups)}. Sign in at /admin/ soon: "
            "the first to do so sets up the second factor."
        )


def ask_groups() -> list[str]:
    typed = input("Groups: editor, reviewer, or both (editor): ").strip().lower()
    groups = list(GROUPS) if typed == "both" else typed.replace(",", " ").split() or ["editor"]
    if not set(groups) <= set(GROUPS):
        raise CommandError(f"There is no group {typed}: enter editor, reviewer or both.")
    return groups


def ask_password() -> str:
    password = getpass("Password (12 characters or more): ")
    if getpass("The same again: ") != password:
        raise CommandError("The two passwords differ.")
    return password
