"""The columns of the list of each table, and how it is filtered, sorted and searched."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from scores.admin.columns import field_at
from scores.admin.guard import edition_path
from scores.models.figures import shortened

EDITED_IN_PLACE: dict[str, tuple[str, ...]] = {
    "Claim": ("standing",),
    "GroupMatchRate": ("n", "percent"),
    "HouseSetting": ("value",),
    "KeyDate": ("day", "last_day", "basis"),
    "MatchScore": ("n", "q1", "median", "q3", "mean", "sd"),
    "NormPoint": ("percentile",),
    "PassRate": ("n", "percent"),
    "PassingStandard": ("score", "previous_score"),
    "PracticeTest": ("n", "median_printed", "median_actual", "offset"),
    "PracticeTestBand": ("n", "median_actual", "p25_actual", "p75_actual"),
    "ProjectionParameter": ("value", "n"),
    "ScoreBandMatchRate": ("percent", "n"),
    "ScoreDistribution": ("mean", "sd"),
    "ScorePrecision": ("points",),
    "Source": ("checked_on",),
    "SpecialtyMatchRate": ("ranked_first", "matched", "percent", "positions"),
    "SurveyAnswer": ("value", "importance"),
}
"""Fields that are edited in the list; the others are on the page of the row."""

TIMES = ("cycle", "cycles", "year", "effective_from", "day")
"""Columns that date a row; the list always shows them."""

FILTERED = {"specialty": "specialty__name", "source": "source__title"} | {
    name: name for name in ("cycle", "cycles", "year")
}
"""Filters of lists besides edition and choices, and the path to the name of each value."""


TEXTS = (
    *("specialty__name", "source__title", "source__publisher", "title", "publisher"),
    *("name", "text", "why", "note"),
)
"""Texts that a search looks into, besides the name of the row."""


class WordSearch(admin.ModelAdmin):
    """Finds rows where every word is in a text of the row or in the label of a choice."""

    def get_search_results(self, request: HttpRequest, queryset: Any, term: str) -> Any:
        for word in term.split():
            found = models.Q()
            for path in self.get_search_fields(request):
                found |= models.Q(**{f"{path}__icontains": word})
            for field in self.opts.fields:
                keys = [key for key, said in field.flatchoices if word.lower() in str(said).lower()]
                found |= models.Q(**{f"{field.name}__in": keys}) if keys else models.Q()
            queryset = queryset.filter(found)
        return queryset, False


class ByValue(admin.SimpleListFilter):
    """Filters by the values that the rows of the listed edition have."""

    path, said = "", ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        edition = f"{edition_path(model_admin.model)}__id__exact"
        rows = model_admin.model._default_manager.order_by()
        if request.GET.get(edition, "").isdecimal():
            rows = rows.filter(**{edition: request.GET[edition]})
        pairs = rows.values_list(self.path, self.said).distinct()
        named = {str(value): shortened(str(said)) for value, said in pairs if value}
        return sorted(named.items(), key=lambda pair: pair[1], reverse=self.path == self.said)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(**{self.path: self.value()}) if self.value() else queryset


def filter_by(name: str) -> type[ByValue]:
    said = FILTERED[name]
    path = f"{name}__slug" if said != name else name
    values = {"title": name, "parameter_name": name, "path": path, "said": said}
    return type(f"By{name.title()}", (ByValue,), values)


def named_column(model: Any) -> Any:
    """A list column with the row in words, sorted by the first part of that."""
    begins = "specialty__name" if has(model, "specialty") else model.identity[1]

    @admin.display(description="Row", ordering=begins)
    def row_in_words(row: Any) -> str:
        return str(row)

    return row_in_words


def has(model: Any, path: str) -> bool:
    return path.split("__")[0] in {field.name for field in model._meta.concrete_fields}


def columns_of(model: Any) -> dict[str, Any]:
    edition, named = edition_path(model), {path.split("__")[0] for path in model.identity}
    long = models.TextField | models.AutoField
    columns = [column for column in model._meta.concrete_fields if not isinstance(column, long)]
    shown = [column.name for column in columns if column.name not in named | {"edition"}]
    times = [name for name in TIMES if has(model, name)]
    editable = EDITED_IN_PLACE.get(model.__name__, ())
    identity = [
        path for path in model.identity if isinstance(field_at(model, path), models.CharField)
    ]
    return {
        "list_display": list(
            dict.fromkeys([named_column(model), edition, *editable, *times, *shown])
        ),
        "list_editable": editable,
        "list_filter": [
            edition,
            *(filter_by(name) for name in FILTERED if has(model, name)),
            *(column.name for column in columns if column.choices),
        ],
        "search_fields": list(
            dict.fromkeys([*identity, *(path for path in TEXTS if has(model, path))])
        ),
        "ordering": [f"-{edition}__pk", *model._meta.ordering[1:]],
    }
