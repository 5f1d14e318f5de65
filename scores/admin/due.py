"""The calendar of an edition: when each source is due, and ticking off those looked at today."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from scores.editions.looks import note_look
from scores.editions.reader import read_edition
from scores.engine.errors import UsmlegoalsError
from scores.models import Edition, Source
from scores.reference.freshness import Upkeep, upkeep_of


class DueSources(admin.ModelAdmin):
    """Adds the calendar page to each edition. In a draft, it ticks sources off."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.due_view)
        return [path("<int:key>/due/", view, name="scores_edition_due"), *super().get_urls()]

    def due_view(self, request: HttpRequest, key: int) -> HttpResponse:
        this: Any = self
        edition = this.edition_at(request, key)
        if request.method == "POST":
            if not request.user.has_perm("scores.change_source"):
                raise PermissionDenied
            tick_off(request, edition)
            return redirect("admin:scores_edition_due", key)
        months = list(months_of(edition, timezone.now().date()))
        page: HttpResponse = this.page(
            request, edition, "due", f"What is due in {edition}", months=months
        )
        return page


def tick_off(request: HttpRequest, edition: Edition) -> None:
    """Records a look at each ticked source, and reports the result in a message."""
    keys = [int(key) for key in request.POST.getlist("source") if key.isdecimal() and len(key) < 19]
    try:
        many = note_look(edition=edition, sources=keys, by=request.user, at=timezone.now())
    except UsmlegoalsError as refused:
        messages.error(request, str(refused))
    else:
        named = "1 source was" if many == 1 else f"{many} sources were"
        messages.success(request, f"{named} looked at today. Edition {edition} says so.")


def months_of(edition: Edition, today: date) -> Iterator[tuple[str, list[tuple[Upkeep, Source]]]]:
    """The overdue sources, then those due in each month, each with its row in the edition."""
    rows = {row.slug: row for row in Source.objects.filter(edition=edition)}

    def month(upkeep: Upkeep) -> str:
        return "Overdue" if upkeep.is_overdue(today) else f"{upkeep.due:%B %Y}"

    for name, due in groupby(upkeep_of(read_edition(edition)), key=month):
        yield name, [(upkeep, rows[upkeep.source.slug]) for upkeep in due]
