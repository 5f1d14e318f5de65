"""Sharing a result: the preview of what an adviser will see, the links, and the owner's list."""

from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from scores.actions.goals import TooOften, count_use, share_goal
from scores.engine.record import record_of
from scores.engine.redact import redacted
from scores.engine.result import derive
from scores.forms import ShareForm, new_form_token, query_of, read_form_token, read_goal_query
from scores.queries.editions import current_edition
from scores.queries.goals import goals_of

from .private import private
from .result import result_page

COOKIE = f"{settings.COOKIE_PREFIX}goals"
MOST_REMEMBERED = 50
COOKIE_AGE = 3 * 365 * 24 * 3600
MOST_SHARES = 60


@private
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """The answers stand in the query of the address, what to reveal in the form."""
    now = timezone.now()
    edition = current_edition(at=now)
    query = read_goal_query(request.GET, edition, now.date())
    if query.errors or query.is_empty:
        return redirect(f"{reverse('goal')}?{request.GET.urlencode()}")
    form = ShareForm(request.POST if request.method == "POST" else request.GET)
    manage = read_form_token(request.POST.get("once", ""))
    says = ""
    if request.method == "POST" and form.is_valid() and manage:
        try:
            count_use(action="share", address=address_of(request), most=MOST_SHARES, at=now)
        except TooOften as refused:
            return render(request, "429.html", {"says": str(refused)}, status=429)
        share_goal(
            manage=manage,
            answers=query.answers,
            edition=edition,
            shown=form.shown,
            expires_at=form.expires_at(now),
            at=now,
        )
        response = redirect("open-goal", token=manage)
        remember(request, response, manage)
        return response
    if request.method == "POST" and not manage:
        says = "This form is too old or was altered. Look at the preview once more and share again."
    form.is_valid()
    record = redacted(record_of(derive(edition, query.answers, today=now.date())), form.shown)
    context = {
        "form": form,
        "says": says,
        "answers": query_of(query.answers),
        "pairs": [
            pair
            for name, values in QueryDict(query_of(query.answers)).lists()
            for pair in ((name, value) for value in values)
        ],
        "once": new_form_token(),
        "record": record,
        "page": result_page(record),
    }
    return render(request, "share/share.html", context)


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def remembered(request: HttpRequest) -> list[str]:
    """The owner's tokens in this browser, the newest first."""
    try:
        text = request.get_signed_cookie(COOKIE, "", salt="goals")
    except BadSignature:
        return []
    return [token for token in str(text).split(".") if token]


def remember(request: HttpRequest, response: HttpResponse, token: str) -> None:
    tokens = [token, *(known for known in remembered(request) if known != token)]
    _set_cookie(response, tokens[:MOST_REMEMBERED])


def forget(request: HttpRequest, response: HttpResponse, token: str) -> None:
    _set_cookie(response, [known for known in remembered(request) if known != token])


def _set_cookie(response: HttpResponse, tokens: list[str]) -> None:
    response.set_signed_cookie(
        COOKIE,
        ".".join(tokens),
        salt="goals",
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@private
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The goals that this browser remembers as shared from it."""
    goals: list[dict[str, Any]] = [
        {"token": token, "revision": revision, "goal": revision.goal}
        for token, revision in goals_of(remembered(request))
    ]
    return render(request, "share/mine.html", {"goals": goals})


def see_other(name: str, token: str) -> HttpResponseRedirect:
    """After a POST: to a page that can be reloaded."""
    return HttpResponseRedirect(reverse(name, args=[token]), status=303)
