"""The settings of production, with one more address for every error."""

from usmlegoals.settings import *  # noqa: F403
from usmlegoals.settings import LOGGING

ROOT_URLCONF = "tests.failing_urls"
LOGGING["loggers"]["axes"]["level"] = "WARNING"  # leaves out sign-ins of the audit
