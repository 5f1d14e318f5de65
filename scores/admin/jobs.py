"""The page of each job of an editor, and the guide."""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

from scores.admin.guard import draft_asked_for
from scores.editions.checks.faults import name_of
from scores.editions.jobs import Job, job_named
from scores.models import Edition

GUIDE = settings.BASE_DIR / "docs" / "editors.md"


class Jobs(admin.ModelAdmin):
    """Adds the pages of jobs and the guide."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("jobs/<slug:name>/", view(self.job_view), name="scores_edition_job"),
            path("guide/", view(self.guide_view), name="scores_edition_guide"),
        ]
        return [*own, *super().get_urls()]

    def job_view(self, request: HttpRequest, name: str) -> HttpResponse:
        job = job_named(name)
        if job is None:
            raise Http404("There is no such job.")
        draft = draft_asked_for(request).first()
        steps = list(steps_of(job, draft)) if draft else []
        return self.told(request, "job", job.title, job=job, draft=draft, steps=steps)

    def guide_view(self, request: HttpRequest) -> HttpResponse:
        return self.told(request, "guide", "The guide", guide=guide_as_html())

    def told(self, request: HttpRequest, name: str, title: str, **more: Any) -> HttpResponse:
        every = self.admin_site.each_context(request) | {"opts": self.opts, "title": title}
        return TemplateResponse(request, f"admin/scores/{name}.html", every | more)


def began_for(request: HttpRequest) -> HttpResponse | None:
    """Redirects to the job that the draft was begun for; None if it was none."""
    job = job_named(request.POST.get("job"))
    return redirect("admin:scores_edition_job", job.name) if job else None


def steps_of(job: Job, draft: Edition) -> Iterator[dict[str, Any]]:
    changed = set(draft.edits.order_by().values_list("table", flat=True).distinct())
    for step in job.steps:
        links = [(says, address_of(table, page, draft, job)) for says, table, page in step.links]
        is_done = any(name_of(table) in changed for table in step.done_by)
        yield {"step": step, "links": links, "is_done": is_done}


def address_of(table: Any, page: str, draft: Edition, job: Job) -> str:
    """The address of a page of a step; saving there leads back to the job."""
    keys = [draft.pk] if table is Edition else []
    address = reverse(f"admin:scores_{table._meta.model_name}_{page}", args=keys)
    query = f"edition__id__exact={draft.pk}" if page == "changelist" else f"of={draft.label}"
    if page != "changelist":  # the address of a list may name columns only
        query += f"&job={job.name}"
    return address if table is Edition else f"{address}?{query}"


def guide_as_html() -> str:
    """The guide as HTML, without its title and with the addresses of its pictures."""
    text = GUIDE.read_text("utf-8").split("\n", 1)[1]
    text = re.sub(r"\(pictures/([\w-]+\.png)\)", lambda at: f"({static(f'guide/{at[1]}')})", text)
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return mark_safe(html)  # noqa: S308  # our own text, its markup escaped
