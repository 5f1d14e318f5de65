from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .addresses import ANYWHERE, client_address, proxy_networks

type GetResponse = Callable[[HttpRequest], HttpResponse]


def cross_origin_resource_policy(get_response: GetResponse) -> GetResponse:
    """Keep other sites from embedding our responses; Django has no setting for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def address_behind_proxies(get_response: GetResponse) -> GetResponse:
    """Let REMOTE_ADDR be the visitor's: behind a proxy, gunicorn puts the proxy's there."""
    proxies = proxy_networks(settings.TRUSTED_PROXIES)
    trusts_peer = ANYWHERE in settings.TRUSTED_PROXIES

    def middleware(request: HttpRequest) -> HttpResponse:
        request.META["REMOTE_ADDR"] = client_address(
            request.META.get("REMOTE_ADDR", ""),
            request.META.get("HTTP_X_FORWARDED_FOR", ""),
            proxies,
            trusts_peer=trusts_peer,
        )
        return get_response(request)

    return middleware
