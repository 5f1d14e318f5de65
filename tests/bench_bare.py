"""Settings of a bare response without middleware, to compare all other requests with."""

from tests.bench_settings import *  # noqa: F403

MIDDLEWARE: list[str] = []
