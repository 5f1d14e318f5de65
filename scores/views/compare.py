"""Several specialties or groups side by side."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from scores.engine.answers import Reading
from scores.engine.compare import SORTS, Compared, compare, picture_of, sorted_by
from scores.forms import query_of, read_compare_query

from .choices import CHOICES
from .conditional import revalidated
from .goal import edition_asked


@require_safe
@revalidated
def compare_page(request: HttpRequest) -> HttpResponse:
    """Without a specialty: all of them, for those who do not know yet."""
    edition, today, problem = edition_asked(request)
    query = read_compare_query(request.GET, edition, today)
    if problem:
        query.errors["edition"] = [problem]
    context: dict[str, Any] = {"edition": edition, "query": query, "sorts": SORTS, **CHOICES}
    if not query.errors and query.groups:
        rows, projection = compare(
            edition, query.answers, query.specialties, query.groups, today=today
        )
        sort = request.GET.get("sort", "")
        context |= {
            "rows": [_row(row, query.answers.readings) for row in sorted_by(rows, sort)],
            "picture": picture_of(sorted_by(rows, sort), projection),
            "projection": projection,
            "sort": sort if sort in SORTS else "name",
            "sort_links": [(name, title, _sorted(request, name)) for name, title in SORTS.items()],
        }
    return render(request, "compare.html", context)


def _row(row: Compared, readings: tuple[Reading, ...]) -> dict[str, Any]:
    answers = replace(row.answers, readings=readings)
    return {"row": row, "address": f"{reverse('goal')}?{query_of(answers)}"}


def _sorted(request: HttpRequest, sort: str) -> str:
    pairs = [(name, value) for name, values in request.GET.lists() for value in values]
    kept = [(name, value) for name, value in pairs if name != "sort"]
    return f"?{urlencode([*kept, ('sort', sort)])}"
