"""The second factors of a person."""

from base64 import b32encode
from datetime import datetime
from textwrap import wrap

from django.contrib.auth.models import User
from django_otp import devices_for_user
from django_otp.plugins.otp_totp.models import TOTPDevice

from scores.models import RecoveryCodes


def app_of(user: User) -> TOTPDevice | None:
    """The app on the person's phone; None until it has shown a right code."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def codes_left(user: User) -> int:
    codes = RecoveryCodes.objects.filter(user=user).first()
    return len(codes.hashes) if codes else 0


def locked_until(user: User) -> datetime | None:
    """When the first of the person's locked devices accepts codes again; None if none is locked."""
    waits = [device.verify_is_allowed()[1] for device in devices_for_user(user)]
    return min((wait["locked_until"] for wait in waits if wait), default=None)


def setup_key(key: bytes) -> str:
    """The key as a person types it into an app: groups of four letters."""
    return " ".join(wrap(b32encode(key).decode(), 4))


def setup_address(user: User, key: bytes) -> str:
    """The address that the QR code encodes for an app."""
    return str(TOTPDevice(user=user, key=key.hex()).config_url)
