"""A report of 44 rows comes from an office as a workbook: from the start page into the draft."""

import re

import pytest
from playwright.sync_api import expect

from scores.models import MatchScore, Source
from tests.test_imports_offices import WIDE, workbook
from tests.test_journey_editing import DESK, at_browser  # noqa: F401

MOST_CLICKS = 12


@pytest.mark.slow
def test_report_of_44_rows_takes_few_clicks(
    at_browser,  # noqa: F811
    alice,
    transactional_db,
    camera,
    tmp_path,
):
    report = tmp_path / "do-2028.xlsx"
    report.write_bytes(workbook(WIDE))
    editor = at_browser("alice", DESK)
    editor.sign_in()
    editor.click("link", "A new Match report")
    editor.click("button", "Start the next edition")
    camera("job", editor.page.locator("#content-main"))

    editor.click("link", "Add a source")
    editor.page.get_by_label("Slug:").fill("nrmp-do-2028")
    editor.page.get_by_label("Title:").fill("Charting Outcomes: US DO Seniors, 2028")
    editor.page.get_by_label("Url:").fill("https://www.nrmp.org/do-2028.pdf")
    editor.choose("Evidence:", "official")
    editor.choose("Reserves reproduction:", "No")
    editor.click("button", "Save")

    editor.click("link", "Import match scores")
    editor.page.get_by_label("File (XLSX or CSV)").set_input_files(report)
    editor.page.get_by_label("Cycle:").fill("2028")
    editor.choose("Applicant group:", "US DO seniors")
    editor.choose("Source:", "nrmp-do-2028")
    editor.click("button", "Preview")
    expect(editor.page.locator("main")).to_contain_text("44 added, 0 changed, 0 removed")
    camera("understood", editor.page.locator(".understood"))
    editor.click("button", "Import these rows")

    expect(editor.page.locator("main")).to_contain_text(re.compile("44 added"))
    source = Source.objects.get(slug="nrmp-do-2028")
    assert MatchScore.objects.filter(source=source, group="us-do-senior").count() == 44
    assert editor.clicks <= MOST_CLICKS
    assert editor.complaints() == []
