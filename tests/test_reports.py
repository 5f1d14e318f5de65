"""Errors that readers report: from the form to the desk of the editors."""

from datetime import UTC, datetime

import pytest

from scores.editions.reports import file_report
from scores.forms.sharing import new_form_token
from scores.models import Report
from scores.views.reports import MOST_REPORTS
from tests.pages import Page, text_of

pytestmark = pytest.mark.django_db

ADDRESS = "/corrections/report/"
HOSTILE = '"><script>alert(1)</script>\u202e'
TOLD = {"figure": "Target 258 (Dermatology)", "says": "The table says 257.", "source": "Table 5"}


def send(client, **typed):
    return client.post(ADDRESS, {"once": new_form_token(), "page": "/goal/"} | TOLD | typed)


def test_report_reaches_the_desk_with_its_figure(client, editor):
    response = send(client)

    assert response.headers["Location"] == "/corrections/sent/"
    assert "Sent to the editors" in text_of(client.get("/corrections/sent/"))
    desk = text_of(editor.get("/admin/"))
    assert "Target 258 (Dermatology) : The table says 257." in desk
    assert ", on /goal/, edition" in desk


def test_result_leads_to_the_form_with_its_figure(client, get):
    page = get("specialty=dermatology&group=us-md-senior")

    link = page.source.partition('href="/corrections/report/')[2].partition('"')[0]
    form = Page(client.get(f"{ADDRESS}{link.replace('&amp;', '&')}"))

    assert form.fields["figure"][0].startswith("Target 258 (Dermatology, US MD seniors). Edition")
    assert form.fields["page"] == ["/goal/"]


def test_page_of_figures_leads_to_the_form_with_its_address(client):
    page = client.get("/specialties/dermatology/").content.decode()

    assert 'href="/corrections/report/?page=/specialties/dermatology/"' in page
    assert 'href="/corrections/report/"' in client.get("/corrections/").content.decode()


def test_report_sent_twice_is_one(client):
    once = new_form_token()

    send(client, once=once)
    send(client, once=once)

    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"figure": " "}, "Enter the figure: the number, and what it is of."),
        ({"says": ""}, "Enter what is wrong with it."),
        ({"says": "x" * 2001}, "Enter at most 2,000 characters."),
        ({"once": "old"}, "This form is too old or was altered. Send it once more."),
    ],
)
def test_what_is_wrong_with_a_report_is_told_and_nothing_lost(client, typed, says):
    page = send(client, **typed)

    assert says in text_of(page)
    assert "Table 5" in page.content.decode()
    assert not Report.objects.exists()


def test_page_of_a_report_is_a_path_without_anybodys_answers(client):
    send(client, page="/goal/?score=248")
    send(client, page="https://evil.example/")

    assert set(Report.objects.values_list("page", flat=True)) == {"/goal/", ""}


def test_hostile_report_is_plain_text_on_the_desk(client, editor):
    send(client, figure=HOSTILE, says=HOSTILE, source=HOSTILE)
    report = Report.objects.get()

    for address in (
        "/admin/",
        f"/admin/scores/report/{report.pk}/change/",
        "/admin/scores/report/",
    ):
        page = editor.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_too_many_reports_of_one_address_are_refused_in_a_sentence(client):
    for _ in range(MOST_REPORTS):
        send(client)

    refused = send(client)

    assert refused.status_code == 429
    assert "From your address this was done" in text_of(refused)
    assert Report.objects.count() == MOST_REPORTS


def test_editor_settles_a_report_with_a_word_on_it(client, editor, alice):
    report = file_report(submission="a", page="", edition="2026.2", **TOLD)

    editor.post(f"/admin/scores/report/{report.pk}/change/", {"outcome": "Corrected in 2027.1."})

    report.refresh_from_db()
    assert report.outcome == "Corrected in 2027.1."
    assert report.settled_by == alice
    assert report.settled_at <= datetime.now(UTC)
    assert report.figure == TOLD["figure"]
    assert "No report waits." in text_of(editor.get("/admin/"))


def test_nobody_adds_or_deletes_a_report_on_the_desk(editor):
    report = file_report(submission="a", page="", edition="2026.2", **TOLD)

    assert editor.get("/admin/scores/report/add/").status_code == 403
    assert editor.post(f"/admin/scores/report/{report.pk}/delete/").status_code == 403
    assert Report.objects.exists()
