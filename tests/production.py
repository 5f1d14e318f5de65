"""The settings of production without the compression of static files, which takes long."""

from usmlegoals.settings import *  # noqa: F403
from usmlegoals.settings import STORAGES

STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
}
