"""Pages of figures: specialties, sources, the method, editions, corrections."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from scores.charts.score_picture import score_picture_of
from scores.charts.specialty import draw_specialty
from scores.editions import reader as published
from scores.editions.catalog import (
    catalog,
    changes_by_table,
    first_release,
    is_relabeled,
    kept_difference,
    returns_of,
)
from scores.editions.downloads import extents_of, uses_of
from scores.editions.fate import fate_of
from scores.editions.reader import current_edition, read_edition
from scores.engine.answers import AIMS, Answers
from scores.engine.context import GOALS, RULES_OF_THUMB
from scores.engine.edition import Edition
from scores.engine.figures import Claim
from scores.engine.floor import floor_on
from scores.engine.percentiles import TIERS, newest_norms
from scores.engine.result import derive
from scores.engine.vocabulary import GROUPS
from scores.models import Edition as EditionRow
from scores.reference import tables
from scores.reference.coverage import count_by_basis, coverage_of, gaps_of, holes_by_group
from scores.reference.specialty_profile import profile_of
from scores.reference.specialty_table import sorted_rows, specialty_table
from scores.views.backtest import chances_context, projection_context
from scores.views.conditional import revalidated
from scores.views.finding import dataset_of
from scores.views.specialty_heads import filters_of, heads_of, sorts_of
from scores.wording.record import record_of

Context = dict[str, Any]

EXAM = "step2ck"
"""The exam that match scores are about."""


@require_safe
@revalidated
def specialties(request: HttpRequest) -> HttpResponse:
    edition, today = edition_or_404(request), timezone.now().date()
    floor = floor_on(edition, EXAM, today)
    group = request.GET.get("group", "")
    group = group if group in GROUPS else ""
    sort = request.GET.get("sort", "")
    sort = sort if sort in sorts_of(group) else "name"
    rows = specialty_table(edition, floor)
    shown = sorted_rows(rows, sort, group)
    context = {
        "rows": [
            (row, [row.cells[name] for name in ([group] if group else GROUPS)]) for row in shown
        ],
        "group": group,
        "filters": list(filters_of(request, group, sort)),
        "heads": list(heads_of(request, group, sort)),
        "others": [one for one in edition.specialties.values() if not one.is_choice],
        "floor": floor,
    }
    return page_of_figures(request, "specialties", edition, context)


@require_safe
@revalidated
def specialty(request: HttpRequest, name: str) -> HttpResponse:
    edition, today = edition_or_404(request), timezone.now().date()
    found = edition.specialties.get(name)
    if found is None:
        raise Http404("No specialty of that name is on record here. The list has all that are.")
    floor = floor_on(edition, EXAM, today)
    profile = profile_of(edition, found, floor)
    picture = draw_specialty(edition, profile, floor.standard)
    chances = {} if found.says else _chances_on(edition, found.slug, today)
    context = {"profile": profile, "picture": picture, "floor": floor, "chances": chances}
    return page_of_figures(request, "specialty", edition, context)


@lru_cache(maxsize=64)
def _chances_on(edition: Edition, specialty: str, today: date) -> dict[str, Context]:
    """Cached by day, as it is the same for every visitor."""
    return dict(_chances(edition, specialty, today))


def _chances(edition: Edition, specialty: str, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """For each group, the step on the chance of matching and a picture, if there is a curve."""
    for group in GROUPS:
        result = derive(edition, Answers(specialty=specialty, group=group), today=today)
        match = result.outlook.match
        if match and match.steps:
            yield (
                group,
                {
                    "step": match.steps[0],
                    "picture": score_picture_of(record_of(result)) if match.curve else None,
                },
            )


@require_safe
@revalidated
def sources(request: HttpRequest) -> HttpResponse:
    edition = edition_or_404(request)
    uses = uses_of(edition)
    listed = [(source, uses[name]) for name, source in edition.sources.items()]
    context = {
        "sources": listed,
        "unused": [source for source, used in listed if not used and not source.replaced_by],
    }
    return page_of_figures(request, "sources", edition, context)


@require_safe
@revalidated
def method(request: HttpRequest) -> HttpResponse:
    edition, today = edition_or_404(request), timezone.now().date()
    coverage = coverage_of(edition)
    context = {
        "floor": floor_on(edition, EXAM, today),
        "norms": newest_norms(edition, EXAM),
        "counts": count_by_basis(coverage),
        "holes": holes_by_group(coverage),
        "apart": tables.apart(edition, "non-us-img", "us-md-senior"),
        "gaps": gaps_of(edition),
        "tiers": _claims(edition, *TIERS),
        "thumbs": _claims(edition, *RULES_OF_THUMB),
        "goals": _claims(edition, *GOALS),
        "aims": AIMS,
        "evidence": tables.evidence_of(edition),
        **projection_context(edition),
        **chances_context(edition),
    }
    return page_of_figures(request, "method", edition, context)


def _claims(edition: Edition, *names: str) -> list[Claim]:
    return [edition.claims[name] for name in names if name in edition.claims]


@require_safe
@revalidated
def corrections(request: HttpRequest) -> HttpResponse:
    edition, today = edition_or_404(request), timezone.now().date()
    context = {
        "claims": tables.claims_by_standing(edition),
        "percentiles": list(tables.percentiles_claimed(edition)),
        "norms": tables.norm_tables_of(edition, EXAM),
        "standards": tables.standards_of(edition, today).get(EXAM, ()),
        "address": settings.CORRECTIONS_ADDRESS,
    }
    return page_of_figures(request, "corrections", edition, context)


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    page = page_asked(request)
    entries = catalog(at=timezone.now(), start=(page - 1) * LISTED, most=LISTED)
    if not entries:
        raise Http404("There are no more editions.")
    older = page + 1 if entries[-1].earlier else 0
    context = {"entries": entries, "newer": page - 1, "older": older}
    context["edition"] = edition_or_404(request)
    return render(request, "figures/editions.html", context)


LISTED = 20
"""Editions on one page of their list."""


def page_asked(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    is_number = text.isascii() and text.isdecimal() and len(text) < 6
    return max(int(text), 1) if is_number else 1


@require_safe
def edition(request: HttpRequest, label: str) -> HttpResponse:
    row = published_row(label)
    held = read_edition(row)
    extents = list(extents_of(held))
    context = {
        "row": row,
        "dataset": dataset_of(request, row, extents),
        "released": first_release(row, at=timezone.now()),
        "fate": fate_of(row, at=timezone.now()),
        "publication": getattr(row, "publication", None),
        "returns": returns_of(row),
        "extents": extents,
        "edition": held,
    }
    return render(request, "figures/edition.html", context)


@require_safe
def difference(request: HttpRequest, old: str, new: str) -> HttpResponse:
    before, after = published_row(old), published_row(new)
    changes = kept_difference(before, after)
    context = {
        "old": before,
        "edition": read_edition(after),
        "changes": _changes_told((before.label, before.digest), (after.label, after.digest)),
        "counts": Counter(change.what for change in changes if not is_relabeled(change)),
    }
    return render(request, "figures/difference.html", context)


@lru_cache(maxsize=4)
def _changes_told(old: tuple[str, str], new: tuple[str, str]) -> SafeString:
    """All that changed between two editions, as HTML.

    Cached by label and digest, as it is long and never changes.
    """
    before, after = (published_row(label) for label, _ in (old, new))
    tables = changes_by_table(kept_difference(before, after))
    context = {"old": before, "edition": read_edition(after), "tables": tables}
    return mark_safe(render_to_string("figures/_changes.html", context).strip())  # noqa: S308


def edition_or_404(request: HttpRequest) -> Edition:
    """The edition named in the query, else the current one. Raises Http404."""
    label = request.GET.get("edition", "")
    if label:
        return read_edition(published_row(label))
    try:
        return current_edition(at=timezone.now())
    except EditionRow.DoesNotExist:
        raise Http404("No edition of the figures has been published yet.") from None


def published_row(label: str) -> EditionRow:
    try:
        return published.published_row(label)
    except EditionRow.DoesNotExist:
        raise Http404(
            "That is not a published edition of the figures. The list has all that are."
        ) from None


def page_of_figures(
    request: HttpRequest, name: str, edition: Edition, context: Context
) -> HttpResponse:
    """A page of figures. If the query names an edition, the links of the page keep it."""
    at_edition = f"?edition={edition.label}" if "edition" in request.GET else ""
    fate = fate_of(published_row(edition.label), at=timezone.now()) if at_edition else None
    every = {"edition": edition, "at_edition": at_edition, "groups": GROUPS, "fate": fate}
    return render(request, f"figures/{name}.html", every | context)
