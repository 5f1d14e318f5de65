"""The admin of sources: looking at them again, retiring them, and where each is used."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import model_ngettext
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from scores.admin.figures import ContentAdmin
from scores.admin.fresh import FreshForm, undescribed
from scores.admin.lists import columns_of
from scores.editions.drafts import hold_draft
from scores.editions.looks import date_draft, note_look
from scores.models import CONTENT, Edition, Source

RESERVES = "reserves_reproduction"


class SourceForm(FreshForm):
    """The form of a source, which is retired by naming its replacement.

    For a new source, somebody has to say whether its tables may be listed: an unchecked box would
    mean that they may.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if RESERVES in self.fields and not self.instance.pk:
            self.fields[RESERVES] = forms.TypedChoiceField(
                choices=[("", "Choose"), ("no", "No"), ("yes", "Yes")],
                coerce=lambda chosen: chosen == "yes",
                label=self.fields[RESERVES].label,
                help_text=self.fields[RESERVES].help_text,
                error_messages={"required": "Say whether its tables may be listed whole."},
            )
            self.initial.pop(RESERVES, None)
        if "replaced_by" in self.fields:
            self.fields["replaced_by"] = forms.TypedChoiceField(
                choices=[("", "It is in use"), *self.others()],
                required=False,
                empty_value="",
                show_hidden_initial=True,
                label="Replaced by",
                help_text=self.fields["replaced_by"].help_text,
            )
            self.fields["replaced_by"].hidden_widget = undescribed(forms.HiddenInput)

    def others(self) -> list[tuple[str, str]]:
        chosen = self.instance.replaced_by
        there = Source.objects.filter(edition=self.instance.edition_id).exclude(pk=self.instance.pk)
        return [
            (source.slug, source.described)
            for source in there
            if not source.replaced_by or source.slug == chosen
        ]


@admin.register(Source)
class SourceAdmin(ContentAdmin):
    form = SourceForm
    change_form_template = "admin/scores/source.html"
    actions = (*ContentAdmin.actions, "looked_at")
    list_display = columns_of(Source)["list_display"]
    list_editable = columns_of(Source)["list_editable"]
    list_filter = columns_of(Source)["list_filter"]
    ordering = columns_of(Source)["ordering"]
    search_fields = columns_of(Source)["search_fields"]

    @admin.action(description="Looked at today, nothing new", permissions=["change"])
    @transaction.atomic
    def looked_at(self, request: HttpRequest, sources: QuerySet[Source]) -> None:
        """Records a look at each source; rows of several editions date their own edition."""
        now, says = timezone.now(), []
        for edition in Edition.objects.filter(pk__in=sources.order_by().values("edition")):
            keys = sources.filter(edition=edition).values_list("pk", flat=True)
            many = note_look(edition=edition, sources=list(keys), by=request.user, at=now)
            says.append(f"{many} {model_ngettext(self.opts, many)} of edition {edition}")
        messages.success(request, f"Looked at on {now:%B} {now.day}: {', '.join(says)}.")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leaves `replaced_by` out of the form of a new source."""
        fields = super().get_fields(request, obj)
        return fields if obj else [name for name in fields if name != "replaced_by"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        today = timezone.now().date()
        return super().get_changeform_initial_data(request) | {"checked_on": today}

    def get_search_results(self, request: HttpRequest, queryset: Any, term: str) -> Any:
        """Offers only sources in use for a figure."""
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.filter(replaced_by="")
        return super().get_search_results(request, queryset, term)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        edition = hold_draft(edition=obj.edition)
        date_draft(edition=edition, by=request.user, at=timezone.now())

    def render_change_form(self, request: Any, context: Any, *args: Any, **options: Any) -> Any:
        source = options.get("obj")
        context["uses"] = list(uses_of(source)) if source is not None else []
        return super().render_change_form(request, context, *args, **options)


def uses_of(source: Source) -> Any:
    """The tables with figures from the source: how many, and where they are listed."""
    for model in CONTENT:
        for link in ("source", "also"):
            if not hasattr(model, link):
                continue
            rows = model.objects.filter(**{link: source}).count()  # type: ignore[attr-defined]
            if rows:
                meta = model._meta  # type: ignore[attr-defined]
                place = reverse(f"admin:scores_{meta.model_name}_changelist")
                yield {
                    "title": meta.verbose_name_plural,
                    "rows": rows,
                    "is_also": link == "also",
                    "list": f"{place}?{link}__id__exact={source.pk}",
                }
