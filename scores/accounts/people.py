"""Whatever writes people: making them, and their second factors."""

from base64 import b32encode
from collections.abc import Iterable
from secrets import token_bytes
from textwrap import wrap

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from scores.engine.errors import UsmlegoalsError
from scores.models import RecoveryCodes
from scores.models.people import hash_code

CODES = 10
CODE_BYTES = 15
KEY_BYTES = 20


class PersonRefused(UsmlegoalsError):
    """Something a person cannot be made of; the message says why."""


@transaction.atomic
def create_person(*, name: str, email: str, password: str, groups: Iterable[str]) -> User:
    """A person who may sign in to the admin, with what the groups permit and no more."""
    person = User(username=name, email=email, is_staff=True)
    person.set_password(password)
    try:
        person.full_clean()
        validate_password(password, person)
    except ValidationError as refused:
        raise PersonRefused(" ".join(refused.messages)) from refused
    found = list(Group.objects.filter(name__in=groups))
    if {group.name for group in found} != set(groups):
        raise PersonRefused("The groups are not there yet: run manage.py migrate first.")
    person.save()
    person.groups.set(found)
    return person


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


@transaction.atomic
def use_code(*, user: User, code: str) -> Device | None:
    """The device whose code it is; the code is used up, and a wrong one makes the next wait."""
    model = TOTPDevice if len(code) == 6 else RecoveryCodes
    device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
    return device if device and device.verify_token(code) else None


@transaction.atomic
def remove_second_factor(*, user: User) -> None:
    """Whoever was signed in with it anywhere is asked for a new one."""
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryCodes.objects.filter(user=user).delete()
