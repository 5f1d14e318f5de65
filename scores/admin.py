"""The stock admin: the figures of drafts are edited here, those of published editions only read."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from scores.models import CONTENT, Edition, NormPoint, NormTable, Release
from scores.models.figures import follow


def edition_path(model: Any) -> str:
    """The look-up path from a row to its edition."""
    return str(model.identity[0].removesuffix("__label"))


def is_published(row: Any) -> bool:
    edition = row if isinstance(row, Edition) else follow(row, edition_path(type(row)))
    return bool(edition and edition.is_published)


class Guarded(admin.options.BaseModelAdmin):
    """Nobody changes or deletes what is published, whatever their permissions."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and is_published(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and is_published(obj))


class NormPoints(Guarded, admin.TabularInline):
    model = NormPoint
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class ContentAdmin(Guarded, admin.ModelAdmin):
    """One table of an edition, whatever its columns."""

    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        links = [column.name for column in self.opts.fields if column.many_to_one]
        related = [link if link == "edition" else f"{link}__edition" for link in links]
        return super().get_queryset(request).select_related(*related)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        """A row stays in its draft, and refers to nothing outside it."""
        model = db_field.related_model
        if model is Edition:
            options["queryset"] = self.draft_at_hand(request)
        elif model:
            path = edition_path(model)
            rows = model.objects.filter(**{f"{path}__in": self.draft_at_hand(request)})
            options["queryset"] = rows.select_related(path)
        return super().formfield_for_dbfield(db_field, request, **options)

    def draft_at_hand(self, request: Any) -> models.QuerySet[Edition]:
        """The draft of the row; for a new row the one asked for in the address, or the newest."""
        drafts = Edition.objects.exclude(status=Edition.Status.PUBLISHED)
        row = request.resolver_match.kwargs.get("object_id")
        if row:
            rows = self.model._default_manager.filter(pk=row)
            return drafts.filter(pk__in=rows.values(f"{edition_path(self.model)}__pk"))
        asked = {"label": request.GET["of"]} if "of" in request.GET else {}
        newest = drafts.filter(**asked).order_by("-as_of", "-label")[:1]
        return drafts.filter(pk__in=newest.values("pk"))


def columns_of(model: Any) -> dict[str, Any]:
    """What a list shows, filters by and searches."""
    edition, named = edition_path(model), {path.split("__")[0] for path in model.identity}
    columns = [column for column in model._meta.concrete_fields if is_short(column)]
    others = [column.name for column in columns if column.name not in named | {"edition"}]
    return {
        "list_display": ["__str__", edition, *others],
        "list_filter": [edition, *(column.name for column in columns if column.choices)],
        "search_fields": [path for path in model.identity if holds_text(model, path)],
    }


def is_short(column: Any) -> bool:
    return not isinstance(column, models.TextField | models.AutoField)


def holds_text(model: Any, path: str) -> bool:
    """Whether a look-up path ends in a column of text, which can be searched."""
    for name in path.split("__"):
        column = model._meta.get_field(name)
        model = column.related_model
    return isinstance(column, models.CharField)


@admin.register(Edition)
class EditionAdmin(Guarded, admin.ModelAdmin):
    list_display = ("label", "as_of", "status", "digest")
    list_filter = ("status",)
    readonly_fields = ("status", "digest")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # an edition begins as a copy of another


@admin.register(Release)
class ReleaseAdmin(admin.ModelAdmin):
    list_display = ("edition", "begins", "reason")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


for table in CONTENT:
    inlines = [NormPoints] if table is NormTable else []
    admin.site.register(table, ContentAdmin, inlines=inlines, **columns_of(table))
