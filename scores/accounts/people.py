"""Whatever writes people: making them, and their second factors."""

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
    """Something a person cannot be made of; the message says why."""


@transaction.atomic
def create_person(
    *, name: str, email: str, groups: Iterable[str], password: str | None = None
) -> User:
    """A person who may sign in to the admin, with what the groups permit and no more.

    Without a password nobody can sign in, until one is set by the link of `password_link`.
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
    """The address at which the person sets a password: once, and within the time of the settings.

    Django's own token: it covers the password, so that the first use ends every link there is.
    """
    uid = urlsafe_base64_encode(str(user.pk).encode())
    return reverse("password-by-link", args=[uid, default_token_generator.make_token(user)])


@transaction.atomic
def close_account(*, user: User) -> bool:
    """Nobody signs in with it any more, and whoever is signed in is out; False if it was so."""
    return _open_or_close(user, is_active=False)


@transaction.atomic
def open_account(*, user: User) -> bool:
    """As before it was closed; False if it is open."""
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
    """Recovery codes for a person whose app shows the right code, and who has no app yet.

    None where the code is wrong, or somebody was faster.
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
    """New recovery codes in place of the old ones. Nobody can read them again later."""
    codes = ["-".join(wrap(b32encode(token_bytes(CODE_BYTES)).decode(), 4)) for _ in range(CODES)]
    fresh = {"name": "recovery codes", "hashes": [hash_code(code) for code in codes]}
    RecoveryCodes.objects.update_or_create(
        user=user,
        defaults=fresh | {"throttling_failure_count": 0, "throttling_failure_timestamp": None},
    )
    return codes


WRONG_CODE = "This code is not right, or was used before. Enter the one your app shows now."


def use_code(*, user: User, code: str) -> Device:
    """The device whose code it is; the code is used up, and a wrong one makes the next wait."""
    model = TOTPDevice if len(code) == 6 else RecoveryCodes
    device = model.objects.filter(user=user, confirmed=True).first()
    found: Device | None = verify_token(user, device.persistent_id, code) if device else None
    if found is None:
        log.warning("%s entered a wrong code.", user)
        until = locked_until(user)
        raise PersonRefused(_waiting(until) if until else WRONG_CODE)
    return found


def confirm_code(*, user: Any, typed: str) -> None:
    """Once more before what readers see is changed, where the site asks for a second factor."""
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
    """Whoever was signed in with it anywhere is asked for a new one."""
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryCodes.objects.filter(user=user).delete()
