"""The pages of an edition on its way to readers: its state, its changes, its next step."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from scores.accounts.people import confirm_code
from scores.admin.due import DueSources
from scores.admin.expected import attach
from scores.admin.forms import EditionForm, StepForm
from scores.admin.guard import Guarded, Listed, Recorded, edition_path
from scores.admin.jobs import Jobs, began_for
from scores.admin.letters import tell
from scores.admin.looking import accept, tick, tick_all
from scores.editions.publish import (
    approve_edition,
    begin_edition,
    delete_draft,
    publish_edition,
    restore_edition,
    send_back,
    submit_edition,
    tell_readers,
    withdraw_release,
)
from scores.editions.reader import published_row
from scores.editions.review import Review, standing_of
from scores.engine.errors import UsmlegoalsError
from scores.models import CONTENT, Edit, Edition, Release


def begins_on(values: dict[str, Any], now: datetime) -> datetime:
    """Midnight UTC of the chosen day, or now if that is today."""
    day = values["day"]
    if day is None:
        raise UsmlegoalsError("Choose the day on which it becomes current.")
    return now if day == now.date() else datetime.combine(day, time(), UTC)


def submit(edition: Edition, by: Any, at: datetime, values: dict[str, Any]) -> str:
    submit_edition(
        edition=edition,
        by=by,
        at=at,
        words=values["words"],
        summary=values["summary"],
        digest=values["digest"],
        asked=values["asked"],
    )
    return f"Edition {edition} is submitted for review."


def approve(edition: Edition, by: Any, at: datetime, values: dict[str, Any]) -> str:
    approve_edition(edition=edition, by=by, at=at, digest=values["digest"], words=values["words"])
    return f"Edition {edition} is approved as it is now. The approval lapses with any edit."


def return_to_author(edition: Edition, by: Any, at: datetime, values: dict[str, Any]) -> str:
    send_back(edition=edition, by=by, at=at, words=values["words"])
    return f"Edition {edition} is a draft again."


def publish(edition: Edition, by: Any, at: datetime, values: dict[str, Any]) -> str:
    publish_edition(edition=edition, by=by, at=at)
    return f"Edition {edition} is published, and the current one."


def schedule(edition: Edition, by: Any, at: datetime, values: dict[str, Any]) -> str:
    release = publish_edition(edition=edition, by=by, at=at, begins=begins_on(values, at))
    return f"Edition {edition} is published, and the current one from {release.begins:%Y-%m-%d} on."


def restore(edition: Edition, by: Any, at: datetime, values: dict[str, Any]) -> str:
    restore_edition(edition=edition, by=by, at=at, reason=values["words"])
    return f"Edition {edition} is the current one again."


def withdraw(edition: Edition, by: Any, at: datetime, values: dict[str, Any]) -> str:
    release = edition.releases.filter(begins__gt=at).first()
    if release is None:
        raise UsmlegoalsError(f"No release of edition {edition} lies ahead.")
    withdraw_release(release=release, by=by, at=at, reason=values["words"])
    return f"The release of edition {edition} is withdrawn."


Step = Callable[[Edition, Any, datetime, dict[str, Any]], str]

STEPS: dict[str, tuple[tuple[str, ...], Step]] = {
    "submit": (("change_edition",), submit),
    "accept": (("review_edition", "change_edition"), accept),
    "tick": (("review_edition",), tick),
    "tick-all": (("review_edition",), tick_all),
    "approve": (("review_edition",), approve),
    "send-back": (("review_edition", "change_edition"), return_to_author),
    "publish": (("publish_edition",), publish),
    "schedule": (("publish_edition",), schedule),
    "restore": (("publish_edition",), restore),
    "withdraw": (("publish_edition",), withdraw),
}
"""The steps of an edition: the permissions, any of which is enough, and the function."""

LOOKS = ("accept", "tick", "tick-all")
"""After these steps, the page stays where it was."""


ROWS_A_PAGE = 100
"""Changed rows that a reviewer ticks on one page."""


@admin.register(Edition)
class EditionAdmin(DueSources, Jobs, Guarded, Recorded):
    form = EditionForm
    readonly_fields = ("as_of",)  # follows from the newest look at a source
    list_display = ("label", "as_of", "standing")
    actions = None  # each edition has its own pages
    list_filter = ("status",)
    search_fields = ("label", "summary")
    object_history_template = "admin/scores/history.html"
    change_list_template = "admin/scores/edition/list.html"
    change_form_template = "admin/scores/edition/form.html"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # an edition begins as a copy of another, in `begin_view`

    @admin.display(description="Standing")
    def standing(self, edition: Edition) -> str:
        return standing_of(edition, at=timezone.now())

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("begin/", view(self.begin_view), name="scores_edition_begin"),
            path("<int:key>/review/", view(self.review_view), name="scores_edition_review"),
            path("<int:key>/expected/", view(self.expected_view), name="scores_edition_expected"),
            path("<int:key>/checks/", view(self.checks_view), name="scores_edition_checks"),
        ]
        return [*own, *super().get_urls()]

    def edition_at(self, request: HttpRequest, key: int) -> Edition:
        edition = Edition.objects.filter(pk=key).first()
        if edition is None:
            raise Http404("There is no such edition.")
        if not self.has_view_permission(request, edition):
            raise PermissionDenied
        return edition

    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """Copies an edition into a new draft under the next free label, with one click."""
        if request.method != "POST" or not may(request, "add_edition"):
            raise PermissionDenied
        label = request.POST.get("base", "")
        try:
            base = published_row(label) if label else None
            draft = begin_edition(by=request.user, at=timezone.now(), base=base)
        except Edition.DoesNotExist:
            raise Http404("There is no published edition of that label.") from None
        except UsmlegoalsError as refused:
            messages.error(request, str(refused))
            return redirect("admin:index")
        of = f" of {base}" if base else ""
        messages.success(request, f"Edition {draft} is begun, as a copy{of}. Change what is new.")
        return began_for(request) or redirect("admin:scores_edition_change", draft.pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        edition = self.get_object(request, object_id)
        if edition is not None:
            extra_context = {"kinds": kinds_of(request, edition), **self.about(request, edition)}
        return super().change_view(request, object_id, form_url, extra_context)

    def review_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Shows all that a reviewer has to see, and takes the next step."""
        edition = self.edition_at(request, key)
        typed = request.session.get(f"words of {key}", "")
        form = StepForm(request.POST or None, initial={"words": typed})
        if request.method == "POST":
            is_taken = take_step(request, edition, form)
            if is_taken and request.POST["do"] not in LOOKS:
                return redirect("admin:scores_edition_review", key)
            edition.refresh_from_db()  # keeps what was typed beside the ticks
        missed, review = edits_since(edition, form), Review(edition, at=timezone.now())
        rows = Paginator(review.rows, ROWS_A_PAGE).get_page(request.GET.get("rows"))
        told = {"form": form, "missed": missed, "review": review, "rows": rows}
        told["sent_doubts"] = request.POST.getlist("doubt")
        return self.page(request, edition, "review", f"Review {edition}", **told)

    def checks_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Shows every fault, with a link to its row."""
        edition = self.edition_at(request, key)
        return self.page(request, edition, "checks", f"Checks of {edition}")

    def expected_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Shows the expected values of a draft, and attaches others."""
        edition = self.edition_at(request, key)
        if edition.is_published or not may(request, "change_edition", "review_edition"):
            raise PermissionDenied
        told = attach(request, edition)
        if told.get("is_attached"):
            return redirect("admin:scores_edition_checks", key)
        return self.page(request, edition, "expected", f"Expected values of {edition}", **told)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Asks once, then deletes the draft with its rows, which are too many to list."""
        edition = self.edition_at(request, int(object_id) if object_id.isdecimal() else 0)
        if not self.has_delete_permission(request, edition):
            raise PermissionDenied
        if request.method != "POST":
            return self.page(request, edition, "delete", f"Delete the draft {edition}")
        self.log_deletions(request, Edition.objects.filter(pk=edition.pk))
        try:
            delete_draft(edition=edition)
        except UsmlegoalsError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"The draft {edition} is deleted.")
        return redirect("admin:scores_edition_changelist")

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        edition = self.get_object(request, object_id)
        context = extra_context or {}
        if edition is not None:
            context |= {
                "edits": edition.edits.select_related("by"),
                "events": edition.events.select_related("by"),
            }
        return super().history_view(request, object_id, context)

    def about(self, request: HttpRequest, edition: Edition) -> dict[str, Any]:
        """The context that all pages of an edition share."""
        now = timezone.now()
        steps = {name.replace("-", "_"): permissions for name, (permissions, _) in STEPS.items()}
        return {
            "edition": edition,
            "review": Review(edition, at=now),
            "standing": standing_of(edition, at=now),
            "ahead": edition.releases.filter(begins__gt=now).first(),
            "may": {name: may(request, *permissions) for name, permissions in steps.items()},
            "asks_code": settings.SECOND_FACTOR,
        }

    def page(
        self, request: HttpRequest, edition: Edition, name: str, title: str, **more: Any
    ) -> HttpResponse:
        every = self.admin_site.each_context(request) | {"opts": self.opts, "title": title}
        context = every | self.about(request, edition) | more
        return TemplateResponse(request, f"admin/scores/edition/{name}.html", context)


def may(request: HttpRequest, *permissions: str) -> bool:
    """Whether the user has any of these permissions."""
    return any(request.user.has_perm(f"scores.{name}") for name in permissions)


def take_step(request: HttpRequest, edition: Edition, form: StepForm) -> bool:
    """Takes the step of the pressed button, and reports the result; False if it was refused."""
    permissions, step = STEPS.get(request.POST.get("do", ""), ((), None))
    if step is None or not may(request, *permissions):
        raise PermissionDenied
    if not form.is_valid():
        wrong = "Choose a reviewer." if "asked" in form.errors else "Enter a day as 2027-01-31."
        messages.error(request, wrong)
        return False
    values = form.cleaned_data | {"sent": request.POST}
    try:
        if "publish_edition" in permissions:
            confirm_code(user=request.user, typed=form.cleaned_data["code"])
        if "back" in request.POST and step is return_to_author:
            values["words"] = values["back"]
        keep_looks(request, edition, step, values)
        says = step(edition, request.user, timezone.now(), values)
    except UsmlegoalsError as refused:
        messages.error(request, str(refused))
        keep_words(request, edition, step, values)
        return False
    request.session.pop(f"words of {edition.pk}", None)
    told = tell(request, edition, request.POST["do"], values["words"])
    messages.success(request, f"{says} {told}".strip())
    return True


def keep_looks(request: HttpRequest, edition: Edition, step: Step, values: dict[str, Any]) -> None:
    """Saves the ticks and comments on the page, whichever of its buttons was pressed."""
    sent, now = request.POST, timezone.now()
    if sent.getlist("doubt") and step is not accept and may(request, *STEPS["accept"][0]):
        accept(edition, request.user, now, values)
    if sent.getlist("shown") and step not in (tick, tick_all) and may(request, *STEPS["tick"][0]):
        tick(edition, request.user, now, values)


def keep_words(request: HttpRequest, edition: Edition, step: Step, values: dict[str, Any]) -> None:
    """Keeps what the author typed for a refused submission, for the next try."""
    if step is not submit or edition.status != Edition.Status.DRAFT:
        return
    request.session[f"words of {edition.pk}"] = values["words"]
    if values["summary"] and values["summary"] != edition.summary:
        told = {"by": request.user, "at": timezone.now(), "summary": values["summary"]}
        tell_readers(edition=edition, **told)


def edits_since(edition: Edition, form: StepForm) -> list[Edit]:
    """The edits made since the page was opened whose step was refused."""
    seen = form.cleaned_data.get("seen") if form.is_bound and form.is_valid() else None
    if seen is None:
        return []
    return list(edition.edits.filter(pk__gt=seen).select_related("by"))


def kinds_of(request: HttpRequest, edition: Edition) -> list[dict[str, Any]]:
    """The tables of an edition: how many rows each has, and where they are listed and added."""
    kinds = []
    for model in CONTENT:
        if not may(request, f"view_{model.__name__.lower()}"):
            continue
        meta, path = model._meta, edition_path(model)  # type: ignore[attr-defined]
        name = meta.model_name
        kinds.append(
            {
                "title": meta.verbose_name_plural,
                "one": meta.verbose_name,
                "rows": model.objects.filter(**{path: edition}).count(),  # type: ignore[attr-defined]
                "query": f"{path}__id__exact={edition.pk}",
                "list": reverse(f"admin:scores_{name}_changelist"),
                "add": reverse(f"admin:scores_{name}_add"),
            }
        )
    return kinds


@admin.register(Release)
class ReleaseAdmin(Listed):
    list_display = ("edition", "begins", "reason")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission
