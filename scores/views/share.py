"""Sharing a result: the preview of what an advisor will see, the links, and the owner's list."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from scores.editions.reader import current_edition
from scores.engine.answers import Answers
from scores.engine.edition import Edition
from scores.engine.figures import Specialty
from scores.engine.result import derive
from scores.engine.vocabulary import EXAMS, GROUPS
from scores.forms.goal import query_of, read_goal_query
from scores.forms.sharing import TOO_OLD, ShareForm, new_form_token, read_form_token
from scores.goals.links import answers_to, goals_of
from scores.goals.redact import redacted
from scores.goals.share import GoalRefused, TooOften, share_goal
from scores.views.answer import answer_page
from scores.views.goal import is_partial
from scores.views.saved import shown_saved
from scores.views.token_pages import COOKIE_AGE, private
from scores.wording.record import record_of

COOKIE = f"{settings.COOKIE_PREFIX}goals"
MOST_REMEMBERED = 50


@private
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """The answers stand in the query of the address, what to reveal in the form."""
    now = timezone.now()
    edition = current_edition(at=now)
    query = read_goal_query(request.GET, edition, now.date())
    if query.errors or query.is_empty:
        return redirect(f"{reverse('goal')}?{request.GET.urlencode()}")
    if request.method == "POST":
        return _share(request, query.answers, edition, now)
    return _preview(request, ShareForm(request.GET), query.answers, edition, now)


def _share(request: HttpRequest, answers: Answers, edition: Edition, now: datetime) -> HttpResponse:
    form, manage = ShareForm(request.POST), read_form_token(request.POST.get("once", ""))
    if manage is None or not form.is_valid():
        says = f"{TOO_OLD} Look at the preview once more and share again."
        return _preview(request, form, answers, edition, now, says)
    try:
        share_goal(
            manage=manage,
            answers=answers,
            edition=edition,
            shown=form.shown,
            expires_at=form.expires_at(now),
            at=now,
            address=address_of(request),
        )
    except GoalRefused as refused:
        return _preview(request, form, answers, edition, now, str(refused))
    except TooOften as refused:
        context = {"says": str(refused), "back": request.get_full_path()}
        return render(request, "429.html", context, status=429)
    response = redirect("open-goal", token=manage)
    remember(request, response, manage)
    return response


def _preview(
    request: HttpRequest,
    form: ShareForm,
    answers: Answers,
    edition: Edition,
    now: datetime,
    says: str = "",
) -> HttpResponse:
    """The result as others will see it."""
    form.is_valid()
    chosen = form.cleaned_data.get("shows", ())
    record = redacted(record_of(derive(edition, answers, today=now.date())), form.shown)
    context: dict[str, Any] = {
        "edition": edition,
        "shows": [(name, label, name in chosen) for name, label in ShareForm.SHOWN],
        "lasts": ShareForm.LASTS,
        "chosen": form.cleaned_data.get("lasts") or ShareForm.USUALLY_LASTS,
        "says": says,
        "answers": query_of(answers),
        "pairs": parse_qsl(query_of(answers), keep_blank_values=True),
        "once": new_form_token(),
        "record": record,
        "page": answer_page(record),
    }
    template = "share/share.html#update" if is_partial(request) else "share/share.html"
    return render(request, template, context)


def address_of(request: HttpRequest) -> str:
    """What the limits count by: the visitor's address or, of IPv6, the network it is in."""
    return str(request.META.get("REMOTE_NETWORK") or request.META.get("REMOTE_ADDR", ""))


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
    now = timezone.now()
    edition = current_edition(at=now)
    found = goals_of(remembered(request))
    answers = answers_to(revision.goal for _, revision in found)
    goals: list[dict[str, Any]] = [
        {
            "token": token,
            "revision": revision,
            "is_live": revision.goal.is_live(at=now),
            "about": _about(json.loads(revision.inputs), edition.specialties),
            "answers": answers.get(revision.goal.pk),
        }
        for token, revision in found
    ]
    context = {"goals": goals, "saved": shown_saved(request, edition, now.date())}
    return render(request, "share/mine.html", context)


def _about(inputs: dict[str, Any], specialties: Mapping[str, Specialty]) -> str:
    """The answers of a goal in a line; the id of a specialty that has no name today."""
    specialty = specialties.get(inputs["specialty"])
    name = specialty.name if specialty else inputs["specialty"]
    parts = (EXAMS.get(inputs["exam"]), name, GROUPS.get(inputs["group"]))
    return " · ".join(part for part in parts if part)


def see_other(name: str, token: str, *, at: str = "") -> HttpResponseRedirect:
    """After a POST: to a page that can be reloaded, and the place in it that tells the outcome.

    Without a place of its own the browser keeps the one of the page before.
    """
    return HttpResponseRedirect(reverse(name, args=[token], fragment=at or None), status=303)
