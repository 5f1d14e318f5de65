"""The site's settings without what a test would have to collect or redirect first."""

import os

os.environ.setdefault("USMLEGOALS_LOCAL", "1")
os.environ.setdefault("SECRET_KEY", "a key for tests and nothing else")

from usmlegoals.settings import *  # noqa: F403
from usmlegoals.settings import DATABASES, STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
SECOND_FACTOR = False  # the tests of the second factor turn it on
