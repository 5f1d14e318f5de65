"""Sharing a result: a preview of what an advisor will see, then the goal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from scores.editions.reader import current_edition
from scores.engine.answers import Answers
from scores.engine.edition import Edition
from scores.engine.result import derive
from scores.forms.goal import query_of, read_goal_query
from scores.forms.sharing import TOO_OLD, ShareForm, new_form_token, read_form_token
from scores.goals.redact import redacted
from scores.goals.share import GoalRefused, TooOften, share_goal
from scores.views.answer import answer_page
from scores.views.goal import is_partial
from scores.views.remembered import remember
from scores.views.token_pages import private
from scores.wording.record import record_of


@private
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """The query holds the answers, and the form what to reveal."""
    now = timezone.now()
    edition = current_edition(at=now)
    query = read_goal_query(request.GET, edition, now.date())
    if query.errors or query.is_empty:
        return redirect(f"{reverse('goal')}?{request.GET.urlencode()}")
    if request.method != "POST":
        return _preview(request, ShareForm(_chosen(request.GET)), query.answers, edition, now)
    if request.POST.get("do") == "preview" or is_partial(request):
        return _preview(request, ShareForm(request.POST), query.answers, edition, now)
    return _share(request, query.answers, edition, now)


def _chosen(query: QueryDict) -> Mapping[str, Any]:
    """The choices in the query; by default, the parts that an advisor needs are revealed."""
    if "shows" in query or "lasts" in query:
        return query
    return {"shows": list(ShareForm.USUALLY_SHOWN)}


def _share(request: HttpRequest, answers: Answers, edition: Edition, now: datetime) -> HttpResponse:
    form, manage = ShareForm(request.POST), read_form_token(request.POST.get("once", ""))
    if not form.is_valid():
        return _preview(request, form, answers, edition, now)
    if manage is None:
        says = f"{TOO_OLD} Look at the preview once more and share again."
        return _preview(request, form, answers, edition, now, says)
    try:
        share_goal(
            manage=manage,
            answers=answers,
            edition=edition,
            shown=form.shown,
            expires_at=form.expires_at(now),
            at=now,
            address=address_of(request),
            **form.named,
        )
    except GoalRefused as refused:
        return _preview(request, form, answers, edition, now, str(refused))
    except TooOften as refused:
        context = {"says": str(refused), "back": request.get_full_path()}
        return render(request, "429.html", context, status=429)
    response = redirect("open-goal", token=manage)
    remember(request, response, manage)
    return response


def _preview(
    request: HttpRequest,
    form: ShareForm,
    answers: Answers,
    edition: Edition,
    now: datetime,
    says: str = "",
) -> HttpResponse:
    """The result as others will see it."""
    form.is_valid()
    chosen = form.cleaned_data.get("shows", ())
    record = redacted(record_of(derive(edition, answers, today=now.date())), form.shown)
    once = request.POST.get("once", "")
    context: dict[str, Any] = {
        "edition": edition,
        "form": form,
        "named": {name: form[name].value() or "" for name in ("nickname", "question")},
        "shows": [(name, label, name in chosen) for name, label in ShareForm.SHOWN],
        "lasts": ShareForm.LASTS,
        "chosen": form.cleaned_data.get("lasts") or ShareForm.USUALLY_LASTS,
        "says": says,
        "answers": query_of(answers),
        "once": once if read_form_token(once) and not says else new_form_token(),
        "record": record,
        "page": answer_page(record),
    }
    template = "share/share.html#update" if is_partial(request) else "share/share.html"
    return render(request, template, context)


def address_of(request: HttpRequest) -> str:
    """The visitor's IPv4 address or IPv6 network, by which rate limits count."""
    return str(request.META.get("REMOTE_NETWORK") or request.META.get("REMOTE_ADDR", ""))


def see_other(name: str, token: str, *, at: str = "") -> HttpResponseRedirect:
    """Redirect after a POST to a page that can be reloaded, at the place that shows the outcome.

    Without `at`, the browser keeps the fragment of the page before.
    """
    return HttpResponseRedirect(reverse(name, args=[token], fragment=at or None), status=303)
