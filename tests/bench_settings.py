"""The site as it runs, with one more address: a bare response to measure the others against."""

import os

os.environ.setdefault("USMLEGOALS_LOCAL", "1")
os.environ.setdefault("SECRET_KEY", "a key for the benchmark and nothing else")

from usmlegoals.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench_urls"
