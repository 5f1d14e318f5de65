"""The site itself: whether it lives, what it keeps of its visitors, and its errors."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from scores.models import Edition
from scores.queries.integrity import is_unaltered


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, and an edition is current and unaltered: visitors can be served."""
    now = timezone.now()
    try:
        edition = Edition.objects.current(at=now)
        unaltered = is_unaltered(edition, at=now)
    except (DatabaseError, Edition.DoesNotExist) as problem:
        says = f"not ready: {type(problem).__name__}\n"
        return HttpResponse(says, content_type="text/plain", status=503)
    if not unaltered:
        says = f"not ready: edition {edition} is not what was published\n"
        return HttpResponse(says, content_type="text/plain", status=503)
    return HttpResponse(f"ready with edition {edition}\n", content_type="text/plain")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "site/privacy.html")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """With the sentence of the view that found nothing, where it has one."""
    says = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return render(request, "404.html", {"says": says}, status=404)
