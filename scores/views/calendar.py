"""The days of a result as a calendar file, which any calendar program reads."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from scores.engine.result import derive
from scores.goals.links import token_hash
from scores.views.conditional import revalidated
from scores.views.goal import read_asked
from scores.wording.record import record_of
from scores.wording.take import Dated, days_of

NO_DAY = "This goal has no upcoming dates to add to a calendar."


@require_safe
@revalidated
def calendar(request: HttpRequest) -> HttpResponse:
    """The days of a result, for the query of its page."""
    edition, query, today = read_asked(request)
    if query.errors or query.is_empty:
        says = "\n".join(says for each in query.errors.values() for says in each)
        return _text(says or "Choose a specialty and a group first.", 400)
    record = record_of(derive(edition, query.answers, today=today))
    answers = query.answers
    about = f"{answers.exam} {answers.specialty} {answers.group}"
    return calendar_file(days_of(record), about=about, today=today)


def calendar_file(
    days: Iterable[Dated], *, about: str, today: date, name: str = ""
) -> HttpResponse:
    """A file of all-day events that leave the day free; a 404 text where there are no days.

    Events keep their ids for the same `about`, so a later file replaces those of an earlier one.
    """
    days = list(days)
    if not days:
        return _text(NO_DAY, 404)
    file = Calendar()
    file.add("prodid", "-//usmlegoals//a goal//EN")
    file.add("version", "2.0")
    for each in days:
        file.add_component(_event(each, token_hash(about)[:16], today, name))
    response = HttpResponse(file.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="usmle-goal.ics"'
    return response


def _event(each: Dated, about: str, today: date, name: str) -> Event:
    event = Event()
    event.add("uid", f"{each.id}-{about}@usmlegoals")
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("dtstart", each.day)
    event.add("dtend", each.day + timedelta(days=1))
    event.add("summary", f"{each.title} ({name})" if name else each.title)
    event.add("description", each.says)
    event.add("transp", "TRANSPARENT")
    return event


def _text(says: str, status: int) -> HttpResponse:
    return HttpResponse(f"{says}\n", status=status, content_type="text/plain; charset=utf-8")
