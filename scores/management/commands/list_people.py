from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand

from scores.accounts.devices import app_of, codes_left


class Command(BaseCommand):
    help = "Lists everybody who has an account: groups, state, second factor, last sign-in."

    def handle(self, **options: Any) -> None:
        people = User.objects.prefetch_related("groups").order_by("username")
        for person in people:
            self.stdout.write(say_person(person))
        if not people:
            self.stdout.write("Nobody has an account: create_editor makes one.")


def say_person(person: User) -> str:
    groups = " and ".join(group.name for group in person.groups.all()) or "no group"
    signed_in = f"{person.last_login:%Y-%m-%d}" if person.last_login else "never"
    return "; ".join(
        (
            f"{person}: {'everything' if person.is_superuser else groups}",
            say_state(person),
            f"last signed in: {signed_in}",
        )
    )


def say_state(person: User) -> str:
    if not person.is_active:
        return "closed"
    if not person.has_usable_password():
        return "invited, no password yet"
    if app_of(person) is None:
        return "no second factor yet"
    return f"second factor, {codes_left(person)} recovery codes"
