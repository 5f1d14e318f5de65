"""The site's settings, with an address for a bare response to compare others with."""

import os

# The benchmark signs forms as the site does, so both need this key, whatever else is set.
os.environ["USMLEGOALS_LOCAL"] = "1"
os.environ["SECRET_KEY"] = "a key for the benchmark and nothing else"

from usmlegoals.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench_urls"
