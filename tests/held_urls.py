"""The site, with updates of the goal page that wait until a test lets them go."""

from threading import Event

from django.http import HttpRequest, HttpResponse
from django.urls import path

from scores.views import goal as view
from usmlegoals.urls import *  # noqa: F403
from usmlegoals.urls import urlpatterns as site

LONGEST = 60
"""Seconds, for a test that fails before it lets go."""

asked, let_go = Event(), Event()


def goal(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Target") == "result":
        asked.set()
        let_go.wait(LONGEST)
    return view.goal(request)


urlpatterns = [path("goal/", goal, name="goal"), *site]
