"""The site, where updates of goal and comparison wait until a test releases them."""

from collections.abc import Callable
from threading import Event

from django.http import HttpRequest, HttpResponse
from django.urls import path

from scores.views import compare, goal
from usmlegoals.urls import *  # noqa: F403
from usmlegoals.urls import urlpatterns as site

LONGEST = 60
"""Seconds to wait if a test fails before it releases them."""

asked, let_go = Event(), Event()


def held(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def wait(request: HttpRequest) -> HttpResponse:
        if request.headers.get("HX-Target") in ("result", "compared"):
            asked.set()
            let_go.wait(LONGEST)
        return view(request)

    return wait


urlpatterns = [
    path("goal/", held(goal.goal), name="goal"),
    path("compare/", held(compare.compare_page), name="compare"),
    *site,
]
