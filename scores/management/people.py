"""What commands about people share: finding somebody, and the link that is handed over."""

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
    """For the operator to hand over. Whoever opens it first sets the password."""
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    address = settings.SITE_ADDRESS + password_link(user=person)
    return f"Give {person} this link. It sets a password, once, within {hours} hours:\n{address}"
