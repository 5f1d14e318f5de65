"""Alice, who edits, and Rob, who reviews; `recovery_codes` gives Alice an app."""

import time
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django_otp.oath import TOTP

from scores.accounts.people import create_person, enroll

PASSWORD = "a quiet horse in the rain"
KEY = b"a key of twenty byte"


def person(name: str, group: str) -> User:
    """A new person, or the one that `tests.drafts` stored for the module."""
    found = User.objects.filter(username=name).first()
    return found or create_person(name=name, email="", password=PASSWORD, groups=[group])


@pytest.fixture
def alice(db) -> User:
    return person("alice", "editor")


@pytest.fixture
def rob(db) -> User:
    return person("rob", "reviewer")


@pytest.fixture
def second_factor(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def recovery_codes(alice) -> list[str]:
    """The recovery codes of Alice, who set up her app a while ago."""
    codes = enroll(user=alice, key=KEY, code=code_of(KEY))
    assert codes
    alice.totpdevice_set.update(last_t=-1)
    return codes


def code_of(key: bytes, *, steps: int = 0) -> str:
    """The code that the app shows, now or in `steps` half-minutes."""
    app = TOTP(key)
    app.time = time.time() + 30 * steps
    return f"{app.token():06}"


def sign_in(client, name="alice", password=PASSWORD, **headers):
    return client.post("/admin/login/", {"username": name, "password": password}, headers=headers)


def command(name, *arguments):
    out = StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()
