"""The second factors of a person."""

from base64 import b32encode
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote, urlencode

from django.contrib.auth.models import User
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from scores.models import RecoveryCodes

ISSUER = "usmlegoals"


def app_of(user: User) -> TOTPDevice | None:
    """The app on the person's phone, once it has shown a right code."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def codes_left(user: User) -> int:
    codes = RecoveryCodes.objects.filter(user=user).first()
    return len(codes.hashes) if codes else 0


def devices_of(user: User) -> list[Device]:
    apps = TOTPDevice.objects.filter(user=user, confirmed=True)
    return [*apps, *RecoveryCodes.objects.filter(user=user)]


def locked_until(devices: Iterable[Device]) -> datetime | None:
    """When the first device that takes no code after too many wrong ones will take one again."""
    waits = [device.verify_is_allowed()[1] for device in devices]
    return min((wait["locked_until"] for wait in waits if wait), default=None)


def setup_key(key: bytes) -> str:
    """The key as a person types it into an app: groups of four letters."""
    letters = b32encode(key).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def setup_address(user: User, key: bytes) -> str:
    """What the QR code says to an app."""
    account = quote(f"{ISSUER}:{user.get_username()}")
    return f"otpauth://totp/{account}?" + urlencode(
        {"secret": b32encode(key).decode(), "issuer": ISSUER}
    )
