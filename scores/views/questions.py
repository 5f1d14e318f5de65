"""Common questions, answered from the figures, and examples of results."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from scores.engine.answers import Answers, Reading
from scores.engine.edition import Edition
from scores.engine.result import derive
from scores.forms.goal import query_of
from scores.views.conditional import revalidated
from scores.views.figures import edition_or_404, page_of_figures
from scores.views.finding import faq_of
from scores.wording.questions import answered
from scores.wording.record import record_of
from scores.wording.summary import say_result


@require_safe
@revalidated
def questions(request: HttpRequest) -> HttpResponse:
    edition, today = edition_or_404(request), timezone.now().date()
    entries = entries_of(edition, today)
    context = {"entries": entries, "faq": faq_of(entries)}
    return page_of_figures(request, "questions", edition, context)


def entries_of(edition: Edition, today: date) -> list[dict[str, Any]]:
    """Each question with its answer and the address of the page that has its figures."""
    return [
        {"question": question, "answer": answer, "address": _address(answer.page)}
        for question, answer in answered(edition, today)
    ]


def _address(page: str) -> str:
    return reverse(page) if page == "specialties" else reverse("benchmark-page", args=[page])


# Examples


class Example(NamedTuple):
    """An example of a result: who asks, what the page says, and its address."""

    who: str
    about: str
    headline: str
    says: str
    link: str
    address: str


@lru_cache(maxsize=4)
def examples_of(edition: Edition, today: date) -> tuple[Example, ...]:
    """A student who plans, one who chooses and one with a score, derived like any result."""
    made = (_planning(edition, today), _choosing(edition, today), _scored(edition, today))
    return tuple(example for example in made if example)


def _planning(edition: Edition, today: date) -> Example | None:
    taken = (today - timedelta(days=30), today - timedelta(days=9))
    readings = (Reading("nbme14", 246, taken[0]), Reading("uwsa2", 251, taken[1]))
    answers = Answers(
        specialty="internal-medicine",
        group="us-md-senior",
        exam_date=today + timedelta(days=21),
        readings=readings,
    )
    return _example("You plan the exam", answers, edition, today)


def _scored(edition: Edition, today: date) -> Example | None:
    answers = Answers(
        specialty="orthopaedic-surgery", group="us-do-senior", situation="scored", actual_score=243
    )
    return _example("You have your score", answers, edition, today)


def _example(who: str, answers: Answers, edition: Edition, today: date) -> Example | None:
    if answers.specialty not in edition.choices or not _has_tests(answers, edition):
        return None
    record = record_of(derive(edition, answers, today=today))
    about, verdict = record["about"], record["verdict"]
    return Example(
        who,
        f"{about['specialty']}, {about['group']}",
        say_result(record),
        verdict["says"],
        "See this result",
        f"{reverse('goal')}?{query_of(answers)}",
    )


def _has_tests(answers: Answers, edition: Edition) -> bool:
    return all(reading.test in edition.practice_tests for reading in answers.readings)


CHOICES = ("internal-medicine", "neurology", "family-medicine")


def _choosing(edition: Edition, today: date) -> Example | None:
    group = "non-us-img"
    found = list(_targets(edition, group, today))
    if len(found) < len(CHOICES):
        return None
    asked = urlencode([("group", group), *(("specialty", name) for name in CHOICES)])
    return Example(
        "You choose a specialty",
        "Non-US IMG",
        "Their targets side by side",
        " ".join(found),
        "See this comparison",
        f"{reverse('compare')}?{asked}",
    )


def _targets(edition: Edition, group: str, today: date) -> Iterator[str]:
    for name in CHOICES:
        if name in edition.choices:
            answers = Answers(specialty=name, group=group)
            record = record_of(derive(edition, answers, today=today))
            if record["target"]["score"] is not None:
                yield f"{record['about']['specialty']}: {record['target']['score']}."
