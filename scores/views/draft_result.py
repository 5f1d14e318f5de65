"""A result on the figures of a draft, for users who may view editions."""

from contextlib import suppress
from urllib.parse import parse_qsl, urlencode

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import reswap, retarget

from scores.editions.reader import current_edition, read_edition
from scores.engine.answers import Answers, AnswersRefused
from scores.engine.result import derive
from scores.forms.goal import read_goal_query
from scores.models import Edition
from scores.views.answer import answer_page
from scores.views.goal import form_context, has_problems, is_partial
from scores.wording.record import record_of
from scores.wording.summary import say_result


@require_safe
@never_cache
@permission_required("scores.view_edition", raise_exception=True)
def draft_result(request: HttpRequest, key: int) -> HttpResponse:
    """The form and answer of `/goal/` on a draft; `?address=` takes the answers of an address."""
    row = Edition.objects.exclude(status=Edition.Status.PUBLISHED).filter(pk=key).first()
    if row is None:
        raise Http404("There is no such draft.")
    here = reverse("draft-result", args=[key])
    if asked := request.GET.get("address", ""):
        return redirect(f"{here}?{query_in(asked)}")
    figures, today = read_edition(row), timezone.now().date()
    query = read_goal_query(request.GET, figures, today, is_under_way=is_partial(request))
    context = form_context(figures, query) | {"heading": "h2", "draft": row, "form_action": here}
    context |= {"has_problems": has_problems(query)}
    if not query.errors and not query.is_empty:
        record = record_of(derive(figures, query.answers, today=today))
        context |= {
            "record": record,
            "page": answer_page(record),
            "says_now": say_now(query.answers),
        }
    if is_partial(request) and context["has_problems"]:
        problems = render(request, "goal.html#problems", context)
        return reswap(retarget(problems, "#problems"), "innerHTML")
    template = "goal.html#update" if is_partial(request) else "figures/draft_result.html"
    return render(request, template, context)


def query_in(address: str) -> str:
    """The query of a `/goal/` address, without its edition."""
    query = address.partition("?")[2].partition("#")[0]
    return urlencode([pair for pair in parse_qsl(query) if pair[0] != "edition"])


def say_now(answers: Answers) -> str:
    """The result on the current edition, in a sentence; empty where it gives none."""
    at = timezone.now()
    with suppress(AnswersRefused, Edition.DoesNotExist):
        return say_result(record_of(derive(current_edition(at=at), answers, today=at.date())))
    return ""
