"""A bare response with no middleware around it: what all requests of the site stand beside."""

from tests.bench_settings import *  # noqa: F403

MIDDLEWARE: list[str] = []
