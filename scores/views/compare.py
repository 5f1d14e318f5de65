"""Several specialties or groups side by side."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from scores.engine.answers import Answers
from scores.engine.compare import SORTS, Compared, compare, picture_of, sorted_by
from scores.engine.edition import Edition
from scores.engine.steps import in_points
from scores.engine.vocabulary import GROUPS
from scores.forms.compare import CompareQuery, read_compare_query
from scores.forms.goal import query_of

from .choices import CHOICES
from .conditional import revalidated
from .goal import compare_address, edition_asked
from .qr import code_address

Pairs = list[tuple[str, str]]

EXAMPLE = ("us-md-senior",)
"""Whom the page shows before it knows who asks."""

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
    context = {"edition": edition, **CHOICES, **_form(query, edition)}
    is_example = not (query.groups or query.errors)
    if is_example:
        query = replace(query, groups=EXAMPLE)
    context |= {"query": query, "is_example": is_example}
    if not query.errors:
        context |= _compared(request, edition, query, today)
    return render(request, "compare.html", context)


def _compared(
    request: HttpRequest, edition: Edition, query: CompareQuery, today: date
) -> dict[str, Any]:
    """Every target in the order asked for; with a projection, else by chance."""
    rows, projection = compare(edition, query.answers, query.specialties, query.groups, today=today)
    sort = request.GET.get("sort", "")
    if sort not in SORTS:
        sort = "chance" if projection else "name"
    ordered = sorted_by(rows, sort)
    picture = picture_of(ordered, projection)
    asked = urlencode([(name, value) for name, value in _asked(request) if name != "sort"])
    return {
        "address": f"{request.path}?{asked}" if asked else request.path,
        "code_address": code_address(request, "compare", asked),
        "rows": [{"row": row, "address": _address(row, query)} for row in ordered],
        "holes": [row for row in ordered if row.result.target is None],
        "is_one_group": len(query.groups) == 1,
        "is_one_specialty": len(query.specialties) == 1,
        "today": today,
        "picture": picture,
        "has_estimated": any(row.is_estimated for row in rows),
        "parts": [
            (part.title, [(bar, _address(bar.row, query)) for bar in part.bars])
            for part in (picture.parts if picture else ())
        ],
        "projection": projection,
        "heading": projection
        and {name: in_points(getattr(projection, name)) for name in ("mean", "low", "high")},
        "level": edition.setting("interval_level"),
        "sort": sort,
        "sorts": _sorts(asked, has_chance=projection is not None),
        "verdict_low": edition.setting("verdict_low"),
        "verdict_high": edition.setting("verdict_high"),
        **_onward(query, edition),
    }


def _form(query: CompareQuery, edition: Edition) -> dict[str, Any]:
    """What comes along unseen, where it is changed, and each sentence about what is wrong."""
    carried = _carried(query.goal.typed)
    typed = [
        ("specialty", query.chosen[0] if len(query.chosen) == 1 else ""),
        ("group", query.groups[0] if len(query.groups) == 1 else ""),
        *((name, query.goal.typed[name]) for name in ("aim", "exam_date")),
        *carried,
    ]
    asked = urlencode([pair for pair in typed if any(pair[1:])])
    return {
        "specialty_choices": [(each.id, each.name, "") for each in edition.specialties.values()],
        "carried": carried,
        "tests_carried": len(query.goal.rows),
        "goal_form": f"{reverse('goal')}?{asked}".removesuffix("?"),
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


def _address(row: Compared, query: CompareQuery) -> str:
    answers = replace(row.answers, readings=query.answers.readings)
    return f"{reverse('goal')}?{_query(answers, query)}"


def _query(answers: Answers, query: CompareQuery) -> str:
    return query_of(answers, query.goal.typed["edition"])


def _asked(request: HttpRequest) -> Pairs:
    return [(name, value) for name, values in request.GET.lists() for value in values]


def _sorts(asked: str, *, has_chance: bool) -> dict[str, tuple[str, str]]:
    """Each order with its title and the address that asks for it."""
    return {
        name: (title, f"?{asked}&{urlencode({'sort': name})}#compared".replace("?&", "?"))
        for name, title in SORTS.items()
        if has_chance or name != "chance"
    }


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
