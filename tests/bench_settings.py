"""The site as it runs, with one more address: a bare response to measure the others against."""

import os

# Whoever asks signs forms as the site does, so both have this key, whatever key is set around them.
os.environ["USMLEGOALS_LOCAL"] = "1"
os.environ["SECRET_KEY"] = "a key for the benchmark and nothing else"

from usmlegoals.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench_urls"
