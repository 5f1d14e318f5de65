"""Pages and data for search engines: the sitemap, robots.txt and schema.org."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from scores.editions.catalog import catalog
from scores.editions.downloads import Extent
from scores.editions.reader import current_edition
from scores.models import Edition
from scores.views.benchmark_pages import entries_of
from scores.views.conditional import revalidated

PAGES = (
    "home",
    "goal",
    "compare",
    "specialties",
    "benchmarks",
    "sources",
    "method",
    "corrections",
    "questions",
    "editions",
    "privacy",
    "accessibility",
)


@require_safe
@revalidated
def sitemap(request: HttpRequest) -> HttpResponse:
    """The public pages, without results and shared goals."""
    now = timezone.now()
    paths = [reverse(name) for name in PAGES]
    edition = current_edition(at=now)
    pages = (page for page, _ in entries_of(edition, now.date()))
    paths += [reverse("benchmark-page", args=[page.name]) for page in pages]
    paths += [reverse("specialty", args=[name]) for name in edition.specialties]
    paths += [reverse("edition", args=[entry.edition.label]) for entry in catalog(at=now)]
    addresses = [request.build_absolute_uri(path) for path in paths]
    context = {"addresses": addresses}
    return render(request, "site/sitemap.xml", context, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    address = request.build_absolute_uri(reverse("sitemap"))
    return render(request, "site/robots.txt", {"sitemap": address}, content_type="text/plain")


def dataset_of(request: HttpRequest, row: Edition, extents: Iterable[Extent]) -> SafeString:
    """An edition in the words of schema.org, as JSON that is safe in a script element."""
    address = request.build_absolute_uri(reverse("edition", args=[row.label]))
    dataset: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"Figures on USMLE scores and the Match, edition {row.label}",
        "description": (
            "Passing scores, norms, percentiles, match and pass rates, each with its source. "
            "Tables whose publishers reserve reproduction are left out of the downloads."
        ),
        "url": address,
        "version": row.label,
        "dateModified": row.as_of.isoformat(),
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": extent.table.title,
                "encodingFormat": "text/csv",
                "contentUrl": request.build_absolute_uri(
                    reverse("table-csv", args=[row.label, extent.table.name])
                ),
            }
            for extent in extents
        ],
    }
    return as_json(dataset)


def faq_of(entries: Iterable[dict[str, Any]]) -> SafeString:
    """Questions with their answers, in the words of schema.org."""
    questions = [
        {
            "@type": "Question",
            "name": entry["question"].asks,
            "acceptedAnswer": {
                "@type": "Answer",
                "text": f"{entry['answer'].says} {entry['answer'].more}",
            },
        }
        for entry in entries
    ]
    page = {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": questions}
    return as_json(page)


def as_json(told: dict[str, Any]) -> SafeString:
    signs = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
    text = json.dumps(told, ensure_ascii=False).translate(signs)
    return mark_safe(text)  # noqa: S308 (escaped above)
