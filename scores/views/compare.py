"""Several specialties or groups side by side."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from scores.engine.answers import Answers
from scores.engine.compare import SORTS, Compared, compare, picture_of, sorted_by
from scores.engine.edition import Edition
from scores.engine.vocabulary import GROUPS
from scores.forms import CompareQuery, query_of, read_compare_query

from .choices import CHOICES
from .conditional import revalidated
from .goal import compare_address, edition_asked

Pairs = list[tuple[str, str]]

ASKED_HERE = ("group", "specialty", "aim", "exam_date", "edition")
"""The fields of this page's own form; the others come along from the goal form."""


@require_safe
@revalidated
def compare_page(request: HttpRequest) -> HttpResponse:
    """Without a specialty: all of them, for those who do not know yet."""
    edition, today, problem = edition_asked(request)
    query = read_compare_query(request.GET, edition, today)
    if problem:
        query.errors["edition"] = [problem]
    context = {"edition": edition, "query": query, **CHOICES, **_form(query)}
    if query.groups and not query.errors:
        rows, projection = compare(
            edition, query.answers, query.specialties, query.groups, today=today
        )
        sort = request.GET.get("sort", "")
        ordered = sorted_by(rows, sort)
        context |= {
            "rows": [_row(row, query) for row in ordered],
            "holes": [row for row in ordered if row.result.target is None],
            "is_one_group": len(query.groups) == 1,
            "is_one_specialty": len(query.specialties) == 1,
            "picture": picture_of(ordered, projection),
            "projection": projection,
            "level": edition.setting("interval_level"),
            "sort": sort if sort in SORTS else "name",
            "sorts": _sorts(request, has_chance=projection is not None),
            **_onward(query, edition),
        }
    return render(request, "compare.html", context)


def _form(query: CompareQuery) -> dict[str, Any]:
    """What comes along unseen, where it is changed, and each sentence about what is wrong."""
    carried = _carried(query.goal.typed)
    typed = [
        ("specialty", query.chosen[0] if len(query.chosen) == 1 else ""),
        ("group", query.groups[0] if len(query.groups) == 1 else ""),
        *((name, query.goal.typed[name]) for name in ("aim", "exam_date")),
        *carried,
    ]
    return {
        "carried": carried,
        "tests_carried": len(query.goal.rows),
        "goal_form": f"{reverse('goal')}?{urlencode([pair for pair in typed if any(pair[1:])])}",
        "problems": [
            (field if field in ASKED_HERE else "carried", says)
            for field, sentences in query.errors.items()
            for says in sentences
        ],
    }


def _carried(typed: dict[str, Any]) -> Pairs:
    """What the goal form asks and this one does not, as it was typed."""
    pairs = [
        (name, typed[name])
        for name in ("situation", "actual_score")
        if typed[name] not in ("", None)
    ]
    pairs += [
        (name, value)
        for name in ("factor", "decline", "attempt_date")
        for value in typed[name]
        if value
    ]
    return pairs + [(name, row[name]) for row in typed["tests"] for name in row]


def _row(row: Compared, query: CompareQuery) -> dict[str, Any]:
    answers = replace(row.answers, readings=query.answers.readings)
    return {"row": row, "address": f"{reverse('goal')}?{_query(answers, query)}"}


def _query(answers: Answers, query: CompareQuery) -> str:
    return query_of(answers, query.goal.typed["edition"])


def _sorts(request: HttpRequest, *, has_chance: bool) -> list[tuple[str, str, str]]:
    """Each order with its title and the address that asks for it."""
    asked = [(name, value) for name, values in request.GET.lists() for value in values]
    kept = [(name, value) for name, value in asked if name != "sort"]
    return [
        (name, title, f"?{urlencode([*kept, ('sort', name)])}#compared")
        for name, title in SORTS.items()
        if has_chance or name != "chance"
    ]


def _onward(query: CompareQuery, edition: Edition) -> dict[str, str]:
    """The other comparison: all specialties for this group, or all groups for this specialty."""
    onward = {}
    if len(query.groups) == 1 and len(query.specialties) < len(edition.specialties):
        onward["all_specialties"] = compare_address(
            replace(query.answers, group=query.groups[0]), query.goal.typed["edition"]
        )
    if len(query.specialties) == 1 and len(query.groups) < len(GROUPS):
        onward["all_groups"] = compare_address(
            replace(query.answers, specialty=query.specialties[0]), query.goal.typed["edition"]
        )
    return onward
