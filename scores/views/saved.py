"""Results saved in this browser alone: the site keeps nothing of them.

They are in a signed cookie that the browser sends to /mine/ only. Nobody else can fill it.
"""

from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from scores.engine.edition import Edition
from scores.engine.result import derive
from scores.forms.goal import query_of, read_goal_query
from scores.forms.sharing import SaveForm
from scores.goals.links import token_hash
from scores.views.goal import read_asked
from scores.views.token_pages import COOKIE_AGE, private
from scores.wording.record import record_of
from scores.wording.summary import say_result

COOKIE = f"{settings.COOKIE_PREFIX}saved"
SALT = "usmlegoals.saved"
MOST_BYTES = 3800
"""The largest value: browsers drop a cookie over 4,096 bytes, name and attributes included."""

MOST_SAVED = 20

IS_FULL = "This browser holds no more. Remove one of those saved before, then save this one."


@dataclass(frozen=True, slots=True)
class Saved:
    """The query of a result, what its owner calls it, and the day it was saved."""

    query: str
    nickname: str
    day: str

    @property
    def id(self) -> str:
        return token_hash(self.query)[:12]


def saved_in(request: HttpRequest) -> list[Saved]:
    """The saved results, newest first; none where the cookie is not ours."""
    try:
        rows = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
        return [Saved(*row) for row in rows]
    except (signing.BadSignature, TypeError, ValueError):
        return []


@private
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Save the answers in the query, under the name in the form."""
    edition, query, today = read_asked(request)
    if query.errors or query.is_empty:
        return redirect(f"{reverse('goal')}?{request.GET.urlencode()}")
    form, says = SaveForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        new = Saved(query_of(query.answers), form.cleaned_data["nickname"], today.isoformat())
        response = see_mine("saved")
        others = [each for each in saved_in(request) if each.id != new.id]
        if _store(response, [new, *others]):
            return response
        says = IS_FULL
    record = record_of(derive(edition, query.answers, today=today))
    context = {"form": form, "says": says, "record": record, "headline": say_result(record)}
    return render(request, "share/save.html", context | {"edition": edition})


@private
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    response, gone = see_mine("saved"), request.POST.get("id", "")
    _store(response, [each for each in saved_in(request) if each.id != gone])
    return response


def see_mine(at: str) -> HttpResponseRedirect:
    """Redirect after a POST to the list, where it shows the outcome."""
    return HttpResponseRedirect(reverse("mine", fragment=at), status=303)


def _store(response: HttpResponse, saved: list[Saved]) -> bool:
    """Set the cookie if it can hold all of them, and return whether it can."""
    text = signing.dumps([astuple(each) for each in saved], salt=SALT, compress=True)
    if len(text) > MOST_BYTES or len(saved) > MOST_SAVED:
        return False
    response.set_cookie(
        COOKIE,
        text,
        path=reverse("mine"),
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return True


def shown_saved(request: HttpRequest, edition: Edition, today: date) -> list[dict[str, Any]]:
    """The saved results with what their answers give today, where they still give a result."""
    return [_shown(each, edition, today) for each in saved_in(request)]


def _shown(each: Saved, edition: Edition, today: date) -> dict[str, Any]:
    query = read_goal_query(QueryDict(each.query), edition, today)
    row = {
        "id": each.id,
        "nickname": each.nickname,
        "saved_on": date.fromisoformat(each.day),
        "address": f"{reverse('goal')}?{each.query}",
        "headline": "A saved goal",
        "about": None,
    }
    if query.errors:
        return row
    record = record_of(derive(edition, query.answers, today=today))
    return row | {"headline": say_result(record), "about": record["about"]}
