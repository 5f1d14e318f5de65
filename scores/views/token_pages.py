"""Private pages, such as those behind a token: no cache, search engine or other site gets them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

COOKIE_AGE = 3 * 365 * 24 * 3600
"""Seconds for which a browser remembers goals and saved results: three years."""

View = Callable[..., HttpResponse]

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",  # stricter, and a POST over HTTPS would lose its origin
}


def private(view: View) -> View:
    @wraps(view)
    def with_headers(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return with_headers
