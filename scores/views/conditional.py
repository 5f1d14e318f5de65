"""Pages that follow from address, figures and day alone: while unchanged, they cost no work."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition

from scores.editions.away import from_memory
from scores.editions.reader import current_release
from scores.models import Edition

View = Any


def revalidated(view: View) -> View:
    """A browser may keep the page but asks each time; unchanged, it is not made again."""
    return cache_control(no_cache=True)(condition(etag_func=etag_of)(view))


def etag_of(request: HttpRequest, **kwargs: Any) -> str | None:
    """Changes with the current edition, the day, the code, the address and the kind of request.

    A page from memory has none: it says so, and nobody should keep it. Nor has one without figures.
    """
    now = timezone.now()
    try:
        digest = current_release(at=now).digest
    except Edition.DoesNotExist:
        return None
    if from_memory.get():
        return None
    asked = (
        release_of_code(),
        digest,
        now.date(),
        request.get_host(),
        request.get_full_path(),
        request.headers.get("HX-Request", ""),
        request.headers.get("HX-Target", ""),
    )
    return f'W/"{hashlib.sha256(repr(asked).encode()).hexdigest()[:32]}"'


def _release() -> str:
    """A digest over every template and the code beside it: another release, other pages."""
    digest = hashlib.sha256()
    for folder, pattern in (("templates", "*.html"), ("scores", "*.py"), ("static", "*")):
        for path in sorted(Path(settings.BASE_DIR, folder).rglob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()


release_of_code = _release if settings.DEBUG else cache(_release)
"""Kept but while somebody works on them."""
