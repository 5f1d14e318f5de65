"""Creates people, opens and closes their accounts, and sets up their second factors."""

import logging
from base64 import b32encode
from collections.abc import Iterable
from datetime import datetime
from secrets import token_bytes
from textwrap import wrap
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlsafe_base64_encode
from django_otp import verify_token
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from scores.accounts.devices import locked_until
from scores.engine.errors import UsmlegoalsError
from scores.models import RecoveryCodes
from scores.models.people import hash_code

log = logging.getLogger(__name__)

CODES = 10
CODE_BYTES = 15
KEY_BYTES = 20


class PersonRefused(UsmlegoalsError):
    """The input is refused; the message says why."""


@transaction.atomic
def create_person(
    *, name: str, email: str, groups: Iterable[str], password: str | None = None
) -> User:
    """Creates a person who may sign in to the admin, with only the permissions of the groups.

    Without a password, nobody can sign in until one is set by `password_link`. Raises
    PersonRefused.
    """
    person = User(username=name, email=email, is_staff=True)
    person.set_password(password)
    try:
        person.full_clean()
        if password is not None:
            validate_password(password, person)
    except ValidationError as refused:
        raise PersonRefused(" ".join(refused.messages)) from refused
    found = list(Group.objects.filter(name__in=groups))
    if {group.name for group in found} != set(groups):
        raise PersonRefused("The groups are not there yet: run manage.py migrate first.")
    person.save()
    person.groups.set(found)
    return person


def password_link(*, user: User) -> str:
    """The path at which the person sets a password, once and before the time limit of the settings.

    The token is Django's own. It covers the password, so that the first use ends all such links.
    """
    uid = urlsafe_base64_encode(str(user.pk).encode())
    return reverse("password-by-link", args=[uid, default_token_generator.make_token(user)])


@transaction.atomic
def close_account(*, user: User) -> bool:
    """Closes an account and ends its sessions; False if it was closed already."""
    return _open_or_close(user, is_active=False)


@transaction.atomic
def open_account(*, user: User) -> bool:
    """Opens a closed account with its password and second factor; False if it was open."""
    return _open_or_close(user, is_active=True)


def _open_or_close(user: User, *, is_active: bool) -> bool:
    person = User.objects.select_for_update().get(pk=user.pk)
    was, person.is_active = person.is_active, is_active
    person.save(update_fields=["is_active"])
    return was != is_active


def new_key() -> bytes:
    return token_bytes(KEY_BYTES)


@transaction.atomic
def enroll(*, user: User, key: bytes, code: str) -> list[str] | None:
    """Enrolls the app of a person who has none, if `code` is right, and returns recovery codes.

    None if the code is wrong, or an app was enrolled meanwhile.
    """
    User.objects.select_for_update().get(pk=user.pk)
    shown = TOTP(key)
    right = code.isascii() and code.isdigit() and shown.verify(int(code), tolerance=1)
    if not right or TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        return None
    TOTPDevice.objects.create(
        user=user, name="app", key=key.hex(), drift=shown.drift, last_t=shown.t()
    )
    return renew_codes(user=user)


def renew_codes(*, user: User) -> list[str]:
    """Replaces the recovery codes. Only their hashes are stored, so they cannot be shown again."""
    codes = ["-".join(wrap(b32encode(token_bytes(CODE_BYTES)).decode(), 4)) for _ in range(CODES)]
    fresh = {"name": "recovery codes", "hashes": [hash_code(code) for code in codes]}
    RecoveryCodes.objects.update_or_create(
        user=user,
        defaults=fresh | {"throttling_failure_count": 0, "throttling_failure_timestamp": None},
    )
    return codes


WRONG_CODE = "This code is not right, or was used before. Enter the one your app shows now."


def use_code(*, user: User, code: str) -> Device:
    """Uses up a code and returns its device.

    Raises PersonRefused if it is wrong or comes too early. With every wrong code, the wait grows.
    """
    model = TOTPDevice if len(code) == 6 else RecoveryCodes
    device = model.objects.filter(user=user, confirmed=True).first()
    found: Device | None = verify_token(user, device.persistent_id, code) if device else None
    if found is None:
        log.warning("%s entered a wrong code.", user)
        until = locked_until(user)
        raise PersonRefused(_waiting(until) if until else WRONG_CODE)
    return found


def confirm_code(*, user: Any, typed: str) -> None:
    """Asks for a code once more before a change that readers see, if the site uses second factors.

    Raises PersonRefused if the code is missing or wrong.
    """
    code = "".join(typed.split())
    if not settings.SECOND_FACTOR:
        return
    if not code:
        raise PersonRefused("Enter the code that your app shows now: readers will see this.")
    use_code(user=user, code=code)


def _waiting(until: datetime) -> str:
    seconds = max(1, round((until - timezone.now()).total_seconds()))
    wait = f"{seconds} s" if seconds < 120 else f"{round(seconds / 60)} minutes"
    return (
        f"{WRONG_CODE} The next one is looked at in {wait}: with every wrong code the wait doubles."
    )


@transaction.atomic
def remove_second_factor(*, user: User) -> None:
    """Removes the app and recovery codes; signed-in sessions have to set up a new second factor."""
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryCodes.objects.filter(user=user).delete()
