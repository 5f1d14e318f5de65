"""Several specialties or groups side by side."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from scores.engine.edition import Edition
from scores.engine.vocabulary import GROUPS
from scores.forms.compare import CompareQuery, read_compare_query
from scores.forms.entries import ROW_FIELDS
from scores.forms.goal import field_of, query_of
from scores.reference.compare import SORTS, Compared, compare
from scores.views.comparison import both_context, comparison_context
from scores.views.conditional import revalidated
from scores.views.goal import compare_address, edition_asked, is_partial
from scores.views.qr import code_address
from scores.wording.choices import CHOICES
from scores.wording.compare import title_of

Context = dict[str, Any]

PLAIN_TITLE = "Compare specialties and groups"

EXAMPLE = ("us-md-senior",)
"""The group that the page shows before a visitor has chosen any."""

ASKED_HERE = ("group", "specialty", "aim", "exam_date", "edition")
"""The fields of this page's form, besides practice tests, which it asks for without a score."""

ASKED_ELSEWHERE = ("situation", "actual_score", "attempt_date", "factor", "decline")
"""Fields that only the goal form has; their values are carried along as hidden fields."""


@require_safe
@revalidated
def compare_page(request: HttpRequest) -> HttpResponse:
    """Without a specialty in the query, all of them are compared."""
    edition, today, problem = edition_asked(request)
    query = read_compare_query(request.GET, edition, today, is_under_way=is_partial(request))
    if problem:
        query = replace(query, goal=query.goal.with_problem("edition", problem))
    is_example = not (query.groups or query.errors)
    context = {"edition": edition, "query": query, "is_example": is_example, **CHOICES}
    context |= _form(query, edition) | _sorted_as(request)
    if not query.errors:
        shown = replace(query, groups=EXAMPLE) if is_example else query
        context |= _compared(request, edition, shown, today, query.as_asked)
    context |= _titles(context)
    if not is_partial(request):
        return render(request, "compare.html", context)
    response = render(request, "compare.html#update", context)
    return _with_address(request, response, query, context)


def _with_address(
    request: HttpRequest, response: HttpResponse, query: CompareQuery, context: Context
) -> HttpResponse:
    """The response with the address that the browser should show; errors and examples keep it."""
    if query.errors or context["is_example"]:
        return response
    asked = query.as_asked
    sort = context["sort_asked"]
    address = f"{request.path}?{asked}" + (f"&sort={sort}" if sort else "")
    shown = request.headers.get("HX-Current-URL", "").partition("#")[0]
    return push_url(response, False if shown.endswith(address) else address)


def _sorted_as(request: HttpRequest) -> Context:
    sort = request.GET.get("sort", "")
    return {"sort_asked": sort if sort in SORTS else ""}


def _titles(context: Context) -> Context:
    """The title of the page, and what screen readers announce; nothing for an example."""
    if context["problems"]:
        says = "Check your answers"
        return {"page_title": says, "page_says": f"{says}: something needs a change."}
    if context["is_example"]:
        return {"page_title": PLAIN_TITLE, "page_says": ""}
    says = f"{context['title']}. {context['student'][0]}".strip()
    return {"page_title": context["title"], "page_says": says}


def _compared(
    request: HttpRequest, edition: Edition, query: CompareQuery, today: date, asked: str
) -> dict[str, Any]:
    """The comparison in the order asked for, with the links from its rows and from the page."""
    answers = query.answers
    found = compare(edition, answers, query.specialties, query.groups, today=today)
    sort = request.GET.get("sort", "")
    return {
        "address": f"{request.path}?{asked}".removesuffix("?"),
        "link": request.build_absolute_uri(f"{request.path}?{asked}"),
        "link_says": _link_says(query),
        "with_tests": f"{request.path}?{asked}&rows=1#tests",
        "code_address": code_address(request, "compare", asked),
        "title": title_of(found),
        "is_one_group": len(query.groups) == 1,
        "is_one_specialty": len(query.specialties) == 1,
        "today": today,
        **comparison_context(found, sort, asked, _addresses(query)),
        **both_context(found, answers),
        **_onward(query, edition),
    }


def _link_says(query: CompareQuery) -> str:
    has_tests = query.answers.readings and query.answers.situation != "scored"
    says = "It holds these answers" + (", the practice tests among them" if has_tests else "")
    return f"{says}." if query.goal.typed["edition"] else f"{says}, and follows the figures."


def _form(query: CompareQuery, edition: Edition) -> dict[str, Any]:
    """The choices of the form, its hidden fields, the goal form to change those, and problems."""
    takes_tests = query.answers.situation != "scored"
    asked_here = (*ASKED_HERE, *(ROW_FIELDS if takes_tests else ()))
    typed = query.goal.typed | {
        "specialty": query.chosen[0] if len(query.chosen) == 1 else "",
        "group": query.groups[0] if len(query.groups) == 1 else "",
    }
    same = replace(query.goal, typed=typed)
    return {
        "specialty_choices": [(each.slug, each.name, "") for each in edition.choices.values()],
        "takes_tests": takes_tests,
        "carried": _carried(typed, with_tests=not takes_tests),
        "goal_form": f"{reverse('goal')}?{same.as_typed}".removesuffix("?"),
        "problems": [
            (field if field_of(field) in asked_here else "carried", says)
            for field, says in query.goal.problems
        ],
    }


def _carried(typed: dict[str, Any], *, with_tests: bool) -> list[tuple[str, str]]:
    """The hidden fields: what the goal form asks and this form does not, as it was typed."""
    pairs = []
    for name in ASKED_ELSEWHERE:
        values = typed[name] if isinstance(typed[name], list) else [typed[name]]
        pairs += [(name, value) for value in values if value]
    return pairs + [pair for row in typed["tests"] for pair in row.items() if with_tests]


def _addresses(query: CompareQuery) -> Callable[[Compared], str]:
    """A function from a row to the address of its result.

    It builds one address per group, as those of a group differ by the specialty alone.
    """
    readings, label = query.answers.readings, query.goal.typed["edition"]
    of_groups: dict[str, tuple[str, str]] = {}

    def address_of(row: Compared) -> str:
        answers = row.answers
        if answers.group not in of_groups:
            asked = query_of(replace(answers, readings=readings), label)
            before, _, after = asked.partition(f"specialty={answers.specialty}")
            of_groups[answers.group] = f"{reverse('goal')}?{before}specialty=", after
        before, after = of_groups[answers.group]
        return f"{before}{answers.specialty}{after}"

    return address_of


def _onward(query: CompareQuery, edition: Edition) -> dict[str, str]:
    """Links to all specialties for this group, and to all groups for this specialty."""
    answers, label, onward = query.answers, query.goal.typed["edition"], {}
    if len(query.groups) == 1 and len(query.specialties) < len(edition.choices):
        of_group = replace(answers, group=query.groups[0])
        onward["all_specialties"] = compare_address(of_group, label)
    if len(query.specialties) == 1 and len(query.groups) < len(GROUPS):
        of_specialty = replace(answers, specialty=query.specialties[0])
        onward["all_groups"] = compare_address(of_specialty, label)
    return onward
