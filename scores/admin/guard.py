"""Keeps published editions from changes, whatever the permissions and the way taken."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import parse_qs

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from scores.editions.diff import Values, values_of
from scores.editions.drafts import edition_of, hold, hold_draft, record_edit
from scores.editions.jobs import job_named
from scores.engine.errors import UsmlegoalsError
from scores.models import Edition
from scores.wording.help import help_of


def edition_path(model: Any) -> str:
    """The look-up path from a row to its edition."""
    return str(model.identity[0].removesuffix("__label"))


def drafts() -> models.QuerySet[Edition]:
    return Edition.objects.exclude(status=Edition.Status.PUBLISHED)


def draft_asked_for(request: HttpRequest) -> models.QuerySet[Edition]:
    """The draft named in the address or the filters of the list that led here; else the newest."""
    found = drafts().order_by("-as_of", "-pk")
    filters = parse_qs(request.GET.get("_changelist_filters", ""))
    chosen = [request.GET, {name: values[-1] for name, values in filters.items()}]
    for values in chosen:
        for name, value in values.items():
            if name == "of":
                found = found.filter(label=value)
            elif name.endswith("edition__id__exact") and value.isdecimal():
                found = found.filter(pk=value)
    return drafts().filter(pk__in=found.values("pk")[:1])


def back_to_work(request: HttpRequest, draft: Edition) -> HttpResponseRedirect:
    """Redirects to the job that led to the change, or else to the draft."""
    job = job_named(request.GET.get("job"))
    if job is None:
        return redirect("admin:scores_edition_change", draft.pk)
    return redirect(f"{reverse('admin:scores_edition_job', args=[job.name])}?of={draft.label}")


def has_draft(request: Any) -> bool:
    """Whether there is a draft: one query a request, though every table of the index asks."""
    if not hasattr(request, "has_draft"):
        request.has_draft = drafts().exists()
    return bool(request.has_draft)


def refusals_as_messages(view: Callable[..., Any]) -> Callable[..., Any]:
    """Turns a refusal into a message on the page it came from; nothing has been changed."""

    @wraps(view)
    def wrapped(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(self, request, *args, **kwargs)
        except UsmlegoalsError as refused:
            messages.error(request, str(refused))
            the_list = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
            return redirect(request.get_full_path() if request.method == "POST" else the_list)

    return wrapped


def held_drafts(view: Callable[..., Any]) -> Callable[..., Any]:
    """Locks all drafts while a POST runs, so that what it compares with stays the same."""

    @wraps(view)
    def wrapped(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(self, request, *args, **kwargs)
        with transaction.atomic():
            hold(*drafts())
            return view(self, request, *args, **kwargs)

    return wrapped


class Guarded(admin.options.BaseModelAdmin):
    """Makes published rows read-only, and gives each field its help text."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        options.setdefault("help_text", help_of(self.model, db_field.name))
        return super().formfield_for_dbfield(db_field, request, **options)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request) and has_draft(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not is_published(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_published(obj)


def is_published(row: Any) -> bool:
    """Whether the row is published; a row that is not saved yet is not."""
    return row is not None and row.pk is not None and edition_of(row).is_published


class Rows(ChangeList):
    """The rows of a list, and of an export of it."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        if "%00" in request.GET.urlencode():  # PostgreSQL stores no NUL, so no row matches
            raise IncorrectLookupParameters
        return super().get_queryset(request, exclude_parameters)


class Listed(admin.ModelAdmin):
    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return Rows


class Recorded(Listed):
    """Locks the draft for each change, refuses published editions, and records the edit."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        hold_draft(edition=edition_of(obj))
        stored = self.model._default_manager.filter(pk=obj.pk).first() if change else None
        form.was = values_of(stored)
        super().save_model(request, obj, form, change)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Records the edit here, as Django calls this once the row and its relations are saved."""
        note(request, form.instance, form.was, values_of(form.instance))
        return super().construct_change_message(request, form, formsets, add)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        hold_draft(edition=edition_of(obj))
        note(request, obj, values_of(obj), None)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        for row in queryset:
            self.delete_model(request, row)

    changeform_view = refusals_as_messages(held_drafts(admin.ModelAdmin.changeform_view))
    changelist_view = refusals_as_messages(held_drafts(admin.ModelAdmin.changelist_view))
    delete_view = refusals_as_messages(admin.ModelAdmin.delete_view)


def note(request: Any, row: Any, before: Values | None, after: Values | None) -> None:
    record_edit(row=row, before=before, after=after, by=request.user, at=timezone.now())
