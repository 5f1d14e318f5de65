import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from scores.editions.away import (
    DATABASE_AWAY,
    does_without,
    from_memory,
    is_lost,
    note_if_lost,
)
from scores.views.site import database_away

from .addresses import ANYWHERE, client_address, network_of, proxy_networks
from .logs import request_id

type GetResponse = Callable[[HttpRequest], HttpResponse]


def mark_every_response(get_response: GetResponse) -> GetResponse:
    """What holds for each request, whoever answers it.

    It has an id, for its lines in the log and for whoever reports a problem. Other sites embed
    nothing of ours (Django has no setting for that header). What says nothing of it is kept by
    nobody, as a view may have read more than the address. HEAD is answered without a body: the
    server would drop it, and warn.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(8)
        request_id.set(number)  # until the next request: Django logs some lines after this one
        response = get_response(request)
        response.headers["X-Request-ID"] = number
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        if request.method == "HEAD":
            _drop_body(response)
        return response

    return middleware


def _drop_body(response: HttpResponse) -> None:
    if response.streaming:
        response.streaming_content = ()  # type: ignore[attr-defined]
    else:
        response.content = b""


def address_behind_proxies(get_response: GetResponse) -> GetResponse:
    """Let REMOTE_ADDR be the visitor's: behind a proxy, gunicorn puts the proxy's there.

    REMOTE_NETWORK is what limits count by.
    """
    proxies = proxy_networks(settings.TRUSTED_PROXIES)
    trusts_peer = ANYWHERE in settings.TRUSTED_PROXIES

    def middleware(request: HttpRequest) -> HttpResponse:
        request.META["REMOTE_ADDR"] = client_address(
            request.META.get("REMOTE_ADDR", ""),
            request.META.get("HTTP_X_FORWARDED_FOR", ""),
            proxies,
            trusts_peer=trusts_peer,
        )
        request.META["REMOTE_NETWORK"] = network_of(request)
        return get_response(request)

    return middleware


class DoWithoutDatabase:
    """What was read before stands in for a database that is away, and the answer says so.

    What cannot do without gets a 503. Errors of another middleware do not come by here, but through
    handler500.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from_memory.set(None)
        does_without.set(True)
        response = self.get_response(request)
        if read_at := from_memory.get():
            response.headers["X-Figures-Read-At"] = f"{read_at:%Y-%m-%dT%H:%M:%SZ}"
            response.headers["Cache-Control"] = "no-store"
            del response.headers["ETag"]
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Nobody waits behind somebody else for what was lost just now."""
        is_needed = request.method == "POST" or "token" in kwargs
        does_without.set(not is_needed)
        return database_away(request) if is_needed and is_lost() else None

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, DATABASE_AWAY):
            return None
        note_if_lost()
        return database_away(request)


def refuse_large_bodies(get_response: GetResponse) -> GetResponse:
    """Refuse by the length that is announced; a body without one is never read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if not announced.isdecimal() or int(announced) > settings.LARGEST_BODY:
            says = "This is too large. At most 5 MB are taken.\n"
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            return HttpResponse(says, content_type="text/plain", status=status)
        return get_response(request)

    return middleware
