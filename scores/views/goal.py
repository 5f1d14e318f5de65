"""The goal form and its result: as a page, as a part of one, and as JSON."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import push_url, replace_url, reswap, retarget

from scores.editions.reader import edition_of, published_edition
from scores.engine.answers import JUST_PASS, Answers
from scores.engine.edition import Edition
from scores.engine.record import Record
from scores.engine.result import derive
from scores.engine.vocabulary import GROUPS
from scores.forms.goal import GoalQuery, query_of, read_goal_query
from scores.models import Edition as EditionRow
from scores.views.answer import FOLDS, answer_page
from scores.views.choices import specialty_options
from scores.views.conditional import release_for, revalidated
from scores.views.qr import code_address
from scores.views.questions import entries_of, examples_of
from scores.wording.answer import say_basis
from scores.wording.choices import CHOICES, factor_choices
from scores.wording.record import record_of


@require_safe
@revalidated
def home(request: HttpRequest) -> HttpResponse:
    edition, query, today = read_asked(request)
    context = form_context(edition, query) | _example(edition, today)
    context |= {"examples": examples_of(edition, today), "entries": entries_of(edition, today)}
    return render(request, "home.html", context)


@require_safe
@revalidated
def goal(request: HttpRequest) -> HttpResponse:
    edition, query, today = read_asked(request)
    context = form_context(edition, query) | {"heading": "h1"}
    if query.is_empty:
        context |= _example(edition, today)
    elif "specialty" in query.errors and query.answers.exam == "step2ck":
        context |= _while_open(query)
    elif not query.errors:
        record = record_of(derive(edition, query.answers, today=today))
        page = answer_page(record)
        context |= {"record": record, "page": page, **_addresses(request, query)}
        if fold := fold_asked(request, context):
            return fold
        context |= {"show": request.GET.get("show", ""), "fold_address": f"{context['address']}&"}
    context |= {"has_problems": has_problems(query)}
    if not is_partial(request):
        return render(request, "goal.html", context)
    if context["has_problems"]:
        # The result of the earlier answers stays in view.
        response = render(request, "goal.html#problems", context)
        return reswap(retarget(response, "#problems"), "innerHTML")
    response = render(request, "goal.html#update", context)
    # The address always holds the form's current answers, so that it can be copied or reloaded.
    typed = f"{reverse('goal')}?{query.as_typed}".removesuffix("?")
    address = context.get("address", typed)
    shown = request.headers.get("HX-Current-URL", "").partition("#")[0]
    is_there = shown.removesuffix("?").endswith(address)
    if is_there:
        return push_url(response, False)
    return push_url(response, address) if "page" in context else replace_url(response, address)


def has_problems(query: GoalQuery) -> bool:
    """Whether an answer is wrong, rather than still missing."""
    return bool(query.errors) and not (query.is_empty or query.is_waiting)


def fold_asked(request: HttpRequest, context: dict[str, Any]) -> HttpResponse | None:
    """The fold that htmx asks for when it is opened; None for any other request."""
    show = request.GET.get("show", "")
    if not is_partial(request) or show not in FOLDS:
        return None
    opened = context | {"fold": context["page"]["fold"]()}
    return render(request, f"answer/fold_{show}.html", opened)


EXAMPLE = Answers(specialty="dermatology", group="us-md-senior")


def _example(edition: Edition, today: date) -> dict[str, Any]:
    """An example for visitors without answers, derived like any result."""
    if EXAMPLE.specialty not in edition.specialties:
        return {}
    record = record_of(derive(edition, EXAMPLE, today=today))
    return {
        "example": answer_page(record) | {"record": record, "says_why": say_basis(record)},
        "example_address": f"{reverse('goal')}?{query_of(EXAMPLE)}",
    }


@require_safe
@revalidated
def goal_json(request: HttpRequest) -> HttpResponse:
    edition, query, today = read_asked(request)
    if query.errors:
        return JsonResponse({"errors": query.errors}, status=400)
    return record_json(record_of(derive(edition, query.answers, today=today)))


def record_json(record: Record) -> HttpResponse:
    return HttpResponse(orjson.dumps(record), content_type="application/json")


def read_asked(request: HttpRequest) -> tuple[Edition, GoalQuery, date]:
    """The edition asked for, the query that was read, and today."""
    edition, today, problem = edition_asked(request)
    # The form always sends an exam. A link without one may come from a half-filled form.
    is_link = "exam" not in request.GET and not {"specialty", "group"} <= request.GET.keys()
    is_under_way = is_partial(request) or is_link
    query = read_goal_query(request.GET, edition, today, is_under_way=is_under_way)
    if problem:
        query = query.with_problem("edition", problem)
    return edition, query, today


def edition_asked(request: HttpRequest) -> tuple[Edition, date, str]:
    """The edition of the query, else the current one; today; the problem with the edition asked."""
    now, label = timezone.now(), request.GET.get("edition", "")
    try:
        edition = published_edition(label) if label else _current(request, now)
    except EditionRow.DoesNotExist:
        problem = f"“{label[:20]}” is not a published edition."
        return _current(request, now), now.date(), problem
    return edition, now.date(), ""


def _current(request: HttpRequest, now: datetime) -> Edition:
    release = release_for(request, at=now)
    return edition_of(release.label, release.digest)


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page; a page restored from history is always whole."""
    return bool(getattr(request, "htmx", False))


