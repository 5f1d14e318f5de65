"""A shared goal, opened by one of its three links: to view, to respond, to manage."""

import json
from collections.abc import Callable
from dataclasses import astuple, replace
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    condition,
    require_http_methods,
    require_POST,
    require_safe,
)

from scores.charts.goal_history import Stop, draw_course
from scores.editions.reader import current_edition, published_edition
from scores.engine import VERSION
from scores.engine.answers import Answers, AnswersRefused
from scores.engine.edition import Edition
from scores.engine.plan import percent_of
from scores.engine.record import Record, answers_of
from scores.engine.result import derive
from scores.engine.steps import in_points
from scores.forms.goal import GoalQuery, query_of, read_goal_query
from scores.forms.sharing import (
    TOO_OLD,
    ResponseForm,
    ShareForm,
    new_form_token,
    read_form_token,
)
from scores.goals import share as actions
from scores.goals.links import (
    Opened,
    history_of,
    open_goal,
    responses_to,
    tokens_of,
    view_token,
)
from scores.goals.redact import ALL, Shown, redacted
from scores.goals.verify import record_to_compare, verify
from scores.models import Edition as EditionRow
from scores.models import Response
from scores.reference.changes import changes_between
from scores.views.answer import answer_page
from scores.views.calendar import calendar_file
from scores.views.conditional import release_of_code
from scores.views.goal import compare_address, fold_asked, form_context, record_json
from scores.views.qr import image_of
from scores.views.remembered import ANSWERING, forget, mark_seen, remember, remembered, seen_in
from scores.views.share import address_of, see_other
from scores.views.token_pages import private
from scores.wording.answers import say_problem
from scores.wording.changes import say_change, say_moves, say_new_tests, say_since
from scores.wording.earlier import in_todays_form
from scores.wording.record import record_of
from scores.wording.take import Agreed, days_of

IS_NEW = timedelta(minutes=10)
"""How long the owner sees that the goal was just shared or the revision just added."""


EVERYONE = ("view", "respond", "manage")
RESPONDENTS = ("respond", "manage")
OWNER = ("manage",)


def with_goal(permits: tuple[str, ...]) -> Callable[[Any], Any]:
    """A decorator for views behind a token, which passes them what the token opens.

    Visitors whose token does not permit the view always get the same 404.
    """

    def behind_token(view: Any) -> Any:
        @wraps(view)
        def guarded(
            request: HttpRequest, token: str, number: int | None = None, **kwargs: Any
        ) -> HttpResponse:
            opened = open_goal(token, at=timezone.now(), number=number)
            if opened is None or opened.permits not in permits:
                return render(request, "share/nothing.html", status=404)
            try:
                response: HttpResponse = view(request, opened, token, **kwargs)
            except actions.GoalGone:
                return render(request, "share/nothing.html", status=404)
            return response

        return private(guarded)

    return behind_token


def shown_to(opened: Opened) -> Shown:
    """The parts that this token may see: all for the owner."""
    return ALL if opened.is_owner else opened.shown


