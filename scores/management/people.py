"""Shared by commands about people: finding one, and printing a password link."""

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import CommandError

from scores.accounts.people import password_link


def find_person(name: str) -> User:
    try:
        return User.objects.get(username=name)
    except User.DoesNotExist:
        raise CommandError(
            f"There is nobody named {name}. list_people tells who there is."
        ) from None


def say_link(person: User) -> str:
    """A password link for the operator to pass on. The first to open it sets the password."""
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    address = settings.SITE_ADDRESS + password_link(user=person)
    return f"Give {person} this link. It sets a password, once, within {hours} hours:\n{address}"
