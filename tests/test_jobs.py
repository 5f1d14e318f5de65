"""The start page by job: each a path with its steps, and the guide one click away."""

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from scores.editions.jobs import JOBS
from scores.editions.publish import delete_draft
from scores.models import Edition, PassingStandard
from tests.drafts import new_mark, url
from tests.pages import text_of


def job_page(name):
    return reverse("admin:scores_edition_job", args=[name])


def test_start_page_leads_to_each_job_and_to_the_guide(editor):
    start = editor.get("/admin/").content.decode()

    assert [job.name for job in JOBS if job_page(job.name) not in start] == []
    assert reverse("admin:scores_edition_guide") in start


@pytest.mark.parametrize("name", [job.name for job in JOBS])
def test_every_step_of_a_job_leads_into_the_draft(editor, draft, name):
    steps = editor.get(job_page(name)).context["steps"]

    addresses = [address for each in steps for _, address in each["links"]]
    assert addresses
    for address in addresses:
        page = editor.get(address)
        assert page.status_code == 200, address
        assert f">{draft}<" in page.content.decode() or f"Back to {draft}" in text_of(page)


def test_step_is_done_once_its_row_is_entered(editor, draft):
    before = editor.get(job_page("passing-score")).context["steps"]
    editor.post(url(PassingStandard, "add"), new_mark(draft))
    after = editor.get(job_page("passing-score")).context["steps"]

    assert [each["is_done"] for each in before] == [False, False]
    assert [each["is_done"] for each in after] == [False, True]


def test_job_begins_a_draft_and_goes_on(editor, draft):
    delete_draft(edition=draft)
    assert "Start the next edition" in text_of(editor.get(job_page("norms")))

    begun = editor.post(url(Edition, "begin"), {"job": "norms"})

    assert begun.url == job_page("norms")


def test_whoever_saves_a_step_is_back_at_the_job(editor, draft):
    _, step = editor.get(job_page("passing-score")).context["steps"]
    ((_, address),) = step["links"]

    saved = editor.post(address, new_mark(draft))

    assert saved.url == f"{job_page('passing-score')}?of={draft.label}"


def test_guide_is_shown_with_its_pictures(editor):
    html = editor.get(reverse("admin:scores_edition_guide")).content.decode()

    assert "<h2>Import and export</h2>" in html
    assert 'src="/static/guide/import' in html
    assert finders.find("guide/import.png")
    assert "](" not in html


def test_slip_is_told_as_it_is_saved(editor, draft):
    page = editor.post(url(PassingStandard, "add"), new_mark(draft, score=122), follow=True)
    said = text_of(page)

    assert "Saved, but look again: 122 lies" in said
    fine = editor.get(url(Edition, "change", draft.pk))
    assert "look again" not in text_of(fine)
