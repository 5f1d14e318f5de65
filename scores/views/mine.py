"""The page of what a browser remembers: shared goals, goals to answer on, and saved results."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from scores.editions.reader import current_edition
from scores.engine.edition import Edition
from scores.engine.figures import Specialty
from scores.engine.vocabulary import EXAMS, GROUPS
from scores.goals.links import Opened, answers_to, goals_of, history_of_all
from scores.goals.redact import redacted
from scores.models import Permits, Response
from scores.views.remembered import ANSWERING, remembered, seen_in
from scores.views.saved import shown_saved
from scores.views.shared import moved, shown_to, since_of
from scores.views.token_pages import private
from scores.wording.changes import say_since
from scores.wording.earlier import in_todays_form
from scores.wording.summary import say_result


@private
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    edition = current_edition(at=now)
    goals, answering = _goals(request, edition, now), _answering(request, edition, now)
    saved = shown_saved(request, edition, now.date())
    context = {"goals": goals, "answering": answering, "saved": saved}
    return render(request, "share/mine.html", context)


def _goals(request: HttpRequest, edition: Edition, now: datetime) -> list[dict[str, Any]]:
    """The goals shared from this browser, the newest first."""
    seen = seen_in(request)
    found = goals_of(seen, Permits.MANAGE)
    answers = answers_to(opened.goal for _, opened in found)
    return [
        _told(token, opened, edition)
        | {
            "is_live": opened.goal.is_live(at=now),
            "answers": (given := answers.get(opened.goal.pk, [])),
            "newest": given[-1] if given else None,
            "is_new": bool(given) and given[-1].pk > seen[token],
        }
        for token, opened in found
    ]


def _answering(request: HttpRequest, edition: Edition, now: datetime) -> list[dict[str, Any]]:
    """The goals to answer on that are still open, in the order of the days to look again."""
    found = [
        (token, opened)
        for token, opened in goals_of(remembered(request, ANSWERING), Permits.RESPOND)
        if opened.goal.is_live(at=now)
    ]
    goals = [opened.goal for _, opened in found]
    answers, history = answers_to(goals), history_of_all(goals)
    rows = [
        _told(token, opened, edition)
        | _agreed(answers.get(opened.goal.pk, []), now.date())
        | {"moved": _since_answer(opened, answers.get(opened.goal.pk), history)}
        | {"since": say_since(since_of(opened, edition))}
        for token, opened in found
    ]
    return sorted(rows, key=lambda row: row["look_again"] or date.max)


def _told(token: str, opened: Opened, edition: Edition) -> dict[str, Any]:
    record = redacted(in_todays_form(opened.record), shown_to(opened))
    return {
        "token": token,
        "goal": opened.goal,
        "revision": opened.revision,
        "headline": say_result(record),
        "about": _about(record["inputs"], edition.specialties),
    }


def _agreed(answers: list[Response], today: date) -> dict[str, Any]:
    """The target and day agreed on last, and whether the day to look again has come."""
    targets = [each.agreed_target for each in answers if each.agreed_target]
    days = [each.look_again for each in answers if each.look_again]
    look_again = days[-1] if days else None
    return {
        "agreed_target": targets[-1] if targets else None,
        "look_again": look_again,
        "is_due": look_again is not None and look_again <= today,
    }


def _since_answer(
    opened: Opened, answers: list[Response] | None, history: Mapping[int, list[dict[str, Any]]]
) -> dict[str, Any] | None:
    """How the goal changed since the newest answer; None if that is on the newest revision."""
    if not answers or answers[-1].revision >= opened.revision.number:
        return None
    rows = history[opened.goal.pk]
    if not shown_to(opened).projection:
        rows = [row | {"mean": None} for row in rows]
    then = [row for row in rows if row["number"] == answers[-1].revision]
    return moved([*then, rows[-1]], rows[-1]["number"])


def _about(inputs: dict[str, Any], specialties: Mapping[str, Specialty]) -> str:
    """The answers of a goal in a line. A specialty without a name today is given by its id."""
    specialty = specialties.get(inputs["specialty"])
    name = specialty.name if specialty else inputs["specialty"]
    parts = (EXAMS.get(inputs["exam"]), name, GROUPS.get(inputs["group"]))
    return " · ".join(part for part in parts if part)
