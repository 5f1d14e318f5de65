"""The benchmarks: an index with the main fact of each page, and the pages themselves."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from scores.views.benchmark_pages import entries_of
from scores.views.conditional import revalidated
from scores.views.figures import edition_or_404, page_of_figures


@require_safe
@revalidated
def index(request: HttpRequest) -> HttpResponse:
    edition, today = edition_or_404(request), timezone.now().date()
    context = {"entries": list(entries_of(edition, today))}
    return page_of_figures(request, "benchmarks/index", edition, context)


@require_safe
@revalidated
def page(request: HttpRequest, name: str) -> HttpResponse:
    edition, today = edition_or_404(request), timezone.now().date()
    entries = list(entries_of(edition, today))
    at = next((at for at, (page, _) in enumerate(entries) if page.name == name), None)
    if at is None:
        raise Http404("There is no such page of benchmarks. Their list has all there are.")
    page, fact = entries[at]
    following = entries[at + 1][0] if at + 1 < len(entries) else None
    context = {"page": page, "fact": fact, "following": following}
    context |= page.context(edition, today)
    return page_of_figures(request, f"benchmarks/{name}", edition, context)
