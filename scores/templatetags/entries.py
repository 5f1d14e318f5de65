"""Tags for the rows of practice tests and attempts in the goal form."""

from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from scores.engine.answers import MOST_READINGS
from scores.engine.edition import Edition
from scores.engine.figures import PracticeTest
from scores.forms.entries import ROW_FIELDS, Row, row_id
from scores.forms.goal import GoalQuery

register = template.Library()

BLANK = Row("", "", "")

OTHER_TESTS = ("amboss", "other")

PERCENT = mark_safe(' class="percent"')


@register.filter
def date_type(typed: str) -> str:
    """The type of input that can show what was typed: a date input would drop any other text."""
    try:
        is_shown = not typed or date.fromisoformat(typed).isoformat() == typed
    except ValueError:
        is_shown = False
    return "date" if is_shown else "text"


@register.simple_tag(takes_context=True)
def practice_rows(context: template.Context) -> list[dict[str, Any]]:
    """The rows as they were typed, then blank ones up to the number asked for; at least one row."""
    query = context["query"]
    rows = [*query.rows[:MOST_READINGS], *[BLANK] * _blanks(context, query)]
    return [_shown(number, row, context["edition"]) for number, row in enumerate(rows, start=1)]


def _shown(number: int, row: Row, edition: Edition) -> dict[str, Any]:
    errors = dict.fromkeys(ROW_FIELDS, "")
    for field, says in row.problems:
        errors[field] = f"{errors[field]} {says}".strip()
    return {
        "number": number,
        "typed": row,
        "options": _chosen(_options(edition), row.test),
        "fields": {
            field: {"id": row_id(field, number), "error": error} for field, error in errors.items()
        },
    }


def _blanks(context: template.Context, query: GoalQuery) -> int:
    request = context["request"]
    asked = (request.POST or request.GET).get("rows", "")
    wanted = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 0
    room = MOST_READINGS - len(query.rows)
    return max(0, min(room, max(not query.rows, wanted - len(query.rows))))


@lru_cache(maxsize=8)
def _options(edition: Edition) -> SafeString:
    """The options for all practice tests, in groups."""
    groups: dict[str, list[tuple[str, str, str]]] = {
        "Current forms": [],
        "Retired forms": [],
        "Others": [],
    }
    for test in edition.practice_tests.values():
        unit = PERCENT if test.unit == "percent" else ""
        groups[_group_of(test)].append((test.slug, unit, test.name))
    filled = [
        (title, format_html_join("", '<option value="{}"{}>{}</option>', tests))
        for title, tests in groups.items()
        if tests
    ]
    return format_html_join("", '<optgroup label="{}">{}</optgroup>', filled)


def _group_of(test: PracticeTest) -> str:
    if test.slug in OTHER_TESTS:
        return "Others"
    return "Retired forms" if test.retired else "Current forms"


def _chosen(options: SafeString, test: str) -> SafeString:
    """The options with one selected; a test that is not on record is added as it was typed."""
    if not test:
        return options
    value = format_html('<option value="{}"', test)
    if value not in options:
        return options + format_html('<option value="{}" selected>{}</option>', test, test)
    return mark_safe(options.replace(value, f"{value} selected", 1))  # noqa: S308


@register.simple_tag(takes_context=True)
def attempt_rows(context: template.Context) -> list[tuple[str, str]]:
    """The dates that were typed, then blank ones up to the number of attempts allowed."""
    typed = [day for day in context["query"].typed["attempt_date"] if day]
    most = max(context["edition"].policies["attempt-limit"].number or 0, len(typed))
    days = [*typed, *[""] * (most - len(typed))]
    return [(row_id("attempt_date", number), day) for number, day in enumerate(days, start=1)]
