import logging
from io import StringIO

import pytest


@pytest.fixture
def log(monkeypatch):
    """What the site writes to stderr."""
    written = StringIO()
    for name in ("", "django", "scores"):
        for handler in logging.getLogger(name or None).handlers:
            if type(handler) is logging.StreamHandler:
                monkeypatch.setattr(handler, "stream", written)
    return written
