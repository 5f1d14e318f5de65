"""Notifies author and reviewers by e-mail of a step; their start page shows it in any case."""

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse

from scores.editions.review import reviewers_of
from scores.models import Edition, EventKind
from scores.wording.letters import SUBJECTS, say_letter

log = logging.getLogger(__name__)


def tell(request: HttpRequest, edition: Edition, step: str, words: str) -> str:
    """Sends the e-mail, and says in a sentence whether it was sent; empty if none was due."""
    people = [each for each in concerned(edition, step) if each.pk != request.user.pk]
    reached = [each for each in people if each.email] if settings.EMAIL_URL else []
    if step not in SUBJECTS or not reached:
        return ""
    address = request.build_absolute_uri(reverse("admin:scores_edition_review", args=[edition.pk]))
    name = request.user.get_username()
    subject, text = say_letter(step, edition=edition.label, by=name, words=words, link=address)
    named = ", ".join(each.get_username() for each in reached)
    try:
        EmailMessage(subject, text, to=[each.email for each in reached]).send()
    except (SMTPException, OSError) as problem:
        log.error("No e-mail to %s: %s", named, problem)
        return f"No e-mail reached {named}: tell them. It is on their start page."
    return f"{named} {'was' if len(reached) == 1 else 'were'} notified by e-mail."


def concerned(edition: Edition, step: str) -> list[Any]:
    """The people to notify: for a submission the reviewer who was asked, or all reviewers.

    For a publication it is author and approver, for every other step the author.
    """
    events = {event.what: event for event in reversed(edition.events.all())}
    submission, approval = events.get(EventKind.SUBMITTED), events.get(EventKind.APPROVED)
    if step == "submit":
        asked = submission.asked_id if submission else None
        return [each for each in reviewers_of(edition) if asked in (None, each.pk)]
    told = [submission, approval] if step in ("publish", "schedule") else [submission]
    keys = [event.by_id for event in told if event is not None and event.by_id is not None]
    return list(get_user_model().objects.filter(pk__in=keys, is_active=True))
