"""Pages that follow from address, figures and day alone: while unchanged, they cost no work."""

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
    """A browser may keep the page but asks each time; unchanged, it is not made again.

    A part of it, which htmx asks for, is kept by nobody: it tells an address as well, which depends
    on where the browser is.
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
"""The header by which htmx asks for a part of a page."""


def etag_of(request: HttpRequest, **kwargs: Any) -> str | None:
    """Changes with the current edition, the day, the code and the address.

    A page from memory has none: it says so, and nobody should keep it. Nor has one without figures.
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
    """The current release, asked for once in a request that only reads.

    Raises Edition.DoesNotExist before the first.
    """
    known: Begins | None = getattr(request, "release", None)
    if known is None:
        known = request.release = current_release(at=at)  # type: ignore[attr-defined]
    return known


MADE_OF = (
    *(("templates", "*.html"), ("static", "*"), ("fixtures", "*.json")),
    *(("scores", "*.py"), ("usmlegoals", "*.py")),
)
"""Folders, and the files in them that a page may follow from."""


def _release() -> str:
    """A digest of all that pages are made of but figures: another release, other pages."""
    digest = hashlib.sha256(settings.CORRECTIONS_ADDRESS.encode())
    for folder, pattern in MADE_OF:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()


release_of_code = _release if settings.DEBUG else cache(_release)
"""Computed once a process; each time under DEBUG, as somebody may be editing the files."""