@with_goal(EVERYONE)
@require_safe
def goal(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    response = _page(request, opened, token, ResponseForm())
    if opened.is_owner and (newest := opened.goal.responses.last()):
        mark_seen(request, response, token, newest.pk)
    return response


def _page(
    request: HttpRequest, opened: Opened, token: str, form: ResponseForm, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    record = redacted(in_todays_form(opened.record), shown_to(opened))
    responses = responses_to(opened)
    last = agreed_in(responses, opened.revision.number)
    target = last.agreed_target if last else None
    look_again = _look_again(responses)
    page = answer_page(record, Agreed(target, look_again))
    calendar_address = reverse("open-calendar", args=[token])
    shown = {"record": record, "page": page, "calendar_address": calendar_address}
    if fold := fold_asked(request, shown):
        return fold
    course = history_of(opened, with_projection=shown_to(opened).projection)
    revisions = [_in_points(row) for row in course]
    address = _address(request, view_token(token, opened.permits))
    context: dict[str, Any] = {
        "opened": opened,
        "token": token,
        **shown,
        "show": request.GET.get("show", ""),
        "fold_address": f"{request.path}?",
        "revisions": revisions[::-1],
        "moved": _moved(opened, course, record),
        "course": draw_course([_stop(row) for row in course], shown=opened.revision.number),
        "responses": responses,
        "agreed": last,
        "look_again": look_again,
        "is_due": look_again is not None and look_again <= now.date(),
        "agreed_chance": chance_of_agreed(target, opened, record),
        "since": (since := since_of(opened, current_edition(at=now))),
        "says_since": say_since(since),
        **_variations(answers_shown(record)),
        "form": form,
        "view_address": address,
        "is_live": opened.goal.is_live(at=now),
    }
    if opened.may_respond:
        is_kept = token in remembered(request, ANSWERING)
        context |= {"once": new_form_token(), "is_kept": is_kept}
    if opened.is_owner:
        links = {may: _address(request, link) for may, link in tokens_of(token).items()}
        shows = [(name, says, getattr(opened.shown, name)) for name, says in ShareForm.SHOWN]
        is_new = now - opened.revision.created_at < IS_NEW
        seen = seen_in(request).get(token, 0)
        unseen = [each for each in responses if each.pk > seen]
        context |= {"links": links, "shows": shows, "lasts": ShareForm.LASTS, "is_new": is_new}
        context |= {"new_answer": unseen[-1] if unseen else None}
    return render(request, "share/goal.html", context, status=status)


def agreed_in(responses: list[Response], revision: int) -> Response | None:
    """The newest answer with an agreed target, on that revision or an earlier one."""
    upto = [each for each in responses if each.revision <= revision]
    return next((each for each in upto[::-1] if each.agreed_target), None)


def _look_again(responses: list[Response]) -> date | None:
    """The day to look again that was agreed on last."""
    return next((each.look_again for each in responses[::-1] if each.look_again), None)


def chance_of_agreed(score: int | None, opened: Opened, record: Record) -> int | None:
    """The chance of an agreed target in percent, by the projection of the revision.

    None where the projection is hidden or missing, or another version of the engine made it.
    """
    answers, revision = answers_shown(opened.record), opened.revision
    if score is None or answers is None or not record["projection"] or revision.engine != VERSION:
        return None
    try:
        edition = published_edition(revision.edition)
    except EditionRow.DoesNotExist:
        return None
    today = date.fromisoformat(opened.record["inputs"]["today"])
    result = derive(edition, answers, today=today)
    kept = result.outlook.projection
    chance = kept.chance_of(score) if kept else None
    return None if chance is None else percent_of(chance)


def _in_points(row: dict[str, Any]) -> dict[str, Any]:
    """A revision with its projection rounded to points, as its page shows it."""
    means = {name: row[name] for name in ("mean", "low", "high") if row[name] is not None}
    return row | {name: in_points(value) for name, value in means.items()}


def moved(revisions: list[dict[str, Any]], number: int) -> dict[str, Any] | None:
    """How the goal changed from the revision before this one; None for the first."""
    rows = [_in_points(row) for row in revisions if row["number"] <= number]
    if len(rows) < 2:
        return None
    before, after = rows[-2:]
    return {"since": before, "says": say_moves(before, after)}


def _moved(opened: Opened, course: list[dict[str, Any]], record: Record) -> dict[str, Any] | None:
    """The same, with the practice tests that are new in this revision."""
    found = moved(course, opened.revision.number)
    if not found:
        return None
    before = opened.goal.revisions.values_list("inputs", flat=True)
    tests = json.loads(before.get(number=found["since"]["number"]))["tests"]
    says = [say_new_tests(tests, record), found["says"]]
    return found | {"says": "; ".join(filter(None, says))}


def _stop(row: dict[str, Any]) -> Stop:
    names = ("number", "target", "mean", "low", "high")
    return Stop(day=row["created_at"].date(), **{name: row[name] for name in names})


def _address(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("open-goal", args=[token]))


def answers_shown(record: Record) -> Answers | None:
    """The answers in a record; None where today's rules cannot read them."""
    try:
        return answers_of(record["inputs"])
    except (KeyError, TypeError, ValueError):
        return None


def _variations(answers: Answers | None) -> dict[str, Any]:
    """Whether the answers can be varied, and the address that compares other specialties."""
    if answers is None:
        return {}
    is_compared = answers.exam == "step2ck"
    others = compare_address(replace(answers, specialty="")) if is_compared else ""
    return {"can_vary": True, "compare_address": others}


def since_of(opened: Opened, edition: Edition) -> dict[str, Any]:
    """How today's figures change the result of the same answers, as far as this token may see."""
    old, revision, shown = opened.record, opened.revision, shown_to(opened)
    if (edition.label, VERSION) == (revision.edition, revision.engine):
        return {"edition": edition, "is_same": True}
    answers, day = answers_shown(old), date.fromisoformat(old["inputs"]["today"])
    try:
        new = record_of(derive(edition, answers, today=day)) if answers else None
    except AnswersRefused as refused:
        problems = refused.problems if shown == ALL else ()
        says = " ".join(say_problem(problem, edition) for problem in problems)
        return {"edition": edition, "is_refused": True, "says": says}
    if new is None:
        return {"edition": edition, "is_refused": True}
    then = record_to_compare(revision)
    changes = [
        say_change(change, new["others"])
        for change in changes_between(redacted(then, shown), redacted(new, shown))
    ]
    target = next((change for change in changes if change["rule"] == "target"), None)
    return {"edition": edition, "changes": changes, "target": target, "version": VERSION}


def _etag(request: HttpRequest, opened: Opened, token: str) -> str:
    seen = "".join(str(int(part)) for part in astuple(shown_to(opened)))
    return f'"{opened.revision.digest}-{seen}-{release_of_code()[:16]}"'


@with_goal(EVERYONE)
@require_safe
@condition(etag_func=_etag)
def goal_json(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    revision = opened.revision
    kept = {
        "revision": revision.number,
        "created_at": revision.created_at.isoformat(),
        "digest": revision.digest,
    }
    return record_json(redacted(opened.record, shown_to(opened)) | kept)


@with_goal(EVERYONE)
@require_safe
def goal_code(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    """The QR code of the link that can only view, so that paper reveals no more."""
    return image_of(_address(request, view_token(token, opened.permits)))


@with_goal(EVERYONE)
@require_safe
def goal_calendar(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    """The days of the goal as it was shared, and the day to look again."""
    record = redacted(in_todays_form(opened.record), shown_to(opened))
    days = days_of(record, _look_again(responses_to(opened)))
    about = view_token(token, opened.permits)
    today = timezone.now().date()
    return calendar_file(days, about=about, today=today, name=opened.goal.nickname)


@with_goal(EVERYONE)
@require_safe
def goal_verify(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    printed = "".join(request.GET.get("digest", "")[:200].lower().split())
    verdict = verify(opened.revision, printed=printed)
    context = {"opened": opened, "token": token, "verdict": verdict, "printed": printed}
    return render(request, "share/verify.html", context)


@with_goal(RESPONDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def goal_respond(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    if request.method != "POST":  # a page with errors was loaded again
        return redirect("open-goal", token)
    pass_mark = opened.record["floor"]["passing_standard"]
    form = ResponseForm(request.POST, pass_mark=pass_mark, today=timezone.now().date())
    if not form.is_valid():
        return _page(request, opened, token, form)
    try:
        response = actions.respond(
            goal=opened.goal,
            revision=opened.revision.number,
            is_owner=opened.is_owner,
            address=address_of(request),
            **form.cleaned_data,
        )
    except (actions.TooOften, actions.GoalRefused) as refused:
        form.add_error(None, str(refused))
        status = 429 if isinstance(refused, actions.TooOften) else 200
        return _page(request, opened, token, form, status)
    seen = see_other("open-goal", token, at=f"sent-{response.pk}")
    if not opened.is_owner:
        remember(request, seen, token, ANSWERING)
    return seen


@with_goal(("respond",))
@require_POST
def goal_keep(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    """Add the goal to the list of this browser, or remove it."""
    response = redirect("mine")
    if request.POST.get("do") == "remove":
        forget(request, response, token, ANSWERING)
    else:
        remember(request, response, token, ANSWERING)
    return response


@with_goal(OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def goal_revise(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    """The form, filled in with the newest answers; it adds a revision."""
    now = timezone.now()
    edition = current_edition(at=now)
    newest = answers_shown(opened.record)
    typed = request.POST or request.GET or QueryDict(query_of(newest) if newest else "")
    query = read_goal_query(typed, edition, now.date())
    says, status = "", 200
    if request.POST.get("do") == "add":
        says, status = _add_revision(request, opened, query, edition, now)
        if not says:
            return see_other("open-goal", token, at="added")
    context = form_context(edition, query) | {
        "opened": opened,
        "token": token,
        "says": says,
        "form_action": request.path,
        "next": opened.revision.number + 1,
        "once": new_form_token(),
    }
    if not query.errors:
        record = record_of(derive(edition, query.answers, today=now.date()))
        context |= {"record": record, "page": answer_page(record)}
    return render(request, "share/revise.html", context, status=status)


def _add_revision(
    request: HttpRequest, opened: Opened, query: GoalQuery, edition: Edition, now: datetime
) -> tuple[str, int]:
    """Add a revision. Returns why none was added, empty if one was, and the status to answer."""
    if query.errors:
        return "Correct what is named below, then add it.", 200
    submission = read_form_token(request.POST.get("once", ""))
    if submission is None:
        return f"{TOO_OLD} Add it once more.", 200
    try:
        actions.revise_goal(
            goal=opened.goal,
            submission=submission,
            answers=query.answers,
            edition=edition,
            at=now,
            address=address_of(request),
        )
    except actions.GoalRefused as refused:
        return str(refused), 200
    except actions.TooOften as refused:
        return str(refused), 429
    return "", 200


@with_goal(OWNER)
@require_POST
def goal_change(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    """Change what the links reveal and until when, withdraw them, or restore them."""
    now, at = timezone.now(), ""
    match request.POST.get("do"):
        case "revoke":
            actions.revoke_goal(goal=opened.goal, at=now)
        case "restore":
            actions.restore_goal(goal=opened.goal)
        case _:
            form = ShareForm(request.POST)
            at = "settings"
            if form.is_valid():
                expires_at = form.expires_at(now) if form.cleaned_data["lasts"] else None
                named = {name: text for name, text in form.named.items() if name in request.POST}
                actions.change_goal(
                    goal=opened.goal, shown=form.shown, expires_at=expires_at, **named
                )
                at = "saved"
    response = see_other("open-goal", token, at=at)
    remember(request, response, token)
    return response


@with_goal(OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def goal_delete(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    """Ask for confirmation, then delete the goal for good."""
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
