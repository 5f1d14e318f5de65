"""Imports rows from a file into a draft, and exports rows of an edition to a file.

The pages, and the file kept between preview and import, are those of django-import-export. `files`
reads a file, `resources` turns it into rows and finds their faults.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ConfirmImportForm, ImportForm
from import_export.resources import modelresource_factory
from import_export.results import Result

from scores.admin.columns import Columns
from scores.admin.files import Kept, understand
from scores.admin.guard import (
    back_to_work,
    draft_asked_for,
    drafts,
    edition_path,
    refusals_as_messages,
)
from scores.admin.overwrites import last_edit_in
from scores.admin.resources import KEEP, REMOVE, RowResource
from scores.admin.templates import template_of
from scores.editions.load import EditionRefused
from scores.forms.sheets import written_sheet

PREVIEW_LASTS = 60 * 60
"""Seconds for which a preview can be confirmed."""


FOR_ALL = frozenset(
    {
        *("exam", "window_from", "window_to", "cycle", "cycles", "year", "applicant_group"),
        *("outcome", "attempt", "examinees", "measure", "test", "source"),
    }
)
"""Columns that are often the same for all rows of a report: the form asks for them once."""


AS_IN_FILE = ("", "as the file says")


class DraftImportForm(ImportForm):
    draft = forms.ModelChoiceField(
        drafts(), empty_label=None, label="Into the draft", help_text="Where the rows go."
    )
    import_file = forms.FileField(
        label="File (XLSX or CSV)", help_text="Of a workbook, the first sheet is read."
    )
    others = forms.ChoiceField(
        choices={KEEP: "Leave them as they are", REMOVE: "Remove them: the file has all rows"},
        initial=KEEP,
        widget=forms.RadioSelect,
        label="Rows of the draft that the file does not have",
        help_text="Only rows that have what you said for all rows, where you said it.",
    )
    field_order = ["draft", "import_file", "others"]

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.columns = Columns(resources[0]._meta.model)
        for column in self.columns.every:
            if column.name in FOR_ALL:
                self.fields[f"all-{column.name}"] = field_for_all(column)
        draft = self.initial.get("draft")
        if draft and "all-source" in self.fields:
            self.fields["all-source"].widget.choices = [
                ("", "as the file says"),
                *sources_of(draft),
            ]

    @property
    def for_all(self) -> list[Any]:
        """The form fields whose values hold for every row of the file."""
        return [self[name] for name in self.fields if name.startswith("all-")]

    @property
    def draft_label(self) -> str:
        draft = self.initial.get("draft")
        return draft.label if draft else ""

    @property
    def export_query(self) -> str:
        """The query that exports the rows of the draft."""
        draft = self.initial.get("draft")
        edition = edition_path(self.columns.model)
        return f"{edition}__id__exact={draft.pk}" if draft else ""

    def clean(self) -> dict[str, Any]:
        """Reads the file, reports faults in its form, and keeps what was read in its place."""
        values = super().clean() or self.cleaned_data
        file = values.get("import_file")
        if file is not None:
            said = {name: values.get(name) for name in self.fields if name.startswith("all-")}
            for_all = {name.removeprefix("all-"): text for name, text in said.items() if text}
            try:
                self.understood = understand(file.name, file.read(), self.columns, for_all)
            except forms.ValidationError as refused:
                self.add_error("import_file", refused)
            else:
                values["import_file"] = SimpleUploadedFile(file.name, self.understood.kept())
        return values


def field_for_all(column: Any) -> Any:
    """A form field whose value counts as if every line of the file had it."""
    says = "Choose one; left alone, the file says it." if column.is_link else column.help
    options: dict[str, Any] = {"required": False, "label": column.title, "help_text": says}
    if column.field.choices:
        choices = [AS_IN_FILE, *column.field.flatchoices]
        return forms.ChoiceField(choices=choices, **options)
    if column.is_link:
        return forms.CharField(widget=forms.Select, **options)
    return forms.CharField(max_length=300, **options)


def sources_of(draft: Any) -> list[tuple[str, str]]:
    return [
        (row.slug, row.described) for row in draft.sources.filter(replaced_by="").order_by("title")
    ]


class DraftConfirmForm(ConfirmImportForm):
    """Confirms a preview. The name of the kept file is signed: nobody can name another."""

    draft = forms.ModelChoiceField(drafts(), widget=forms.HiddenInput)
    others = forms.ChoiceField(choices={KEEP: "", REMOVE: ""}, widget=forms.HiddenInput)
    previewed = forms.IntegerField(widget=forms.HiddenInput)
    replace = forms.BooleanField(required=False, initial=False)

    def clean_import_file_name(self) -> str:
        try:
            signed = signing.loads(self.cleaned_data["import_file_name"], max_age=PREVIEW_LASTS)
        except signing.BadSignature as error:
            raise forms.ValidationError("The preview is too old: send the file again.") from error
        self.cleaned_data["import_file_name"] = signed
        return str(super().clean_import_file_name())


class FromFiles(ImportExportMixin):
    """Import and export on the list of a table."""

    import_formats = (Kept,)
    export_formats = (CSV,)
    import_form_class = DraftImportForm
    confirm_form_class = DraftConfirmForm
    import_template_name = "admin/scores/import.html"
    skip_export_form = True
    skip_admin_log = True  # the history of the draft records every row

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_template"
        own = path("template/", self.admin_site.admin_view(self.template_view), name=name)
        return [own, *super().get_urls()]

    def template_view(self, request: HttpRequest) -> HttpResponse:
        """Sends an empty workbook to fill in, with the values that the draft knows."""
        draft = draft_asked_for(request).first()
        if draft is None or not self.has_import_permission(request):
            raise PermissionDenied
        name = f"{self.opts.verbose_name_plural.replace(' ', '-')}-{draft}.xlsx"
        book = template_of(Columns(self.model), draft)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(book, content_type=XLSX.CONTENT_TYPE, headers=headers)

    def get_resource_classes(self, request: HttpRequest) -> list[Any]:
        return [modelresource_factory(self.model, resource_class=RowResource)]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(
            self.has_add_permission(request)
            and self.has_change_permission(request)
            and self.has_delete_permission(request)
        )

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    def get_import_form_initial(self, request: HttpRequest) -> dict[str, Any]:
        return {"draft": draft_asked_for(request).first()}

    def get_import_resource_kwargs(
        self, request: HttpRequest, form: Any = None, **kwargs: Any
    ) -> dict[str, Any]:
        chosen = getattr(form, "cleaned_data", {})
        names = ("draft", "others", "previewed", "replace")
        return {name: chosen[name] for name in names if name in chosen}

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        if import_form is not None:
            initial["import_file_name"] = signing.dumps(initial["import_file_name"])
            initial |= {name: import_form.cleaned_data[name] for name in ("draft", "others")}
            initial["previewed"] = last_edit_in(initial["draft"], self.model)
        return initial

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {"rollback_on_validation_errors": True}

    @refusals_as_messages
    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return super().import_action(request, **kwargs)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            messages.error(request, "The preview is gone: send the file again.")
            return redirect(self.address("import"))

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        """Reports the result; the draft may have been edited or published since the preview."""
        if result.has_errors() or result.has_validation_errors():
            says = [str(error.error) for error in result.base_errors]
            says += [f"{where}: {told}" for where, _, told in result.faults]
            messages.error(request, f"Nothing was imported. {' '.join(says[:3])}")
            return redirect(self.address("import"))
        super().process_result(result, request)
        return back_to_work(request, result.draft)

    def add_success_message(self, result: Result, request: HttpRequest) -> None:
        rows = f"{self.opts.verbose_name_plural.capitalize()}: {say_totals(result)}."
        messages.success(request, f"{rows} Every row is noted in the history of the draft.")

    def address(self, name: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}")

    # Export

    @refusals_as_messages
    def export_action(self, request: HttpRequest) -> HttpResponse:
        try:
            return super().export_action(request)
        except IncorrectLookupParameters as error:
            raise EditionRefused("There is no such filter: choose one in the list.") from error

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows that the list shows. Raises EditionRefused if they are of several editions."""
        rows: QuerySet[Any] = super().get_export_queryset(request)
        label = self.model.identity[0]
        labels = rows.order_by().values_list(label, flat=True).distinct()[:2]
        if len(labels) > 1:
            raise EditionRefused("Choose one edition in the filter, then export its rows.")
        if hasattr(self.model, "also"):
            rows = rows.prefetch_related("also")
        return rows

    def get_export_data(
        self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any
    ) -> bytes:
        columns = Columns(self.model)
        return written_sheet("rows.csv", columns.names, map(columns.write, queryset))

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        edition = queryset.values_list(self.model.identity[0], flat=True).first() or "empty"
        return f"{edition}-{self.opts.verbose_name_plural.replace(' ', '-')}.csv"


def say_totals(result: Result) -> str:
    words = {"new": "added", "update": "changed", "delete": "removed"}
    return ", ".join(f"{result.totals[kind]} {word}" for kind, word in words.items())
