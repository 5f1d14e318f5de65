"""A shared goal, through one of its three links."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scores.actions import goals as actions
from scores.engine.changes import changes_between
from scores.engine.edition import Edition
from scores.engine.errors import UsmlegoalsError
from scores.engine.record import answers_of, record_of
from scores.engine.redact import ALL, redacted
from scores.engine.result import derive
from scores.forms import (
    ResponseForm,
    ShareForm,
    new_form_token,
    query_of,
    read_form_token,
    read_goal_query,
)
from scores.queries.editions import current_edition, edition_with
from scores.queries.goals import Opened, course_of, is_live, open_goal, responses_to, tokens_of
from scores.queries.verify import verify

from .private import private
from .result import result_page
from .share import address_of, forget, remember, see_other

MOST_RESPONSES_AN_HOUR = 30
"""By one address, on all goals together."""


def nothing_opened(request: HttpRequest) -> HttpResponse:
    return render(request, "share/nothing.html", status=404)


EVERYONE = ("view", "respond", "manage")
RESPONDENTS = ("respond", "manage")
OWNER = ("manage",)


def with_goal(permits: tuple[str, ...]) -> Callable[[Any], Any]:
    """A view behind a token: it gets what the token opens, or the visitor the same 404 always."""

    def behind_token(view: Any) -> Any:
        @wraps(view)
        def guarded(
            request: HttpRequest, token: str, number: int | None = None, **kwargs: Any
        ) -> HttpResponse:
            opened = open_goal(token, at=timezone.now(), number=number)
            if opened is None or opened.permits not in permits:
                return nothing_opened(request)
            response: HttpResponse = view(request, opened, token, **kwargs)
            return response

        return private(guarded)

    return behind_token


def _seen(opened: Opened) -> dict[str, Any]:
    """The record as this token shows it: the owner sees everything."""
    return redacted(opened.record, ALL if opened.is_owner else opened.shown)


@with_goal(EVERYONE)
@require_safe
def goal(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    return _page(request, opened, token, ResponseForm())


def _page(
    request: HttpRequest, opened: Opened, token: str, form: ResponseForm, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    record = _seen(opened)
    context = {
        "opened": opened,
        "token": token,
        "record": record,
        "page": result_page(record),
        "course": course_of(opened.goal),
        "responses": responses_to(opened.goal),
        "changes": _changes(opened, edition_with(opened.current_digest)),
        "variation": f"{reverse('goal')}?{query_of(answers_of(record['inputs']))}",
        "form": form,
        "once": new_form_token(),
        "is_live": is_live(opened.goal, at=now),
    }
    if opened.is_owner:
        context["links"] = _links(request, token)
        context["share_form"] = ShareForm()
    return render(request, "share/goal.html", context, status=status)


def _links(request: HttpRequest, manage: str) -> dict[str, str]:
    """The addresses of the three links, from the owner's token."""
    return {
        permits: request.build_absolute_uri(reverse("open-goal", args=[token]))
        for permits, token in tokens_of(manage).items()
    }


def _changes(opened: Opened, edition: Edition) -> dict[str, Any]:
    """What the same answers give on today's edition, as far as this token may know."""
    old = opened.record
    if edition.label == opened.revision.edition:
        return {"edition": edition, "is_same": True, "changes": ()}
    day = datetime.fromisoformat(old["inputs"]["today"]).date()
    try:
        new = record_of(derive(edition, answers_of(old["inputs"]), today=day))
    except UsmlegoalsError as refused:
        return {"edition": edition, "says": str(refused), "changes": ()}
    shown = ALL if opened.is_owner else opened.shown
    return {
        "edition": edition,
        "changes": changes_between(redacted(old, shown), redacted(new, shown)),
    }


