"""The figures of an edition as CSV and JSON files, one for each kind.

Rows whose source reserves reproduction are left out. Each file says how many, and their sources.
"""

import csv
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from scores.editions.downloads import Download, download_of
from scores.editions.reader import read_edition
from scores.editions.registry import KINDS
from scores.views.figures import published_row

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Spreadsheets treat text that begins with one of these as a formula."""


@require_safe
def table_json(request: HttpRequest, label: str, kind: str) -> JsonResponse:
    download = _download(label, kind)
    withheld = {
        "rows": download.withheld.rows,
        "sources": [
            {"title": source.title, "url": source.url} for source in download.withheld.sources
        ],
    }
    return JsonResponse(
        {"edition": label, "kind": kind, "rows": list(download.rows), "withheld": withheld}
    )


@require_safe
def table_csv(request: HttpRequest, label: str, kind: str) -> HttpResponse:
    download = _download(label, kind)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="usmlegoals-{label}-{kind}.csv"'
    response["X-Rows-Withheld"] = str(download.withheld.rows)
    csv.writer(response).writerows(_lines(download))
    return response


def _download(label: str, kind: str) -> Download:
    row = published_row(label)
    if kind not in KINDS:
        raise Http404("There is no such kind of figure. The page of the edition lists them all.")
    return download_of(read_edition(row), KINDS[kind])


def _lines(download: Download) -> Iterator[list[Any]]:
    yield list(download.columns)
    for row in download.rows:
        yield [csv_cell(row[column]) for column in download.columns]
    if download.withheld.rows:
        yield [say_withheld(download)]


def say_withheld(download: Download) -> str:
    """The last line of a file that lacks rows; it begins with a number sign."""
    where = "; ".join(
        f"{source.title} {source.url}".strip() for source in download.withheld.sources
    )
    return (
        f"# {download.withheld.rows} rows are left out, as their sources reserve reproduction: "
        f"{where}"
    )


def csv_cell(value: Any) -> Any:
    """A cell that no spreadsheet treats as a formula; numbers stay numbers."""
    if isinstance(value, list):
        value = ";".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
