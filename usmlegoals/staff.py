"""Access to the admin: it takes a second factor and a session that is not too old."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from .middleware import GetResponse

SIGNED_IN_AT = "signed_in_at"


def guard_admin(get_response: GetResponse) -> GetResponse:
    """Guard the admin by address, so that no page of it can be forgotten."""
    admin, second_factor = reverse("admin:index"), reverse("second-factor")
    sign_out = reverse("admin:logout")
    open_pages = {reverse("admin:login"), sign_out}

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(admin) or not request.user.is_authenticated:
            return get_response(request)
        keep_session(request)
        is_open = request.path_info in open_pages or request.path_info.startswith(second_factor)
        user: Any = request.user  # anonymous, if keep_session has just ended the session
        if settings.SECOND_FACTOR and user.is_authenticated and not (is_open or user.is_verified()):
            page = reverse("second-factor-code")
            asked = f"?{urlencode({'next': request.get_full_path()})}"
            return redirect(page + asked if request.method == "GET" else page)
        response = get_response(request)
        if request.path_info == sign_out:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return middleware


def keep_session(request: HttpRequest) -> None:
    """Restart the idle time, and end a session older than SESSION_LONGEST."""
    now = datetime.now(UTC).timestamp()
    began = request.session.setdefault(SIGNED_IN_AT, now)
    if now - began > settings.SESSION_LONGEST:
        logout(request)
    request.session.modified = True