@with_goal(EVERYONE)
@require_safe
def goal_json(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    revision = opened.revision
    return JsonResponse(
        _seen(opened)
        | {
            "revision": revision.number,
            "created_at": revision.created_at.isoformat(),
            "digest": revision.digest,
        }
    )


@with_goal(EVERYONE)
@require_safe
def goal_verify(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    printed = request.GET.get("digest", "")[:100]
    verdict = verify(opened.revision, printed=printed)
    context = {"opened": opened, "token": token, "verdict": verdict, "printed": printed}
    return render(request, "share/verify.html", context)


@with_goal(RESPONDENTS)
@require_POST
def goal_respond(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    form = ResponseForm(request.POST)
    submission = read_form_token(request.POST.get("once", ""))
    if not form.is_valid() or submission is None:
        if submission is None:
            form.add_error(None, "This form is too old or was altered. Send it once more.")
        return _page(request, opened, token, form)
    try:
        actions.count_use(
            action="respond",
            address=address_of(request),
            most=MOST_RESPONSES_AN_HOUR,
            at=timezone.now(),
        )
        actions.respond(
            goal=opened.goal,
            revision=opened.revision.number,
            submission=submission,
            **form.cleaned_data,
        )
    except actions.TooOften as refused:
        form.add_error(None, str(refused))
        return _page(request, opened, token, form, status=429)
    except actions.GoalRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, opened, token, form)
    return see_other("open-goal", token)


@with_goal(OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def goal_revise(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    """The form filled in with the newest answers; what is sent becomes the next revision."""
    now = timezone.now()
    edition = current_edition(at=now)
    if request.method == "POST":
        return _add_revision(request, opened, token, edition, now)
    if not request.GET:
        return redirect(f"{request.path}?{query_of(answers_of(opened.record['inputs']))}")
    query = read_goal_query(request.GET, edition, now.date())
    context = {"opened": opened, "token": token, "query": query, "edition": edition}
    if not query.errors:
        record = record_of(derive(edition, query.answers, today=now.date()))
        context |= {"record": record, "page": result_page(record), "once": new_form_token()}
        context["answers"] = query_of(query.answers)
    return render(request, "share/revise.html", context)


def _add_revision(
    request: HttpRequest, opened: Opened, token: str, edition: Edition, now: datetime
) -> HttpResponse:
    answers = request.POST.get("answers", "")
    query = read_goal_query(QueryDict(answers), edition, now.date())
    submission = read_form_token(request.POST.get("once", ""))
    if query.errors or submission is None:
        return redirect(f"{request.path}?{query_of(query.answers)}")
    try:
        actions.revise_goal(
            goal=opened.goal, submission=submission, answers=query.answers, edition=edition, at=now
        )
    except actions.GoalRefused as refused:
        context = {"opened": opened, "token": token, "says": str(refused)}
        return render(request, "share/refused.html", context)
    return see_other("open-goal", token)


@with_goal(OWNER)
@require_POST
def goal_change(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    """What the links reveal and until when; withdrawn or given back."""
    now = timezone.now()
    match request.POST.get("do"):
        case "revoke":
            actions.revoke_goal(goal=opened.goal, at=now)
        case "restore":
            actions.restore_goal(goal=opened.goal)
        case _:
            form = ShareForm(request.POST)
            if form.is_valid():
                actions.change_goal(
                    goal=opened.goal, shown=form.shown, expires_at=form.expires_at(now)
                )
    response = see_other("open-goal", token)
    remember(request, response, token)
    return response


@with_goal(OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def goal_delete(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    """Asks once, then deletes for good."""
    if request.method != "POST":
        return render(request, "share/delete.html", {"opened": opened, "token": token})
    actions.delete_goal(goal=opened.goal)
    response = redirect("mine")
    forget(request, response, token)
    return response


@with_goal(OWNER)
@require_POST
def response_delete(
    request: HttpRequest, opened: Opened, token: str, response_id: int
) -> HttpResponse:
    actions.delete_response(goal=opened.goal, response_id=response_id)
    return see_other("open-goal", token)
