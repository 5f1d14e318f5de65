"""Reporting an error: the figure it is about, what is wrong, and a source."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from scores.editions.reader import current_edition
from scores.editions.reports import file_report
from scores.forms.reports import ReportForm
from scores.forms.sharing import new_form_token
from scores.goals.share import TooOften, count_use
from scores.views.share import address_of
from scores.views.token_pages import private

MOST_REPORTS = 20
"""Reports allowed from one address within an hour."""


@private
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form for a report; a link to it can fill in the figure and the page."""
    now = timezone.now()
    edition = current_edition(at=now)
    if request.method != "POST":
        names = ("figure", "page")
        return _form(request, ReportForm(initial={each: request.GET.get(each) for each in names}))
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    try:
        count_use(action="report", address=address_of(request), most=MOST_REPORTS, at=now)
    except TooOften as refused:
        form.add_error(None, str(refused))
        return _form(request, form, 429)
    file_report(edition=edition.label, **form.cleaned_data)
    return HttpResponseRedirect(reverse("report-sent"), status=303)


def _form(request: HttpRequest, form: ReportForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "once": new_form_token()}
    return render(request, "site/report.html", context, status=status)
