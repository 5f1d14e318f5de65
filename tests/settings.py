"""The site's settings for tests, without static files to collect or a second factor."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("USMLEGOALS_LOCAL", "1")
os.environ.setdefault("SECRET_KEY", "a key for tests and nothing else")

from usmlegoals.settings import *  # noqa: F403
from usmlegoals.settings import DATABASES, STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, as the live server has its own connections: in memory, its threads and the test would
    # share one and read each other's rows. It need not survive a crash.
    file = Path(tempfile.gettempdir(), f"usmlegoals-{os.getpid()}.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(file)}
    DATABASES["default"]["OPTIONS"] |= {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    }
SECOND_FACTOR = False  # the tests of the second factor turn it on
