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
    """Set on every response what does not depend on the view.

    The request gets an id, for the log and for problem reports. Other sites may embed nothing of
    ours; Django has no setting for that header. A response without Cache-Control gets no-store, as
    a view may have read more than the address. HEAD is answered without a body, as the server
    would drop it with a warning.
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
    """Set REMOTE_ADDR to the visitor's address, where gunicorn puts that of the proxy.

    REMOTE_NETWORK is what rate limits count by.
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
    """Serves figures from memory while the database is unavailable, and says so in a header.

    Requests that need the database get a 503. Errors raised in other middleware do not pass here:
    handler500 answers them.
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
        """Refuse at once what needs a database that was just lost, so that nobody waits for it."""
        is_needed = request.method == "POST" or "token" in kwargs
        does_without.set(not is_needed)
        return database_away(request) if is_needed and is_lost() else None

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, DATABASE_AWAY):
            return None
        note_if_lost()
        from_memory.set(None)  # what was read from it is not on this page
        return database_away(request)


def refuse_large_bodies(get_response: GetResponse) -> GetResponse:
    """Refuse a body whose announced length is over LARGEST_BODY.

    A body without an announced length is never read.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if not announced.isdecimal() or int(announced) > settings.LARGEST_BODY:
            says = "This is too large. The limit is 5 MB.\n"
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            return HttpResponse(says, content_type="text/plain", status=status)
        return get_response(request)

    return middleware
