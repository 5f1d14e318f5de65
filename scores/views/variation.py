"""A shared goal with other answers, beside what was shared."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from scores.editions.reader import current_edition
from scores.engine.edition import Edition
from scores.engine.plan import percent_of
from scores.engine.record import Record
from scores.engine.result import Result, derive
from scores.forms.goal import GoalQuery, query_of, read_goal_query
from scores.goals.links import Opened, responses_to
from scores.goals.redact import redacted
from scores.views.answer import answer_page
from scores.views.goal import form_context
from scores.views.shared import (
    EVERYONE,
    agreed_in,
    answers_shown,
    chance_of_agreed,
    shown_to,
    with_goal,
)
from scores.wording.earlier import in_todays_form
from scores.wording.record import record_of
from scores.wording.variation import variation_rows


@with_goal(EVERYONE)
@require_safe
def goal_try(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    """The form, filled in with the answers that the link shows; nothing is stored."""
    now = timezone.now()
    edition = current_edition(at=now)
    before = redacted(in_todays_form(opened.record), shown_to(opened))
    answers = answers_shown(before)
    if answers is None:
        return redirect("open-goal", token)
    typed = request.GET or QueryDict(query_of(answers))
    query = read_goal_query(typed, edition, now.date())
    context = form_context(edition, query) | {
        "opened": opened,
        "token": token,
        "form_action": request.path,
        "hides_tests": not shown_to(opened).scores and bool(opened.record["inputs"]["tests"]),
    }
    if not query.errors:
        context |= _varied(opened, before, query, edition, now)
    return render(request, "share/try.html", context)


def _varied(
    opened: Opened, before: Record, query: GoalQuery, edition: Edition, now: datetime
) -> dict[str, object]:
    result = derive(edition, query.answers, today=now.date())
    after = record_of(result)
    agreed = agreed_in(responses_to(opened), opened.revision.number)
    score = agreed.agreed_target if agreed else None
    chances = (chance_of_agreed(score, opened, before), _chance_of(score, result))
    return {
        "record": after,
        "page": answer_page(after),
        "agreed": agreed,
        "rows": variation_rows(before, after, score, chances),
        "is_aged": _is_aged(before, after),
        "is_same": query.answers == answers_shown(before),
        "address": "",
    }


def _is_aged(before: Record, after: Record) -> bool:
    """Whether the exam date has moved, so that the same tests are older or newer on that day."""
    one, two = before["inputs"], after["inputs"]
    is_moved = one["exam_date"] != two["exam_date"]
    return bool(is_moved and two["tests"] and one["tests"] == two["tests"])


def _chance_of(score: int | None, result: Result) -> int | None:
    """The chance of a score in percent; None without a projection or a score."""
    projection = result.outlook.projection
    chance = projection.chance_of(score) if projection and score is not None else None
    return None if chance is None else percent_of(chance)
