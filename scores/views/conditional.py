"""Pages that depend on address, figures, day and code alone: an unchanged one is not made again."""

import hashlib
from datetime import datetime
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition
from django.views.decorators.vary import vary_on_headers

from scores.editions.away import from_memory
from scores.editions.reader import Begins, current_release
from scores.models import Edition

View = Any


def revalidated(view: View) -> View:
    """Let a browser keep the page, but ask each time whether it has changed.

    A part that htmx asks for is never kept: its headers depend on the address the browser shows.
    """
    whole = cache_control(no_cache=True)(condition(etag_func=etag_of)(view))
    part = cache_control(no_store=True)(view)

    @vary_on_headers(PART)
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = (part if PART in request.headers else whole)(request, **kwargs)
        return response

    return answer


PART = "HX-Request"
"""The header of htmx's requests, which ask for a part of a page."""


def etag_of(request: HttpRequest, **kwargs: Any) -> str | None:
    """A tag that changes with the current edition, the day, the code and the address.

    None before the first release, and for a page from memory, which no browser may keep.
    """
    now = timezone.now()
    try:
        digest = release_for(request, at=now).digest
    except Edition.DoesNotExist:
        return None
    if from_memory.get():
        return None
    asked = (
        release_of_code(),
        digest,
        now.date(),
        request.build_absolute_uri(),
    )
    return f'W/"{hashlib.sha256(repr(asked).encode()).hexdigest()[:32]}"'


def release_for(request: HttpRequest, *, at: datetime) -> Begins:
    """The current release, looked up once a request.

    Raises Edition.DoesNotExist before the first release.
    """
    known: Begins | None = getattr(request, "release", None)
    if known is None:
        known = request.release = current_release(at=at)  # type: ignore[attr-defined]
    return known


MADE_OF = (
    *(("templates", "*.html"), ("static", "*"), ("fixtures", "*.json")),
    *(("scores", "*.py"), ("usmlegoals", "*.py")),
)
"""Folders, and the pattern of the files in them that pages depend on."""


def _release() -> str:
    """A digest of all that pages are made of except the figures."""
    digest = hashlib.sha256(settings.CORRECTIONS_ADDRESS.encode())
    for folder, pattern in MADE_OF:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()


release_of_code = _release if settings.DEBUG else cache(_release)
"""Computed once per process; under DEBUG each time, as files may change."""
