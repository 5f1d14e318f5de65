"""The comparison in a real browser: from a result and back, on a phone and on paper."""

import pytest
from playwright.sync_api import expect

from tests.browser import listen

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("edition_with_projection")]

TESTED = "/compare/?group=us-img&exam_date=2027-05-01&test=nbme14&score=247&taken=2026-11-01"


@pytest.fixture
def page(page):
    """A page that has complained of nothing by the end of the test."""
    complaints = listen(page)
    yield page
    assert complaints == []


def test_student_goes_from_a_result_to_all_specialties_and_into_another(page):
    page.goto("/goal/?specialty=dermatology&group=us-img&test=nbme14&score=247&taken=")
    page.get_by_role("link", name="Compare with other specialties").first.click()

    expect(page.get_by_role("heading", name="28 specialties for US IMGs")).to_be_visible()
    page.get_by_role("columnheader", name="Target").get_by_role("link").click()
    page.get_by_role("table").get_by_role("link", name="Psychiatry", exact=True).click()

    expect(page.locator("#result")).to_contain_text("Step 2 CK · Psychiatry")
    expect(page.locator("#score")).to_have_value("247")


def test_form_asks_again_with_what_came_along(page):
    page.goto(TESTED)

    page.get_by_text("Change what is compared").click()
    page.get_by_role("checkbox", name="Non-US IMG", exact=True).check()
    page.get_by_text("Choose specialties").click()
    page.get_by_role("checkbox", name="Psychiatry").check()
    page.get_by_role("button", name="Compare").click()

    expect(page.get_by_role("heading", name="Psychiatry, group by group")).to_be_in_viewport()
    expect(page.get_by_role("columnheader", name="Chance")).to_be_visible()


def test_student_enters_practice_tests_here(page):
    page.goto("/compare/")
    page.get_by_role("checkbox", name="US MD senior", exact=True).uncheck()
    page.get_by_role("checkbox", name="US IMG", exact=True).check()
    page.get_by_label("Test", exact=True).select_option(label="NBME 14")
    page.get_by_label("Score").fill("247")

    page.get_by_role("button", name="Add another test").click()
    second = page.get_by_role("group", name="Practice test 2")
    second.get_by_label("Test", exact=True).select_option(label="UWSA 2")
    second.get_by_label("Score").fill("250")
    second.get_by_label("Score").press("Enter")

    expect(page.get_by_role("heading", name="28 specialties for US IMGs")).to_be_in_viewport()
    expect(page.locator(".student")).to_contain_text("You’re heading for about")
    expect(page.get_by_label("Score").first).to_have_value("247")
    expect(page.get_by_label("Score").nth(1)).to_have_value("250")


def test_summary_of_errors_takes_the_focus_and_leads_to_the_field(page):
    page.goto("/compare/")
    page.get_by_role("checkbox", name="US MD senior", exact=True).uncheck()
    page.get_by_role("button", name="Compare").click()

    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Choose at least one applicant group.").click()

    expect(page.get_by_role("checkbox", name="US MD senior", exact=True)).to_be_focused()


def test_rows_say_what_is_within_reach_on_one_scale_with_the_axis(page):
    page.goto(TESTED)
    parts = page.locator(".part").all_inner_texts()
    axis = page.locator(".axis").bounding_box()
    row = page.locator("td.plot > svg").first.bounding_box()

    assert [part.split()[0] for part in parts] == ["On", "Possible", "Short", "No"]
    expect(page.locator(".axis .you")).to_contain_text("You: 249")
    assert (axis["x"], axis["width"]) == (row["x"], row["width"])


@pytest.mark.parametrize("width", [360, 768])
def test_narrow_screen_scrolls_nowhere_sideways_and_keeps_the_heads_in_view(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(TESTED)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    heads, cells = (
        [cell.bounding_box()["x"] for cell in page.locator(f"{part} .numeric").all()[:4]]
        for part in ("thead", "tbody tr:not(.part)")
    )
    assert heads == cells
    page.get_by_role("link", name="Urology", exact=True).scroll_into_view_if_needed()
    expect(page.get_by_role("columnheader", name="Chance")).to_be_in_viewport()


def test_two_specialties_are_side_by_side_or_below_each_other_on_a_phone(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(
        "/compare/?group=us-md-senior&specialty=dermatology&specialty=psychiatry"
        "&test=nbme14&score=247&taken="
    )
    one, other = page.locator(".picture-frame").all()
    assert one.bounding_box()["y"] == other.bounding_box()["y"]

    page.set_viewport_size({"width": 360, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert one.bounding_box()["x"] == other.bounding_box()["x"]


def test_name_in_the_table_opens_its_result_with_the_practice_tests(page):
    page.goto(TESTED)
    row = page.get_by_role("row", name="Psychiatry")
    score = row.locator(".target").inner_text().split()[0]

    row.get_by_role("link").click()

    expect(page.locator("#result")).to_contain_text(score)
    expect(page.locator("#result")).to_contain_text("You’re heading for")


def test_order_is_changed_in_the_head_of_the_table_and_announced(page):
    page.goto(TESTED)
    expect(page.locator("[aria-sort]")).to_have_text("Chance")

    page.get_by_role("columnheader", name="Specialty").get_by_role("link").click()

    expect(page.locator("[aria-sort]")).to_have_text("Specialty")
    expect(page.locator(".part")).to_have_count(0)
    expect(page.locator("#compared")).to_be_in_viewport()
