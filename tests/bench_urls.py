from django.http import HttpRequest, HttpResponse
from django.urls import path

from usmlegoals.urls import handler404
from usmlegoals.urls import urlpatterns as site

__all__ = ["handler404", "urlpatterns"]


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), *site]
