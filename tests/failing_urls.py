"""The site with an address for every error, as nobody can cause all of them on the real one."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from usmlegoals.urls import *  # noqa: F403
from usmlegoals.urls import urlpatterns as site

RAISED = {
    400: SuspiciousOperation,
    403: PermissionDenied,
    404: Http404,
    500: RuntimeError,
    503: OperationalError,
}


def fail(request: HttpRequest, status: int) -> HttpResponse:
    if status in RAISED:
        raise RAISED[status]
    return render(request, f"{status}.html", status=status)


urlpatterns = [path("errors/<int:status>/", fail), *site]