def _addresses(request: HttpRequest, query: GoalQuery) -> dict[str, str]:
    """The addresses of this result and of what can be done with it.

    `current_address` is empty unless the query names an edition.
    """
    answers, label = query.answers, query.typed["edition"]
    asked, frozen = query_of(answers), query_of(answers, label)
    addresses = {
        "address": f"{reverse('goal')}?{frozen}",
        "code_address": code_address(request, "goal", frozen),
        "share_address": f"{reverse('share')}?{asked}",
        "json_address": f"{reverse('goal-json')}?{frozen}",
        "calendar_address": f"{reverse('calendar')}?{asked}",
        "save_address": f"{reverse('save')}?{asked}",
        "current_address": f"{reverse('goal')}?{asked}" if label else "",
    }
    if answers.exam == "step2ck":
        addresses["compare_specialties"] = compare_address(replace(answers, specialty=""), label)
        addresses["compare_groups"] = compare_address(replace(answers, group=""), label)
    return addresses


def _while_open(query: GoalQuery) -> dict[str, Any]:
    """Links for answers without a specialty.

    They choose one that begins as typed, compare all of them, or aim at a safe pass.
    """
    label = query.typed["edition"] if "edition" not in query.errors else ""
    chosen = [
        (row.name, replace(query, typed=query.typed | {"specialty": row.slug}).as_typed)
        for row in query.perhaps_meant
    ]
    return {
        "perhaps_meant": [(name, f"{reverse('goal')}?{asked}#result") for name, asked in chosen],
        "compare_specialties": compare_address(replace(query.answers, specialty=""), label),
        "pass_address": f"{reverse('goal')}?"
        + replace(query, typed=query.typed | {"aim": JUST_PASS, "specialty": ""}).as_typed,
    }


def compare_address(answers: Answers, edition: str = "") -> str:
    """The comparison of all specialties, or of every group if the answers have no group."""
    groups = () if answers.group else GROUPS
    asked = [query_of(answers, edition), urlencode([("group", group) for group in groups])]
    return f"{reverse('compare')}?{'&'.join(filter(None, asked))}"


def form_context(edition: Edition, query: GoalQuery) -> dict[str, Any]:
    """The context that the template of the form needs."""
    specialty = edition.specialties.get(query.answers.specialty)
    return {
        "edition": edition,
        "query": query,
        "specialty_known": specialty.name if specialty else "",
        "specialties": specialty_options(edition),
        **CHOICES,
        "factors": factor_choices(edition),
        "canadian_graduates": getattr(edition.policies.get("canadian-graduates"), "text", ""),
    }
