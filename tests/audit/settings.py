"""The site as it runs in production, with one more address for every error."""

from usmlegoals.settings import *  # noqa: F403
from usmlegoals.settings import LOGGING

ROOT_URLCONF = "tests.failing_urls"
LOGGING["loggers"]["axes"]["level"] = "WARNING"  # not who was signed in to be looked at
