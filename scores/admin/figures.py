"""Lists, filters and searches the rows of an edition; those of a draft are edited in place."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from scores.admin.forms import PassingStandardForm
from scores.admin.fresh import FreshForm
from scores.admin.guard import (
    Guarded,
    Recorded,
    back_to_work,
    draft_asked_for,
    drafts,
    edition_path,
    held_drafts,
    note,
    refusals_as_messages,
)
from scores.admin.imports import FromFiles
from scores.admin.lists import WordSearch, columns_of
from scores.editions.checks import Fault, faults_of
from scores.editions.checks.faults import name_of
from scores.editions.diff import values_of
from scores.editions.drafts import edition_of, hold_draft
from scores.editions.review import Review
from scores.editions.versions import last_edit_of, version_of, version_of_all
from scores.engine.errors import UsmlegoalsError
from scores.models import CONTENT, Edit, Edition, NormPoint, NormTable, PassingStandard, Source

SELDOM = ("previous_score", "reporting", "also", "carried_back", "confidence", "approximate")
"""Fields that most rows leave empty: they are collapsed below the others."""


class FreshRow(FreshForm):
    """A row in a list, saved only if it was edited."""

    saves_unedited = False


class FreshRows(forms.BaseInlineFormSet):
    def clean(self) -> None:
        """Refuses to remove a row that somebody changed since."""
        super().clean()
        for form in cast(list[FreshForm], self.initial_forms):
            if form.is_stale and form.cleaned_data.get("DELETE"):
                raise forms.ValidationError(form.say_versions())


class NormPoints(Guarded, admin.TabularInline):
    model = NormPoint
    form, formset = FreshRow, FreshRows
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class ContentAdmin(FromFiles, Guarded, WordSearch, Recorded):
    """The admin of one table of an edition, whatever its columns."""

    form = FreshForm
    list_per_page = 50
    change_list_template = "admin/scores/rows.html"
    change_form_template = "admin/scores/row.html"
    delete_confirmation_template = "admin/scores/delete.html"
    delete_selected_confirmation_template = "admin/scores/delete_selected.html"
    actions: Sequence[str] = ("delete_selected",)
    object_history_template = "admin/scores/history.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        links = [column.name for column in self.opts.fields if column.many_to_one]
        related = [link if link == "edition" else f"{link}__edition" for link in links]
        rows = super().get_queryset(request).select_related(*related)
        return rows.prefetch_related("also") if hasattr(self.model, "also") else rows

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        names = list(self.get_fields(request, obj))
        seldom = [name for name in names if name in SELDOM]
        often = [name for name in names if name not in SELDOM]
        folded = [("More", {"fields": seldom, "classes": ["collapse"]})] if seldom else []
        return [(None, {"fields": often}), *folded]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        """Offers only the row's own draft, and rows of that draft."""
        model = db_field.related_model
        if model is None:
            return super().formfield_for_dbfield(db_field, request, **options)
        at_hand = self.draft_at_hand(request)
        if model is Edition:
            options |= {"queryset": at_hand, "empty_label": None}
            field: Any = super().formfield_for_dbfield(db_field, request, **options)
            field.widget.can_change_related = False
            return without_deleting(field)
        path = edition_path(model)
        rows = model.objects.filter(**{f"{path}__in": at_hand}).select_related(path)
        # a search field that offers only rows of this draft
        widget = SearchMany if db_field.many_to_many else SearchOne
        search = widget(db_field, self.admin_site, labels=at_hand)
        options |= {"queryset": rows, "widget": search}
        field = super().formfield_for_dbfield(db_field, request, **options)
        field.label_from_instance = attrgetter("described")
        return without_deleting(field)

    def get_changelist_form(self, request: HttpRequest, **options: Any) -> Any:
        return super().get_changelist_form(request, **({"form": NamedInputs} | options))

    def get_search_results(self, request: HttpRequest, queryset: Any, term: str) -> Any:
        if request.path.endswith("/autocomplete/"):
            path = edition_path(self.model)
            queryset = queryset.filter(**{f"{path}__label": request.GET.get("of", "")})
        return super().get_search_results(request, queryset, term)

    def draft_at_hand(self, request: Any) -> models.QuerySet[Edition]:
        """The draft of the row; for a new row, the one asked for, or else the newest."""
        row = request.resolver_match.kwargs.get("object_id")
        if not row:
            return draft_asked_for(request)
        rows = self.model._default_manager.filter(pk=row)
        return drafts().filter(pk__in=rows.values(f"{edition_path(self.model)}__pk"))

    # After saving, the user returns to the draft, or to the list they came from.

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        warn_of(request, obj)
        return self.back(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        warn_of(request, obj)
        return self.back(request, obj) or super().response_post_save_change(request, obj)

    def back(self, request: HttpRequest, row: Any) -> HttpResponseRedirect | None:
        is_from_list = "_changelist_filters" in request.GET
        return None if is_from_list else back_to_work(request, edition_of(row))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        hold_draft(edition=edition_of(form.instance))
        rows = formset.model.objects.filter(**{formset.fk.name: form.instance})
        stored = {row.pk: values_of(row) for row in rows}  # saving changes the formset's
        super().save_formset(request, form, formset, change)
        for row in formset.new_objects:
            note(request, row, None, values_of(row))
        for row, _ in formset.changed_objects:
            note(request, row, stored[row.pk], values_of(row))
        for removed in formset.deleted_forms if formset.can_delete else ():
            key, row = removed["id"].initial, removed.instance
            if key:
                row.pk = key
                note(request, row, stored[key], None)

    # The list of one edition, and each row, link back to it.

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        chosen = request.GET.get(f"{edition_path(self.model)}__id__exact", "")
        edition = Edition.objects.filter(pk=chosen).first() if is_key(chosen) else None
        return super().changelist_view(request, {"edition": edition, **(extra_context or {})})

    # The form of a row shows its faults, and its history the edits.

    def render_change_form(self, request: Any, context: Any, *args: Any, **options: Any) -> Any:
        row = options.get("obj")
        edition = context["edition"] = edition_of(row) if row is not None else None
        if edition is not None and not edition.is_published:
            context["faults"] = say_faults(context["adminform"].form, faults_on(row))
        return super().render_change_form(request, context, *args, **options)

    # A row is not deleted if somebody changed it since the page was opened.

    @refusals_as_messages
    @held_drafts
    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        row = self.get_object(request, object_id)
        version = version_of(row) if row is not None else ""
        is_asked = request.method == "POST" and self.has_delete_permission(request, row)
        if is_asked and row is not None and request.POST.get("read") != version:
            raise StaleRow(say_stale(row))
        context = {"version": version, **(extra_context or {})}
        return super().delete_view(request, object_id, context)

    @admin.action(permissions=["delete"], description="Delete selected rows")
    def delete_selected(self, request: HttpRequest, rows: models.QuerySet[Any]) -> Any:
        version = version_of_all(rows)
        if request.POST.get("post") and request.POST.get("read") != version:
            raise StaleRow("Not deleted. One of the rows was changed meanwhile.")
        page: Any = delete_selected(self, request, rows)
        if page is not None:
            page.context_data["version"] = version
        return page

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        row = self.get_object(request, object_id)
        edits = edits_of(row) if row is not None else Edit.objects.none()
        return super().history_view(request, object_id, {"edits": edits, **(extra_context or {})})


class StaleRow(UsmlegoalsError):
    """Somebody changed the row after the page that deletes it was opened."""


def say_stale(row: Any) -> str:
    edit = last_edit_of(row)
    who = f"{edit.by.get_username()} changed {row}" if edit else f"{row} was changed"
    return f"Not deleted. {who} after you opened this page. Look at it as it is now."


class NamedInputs(FreshRow):
    """Labels each input of a list with its field and row, as the list has no labels.

    Django also makes a form without a row, to learn the columns of an empty list.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values() if self.instance.pk else ():
            field.widget.attrs["aria-label"] = f"{field.label} of {self.instance}"


def without_deleting(field: Any) -> Any:
    """Keeps the form from offering to delete the row that the field refers to."""
    field.widget.can_delete_related = False
    return field


LONGEST_KEY = 18
"""The most digits of a key that every database can hold."""


class SearchOne(AutocompleteSelect):
    def __init__(self, *args: Any, labels: models.QuerySet[Edition], **options: Any) -> None:
        super().__init__(*args, **options)
        self.labels = labels

    def get_url(self) -> str:
        label = self.labels.values_list("label", flat=True).first() or ""
        return f"{super().get_url()}?of={label}"

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        """Leaves out values that are no keys: Django would query for them and fail."""
        return super().optgroups(name, [key for key in value if is_key(key)], attr)


def is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


class SearchMany(SearchOne, AutocompleteSelectMultiple):
    pass


def faults_on(row: Any) -> list[Fault]:
    """The faults of the draft that are in this row, or in its norm points."""
    named = {(name_of(type(row)), row.pk)}
    if isinstance(row, NormTable):
        named |= {(name_of(NormPoint), point) for point in row.points.values_list("pk", flat=True)}
    return [fault for fault in faults_of(edition_of(row)) if (fault.table, fault.pk) in named]


def warn_of(request: HttpRequest, row: Any) -> None:
    """Warns of doubts about the saved row at once; the review asks about them again."""
    comparison = Review(edition_of(row), at=timezone.now()).comparison
    for doubt in comparison.doubts:
        if (doubt.table, doubt.pk) == (name_of(type(row)), row.pk):
            messages.warning(request, f"Saved, but look again: {doubt.says}")


def say_faults(form: forms.ModelForm, faults: list[Fault]) -> list[Fault]:
    """Shows each fault beside its field, and returns all of them for the top of the form."""
    for name, field in form.fields.items():
        sentences = [[fault.says] for fault in faults if fault.field == name]
        if sentences:
            says = format_html_join(" ", '<strong class="fault">{}</strong>', sentences)
            field.help_text = format_html("{} {}", says, field.help_text)
    return faults


def edits_of(row: Any) -> models.QuerySet[Edit]:
    """The edits of a row, and of the points of a norm table, the newest first."""
    edits = Edit.objects.filter(edition=edition_of(row)).select_related("by")
    own = models.Q(table=name_of(type(row)), row_id=row.pk)
    if isinstance(row, NormTable):
        for name in (str(row), " · ".join(row.name_parts)):  # the second is its name until 2026.2
            own |= models.Q(table=name_of(NormPoint), row__startswith=name)
    return edits.filter(own)


SPECIAL: dict[Any, dict[str, Any]] = {
    NormTable: {"inlines": [NormPoints]},
    PassingStandard: {"form": PassingStandardForm},
}

OF_THEIR_OWN = (Source,)
"""Tables with an admin of their own: `sources` registers it."""

for table in CONTENT:
    if table not in OF_THEIR_OWN:
        admin.site.register(table, ContentAdmin, **(columns_of(table) | SPECIAL.get(table, {})))
