"""Reports of readers: read as they were sent, and settled by entering an outcome."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from scores.admin.guard import Listed
from scores.editions.reports import settle_report
from scores.models import Report


@admin.register(Report)
class ReportAdmin(Listed):
    list_display = ("figure", "page", "edition", "created_at", "settled_at")
    list_filter = (("settled_at", admin.EmptyFieldListFilter), "edition")
    list_per_page = 50
    fields = ("figure", "page", "edition", "says", "source", "created_at", "outcome")
    readonly_fields = ("figure", "page", "edition", "says", "source", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: Any, obj: Report, form: Any, change: bool) -> None:
        outcome = form.cleaned_data["outcome"]
        settle_report(report=obj, outcome=outcome, by=request.user, at=timezone.now())
