"""The links that a browser remembers: to its owner's goals, and to goals it can answer on.

Each kind has a signed cookie. An owner's token is stored with the newest answer they have seen.
"""

from collections.abc import Iterable

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from scores.views.token_pages import COOKIE_AGE

COOKIE = f"{settings.COOKIE_PREFIX}goals"
ANSWERING = f"{settings.COOKIE_PREFIX}answering"
MOST_REMEMBERED = 50


def remembered(request: HttpRequest, name: str = COOKIE) -> list[str]:
    """The tokens in this browser, the newest first."""
    return [entry.partition("~")[0] for entry in _entries(request, name)]


def seen_in(request: HttpRequest) -> dict[str, int]:
    """The key of the newest answer seen, by owner's token; 0 for none."""
    entries = (entry.partition("~") for entry in _entries(request, COOKIE))
    return {token: int(seen) if seen.isdecimal() else 0 for token, _, seen in entries}


def remember(request: HttpRequest, response: HttpResponse, token: str, name: str = COOKIE) -> None:
    known = [entry for entry in _entries(request, name) if entry.partition("~")[0] == token]
    others = [entry for entry in _entries(request, name) if entry not in known]
    _set_cookie(response, [*(known or [token]), *others][:MOST_REMEMBERED], name)


def forget(request: HttpRequest, response: HttpResponse, token: str, name: str = COOKIE) -> None:
    entries = _entries(request, name)
    _set_cookie(response, [one for one in entries if one.partition("~")[0] != token], name)


def mark_seen(request: HttpRequest, response: HttpResponse, token: str, newest: int) -> None:
    """Note the newest answer seen, if this browser remembers the goal; its list keeps its order."""
    seen = seen_in(request)
    if seen.get(token, newest) < newest:
        seen[token] = newest
        _set_cookie(response, [f"{one}~{pk}" if pk else one for one, pk in seen.items()], COOKIE)


def _entries(request: HttpRequest, name: str) -> list[str]:
    try:
        text = request.get_signed_cookie(name, "", salt="goals")
    except BadSignature:
        return []
    return [entry for entry in str(text).split(".") if entry]


def _set_cookie(response: HttpResponse, entries: Iterable[str], name: str) -> None:
    response.set_signed_cookie(
        name,
        ".".join(entries),
        salt="goals",
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
