"""The site itself: health checks, pages of text, and error pages."""

import sys
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from scores.editions.away import DATABASE_AWAY, from_memory
from scores.editions.integrity import is_unaltered
from scores.models import Edition
from scores.retention import is_overdue, last_purge

AWAY = "The database of this site cannot be reached at the moment. Try again in a minute."
TRY_AGAIN = {"Retry-After": "10", "Cache-Control": "no-store"}


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether visitors can be served: the database answers and the current edition is unaltered."""
    now = timezone.now()
    try:
        edition = Edition.objects.current(at=now)
        unaltered = is_unaltered(edition, at=now)
    except (DatabaseError, InterfaceError, Edition.DoesNotExist) as problem:
        return _not_ready(type(problem).__name__)
    if not unaltered:
        return _not_ready(f"edition {edition} is not what was published")
    return HttpResponse(f"ready with edition {edition}\n", content_type="text/plain")


@never_cache
@require_safe
def purgez(request: HttpRequest) -> HttpResponse:
    """Whether a purge was completed within the last two days; 503 otherwise."""
    try:
        done_at, overdue = last_purge(), is_overdue(at=timezone.now())
    except (DatabaseError, InterfaceError) as problem:
        return _not_ready(type(problem).__name__)
    last = f"last done {done_at:%Y-%m-%d %H:%M} UTC" if done_at else "never done"
    says, status = ("purge overdue", 503) if overdue else ("purge on time", 200)
    return HttpResponse(f"{says}: {last}\n", content_type="text/plain", status=status)


def _not_ready(says: str) -> HttpResponse:
    return HttpResponse(f"not ready: {says}\n", content_type="text/plain", status=503)


@require_safe
def text(request: HttpRequest, name: str) -> HttpResponse:
    """A page of text alone."""
    return render(request, f"site/{name}.html")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 404 page, with the sentence of the view that raised Http404, if it gave one."""
    says = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return render(request, "404.html", {"says": says}, status=404)


# Django's own views for these two read the form again, for a token that our pages do not show. A
# form that cannot be read would break them too, and end in a bare server error.


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 page, or the 503 page if the database was unavailable outside of any view."""
    if isinstance(sys.exc_info()[1], DATABASE_AWAY):
        return database_away(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def database_away(request: HttpRequest) -> HttpResponse:
    """The 503 page, for requests that need the database while it is lost, locked, full or too slow.

    It offers to send a visitor's form again, which counts only once. It never repeats what staff
    send, as that may be a password.
    """
    if request.path.endswith(".json"):
        return JsonResponse({"errors": {"database": [AWAY]}}, status=503, headers=TRY_AGAIN)
    is_admin = request.path.startswith(reverse("admin:index"))
    context = {"is_admin": is_admin} if is_admin else _to_send_again(request)
    return HttpResponse(render_to_string("503.html", context), status=503, headers=TRY_AGAIN)


def _to_send_again(request: HttpRequest) -> dict[str, Any]:
    if request.method != "POST":
        return {}
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    return {
        "is_form": True,
        "address": request.get_full_path(),
        "csrf_token": get_token(request),
        "sent": [(name, value) for name, value in sent if name != "csrfmiddlewaretoken"],
    }


def reading(request: HttpRequest) -> dict[str, Any]:
    """A context processor: when the figures were read, if they come from memory; else None."""
    return {"read_at": from_memory.get()}
