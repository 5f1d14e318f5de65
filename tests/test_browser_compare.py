"""The comparison in a real browser: from a result and back, on a phone and on paper."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import held_urls
from tests.browser import listen
from tests.test_browser_pages import ALL, COLORS, DESK, PHONE, broken, sideways

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
    page.get_by_role("link", name="Compare specialties").first.click()

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


@pytest.fixture
def without_scripts(chromium, live_server):
    with chromium.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        yield context.new_page()


def test_without_scripts_the_button_compares_and_the_summary_leads_to_the_field(without_scripts):
    page = without_scripts
    page.goto("/compare/")
    page.get_by_role("button", name="Compare").click()

    expect(page.locator(".error-summary")).to_be_in_viewport()
    page.get_by_role("link", name="Choose at least one applicant group.").click()
    expect(page.get_by_role("checkbox", name="US MD senior", exact=True)).to_be_in_viewport()

    page.get_by_role("checkbox", name="US MD senior", exact=True).check()
    page.get_by_role("button", name="Compare").click()

    expect(page.get_by_role("heading", name="28 specialties for US MD seniors")).to_be_in_viewport()


def test_comparison_follows_each_answer_and_history_has_no_error(page):
    page.goto("/compare/")
    title = page.locator("#compared-title")
    entries = page.evaluate("history.length")
    page.get_by_role("checkbox", name="Non-US IMG", exact=True).check()
    expect(title).to_have_text("28 specialties for non-US IMGs")
    expect(page.get_by_role("status").first).to_have_text("28 specialties for non-US IMGs.")
    page.get_by_label("Test", exact=True).select_option(label="NBME 14")
    page.get_by_label("Score").fill("999")
    page.get_by_label("Score").blur()

    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("NBME 14: enter a whole number from 1 to 300.")
    expect(page.locator("#score-error")).to_contain_text("enter a whole number from 1 to 300.")
    assert page.url.endswith("/compare/?group=non-us-img")

    page.get_by_label("Score").fill("247")
    page.get_by_label("Score").blur()

    expect(page.locator(".student")).to_contain_text("You’re heading for about")
    expect(page.locator("#score-error")).to_be_hidden()
    assert page.evaluate("history.length") == entries + 2
    page.go_back()
    expect(page).to_have_url(re.compile("group=non-us-img$"))
    expect(page.locator(".student")).to_have_count(0)


def test_date_that_is_half_typed_asks_for_nothing(page):
    page.goto("/compare/?group=us-md-senior")
    page.get_by_text("Change what is compared").click()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.get_by_label("Exam date").focus()
    page.keyboard.type("05012027")

    expect(page.locator(".compared-about")).to_contain_text("exam on May 1, 2027")
    assert [url for url in asked if "exam_date=0" in url] == []


def test_two_specialties_chosen_here_get_their_pictures_and_a_link_to_copy(page):
    page.goto("/compare/?group=us-md-senior")
    page.get_by_text("Change what is compared").click()
    page.locator("#chosen").click()
    page.get_by_role("checkbox", name="Dermatology").check()
    page.get_by_role("checkbox", name="Psychiatry").check()

    expect(page.locator("#chosen")).to_have_text("2 of 28 specialties")
    expect(page.locator(".picture-frame .reader")).to_have_count(2)
    expect(page.locator("#link-compare")).to_have_value(re.compile("specialty=psychiatry"))


def test_late_answer_is_the_last_one(page, settings):
    settings.ROOT_URLCONF = "tests.held_urls"
    held_urls.asked.clear()
    held_urls.let_go.clear()
    page.goto("/compare/?group=us-md-senior&specialty=dermatology")
    page.get_by_text("Change what is compared").click()
    page.get_by_role("radio", name="Strong").check()
    assert held_urls.asked.wait(held_urls.LONGEST)
    page.get_by_role("radio", name="In range").check()
    expect(page.locator("#compared")).not_to_have_css("opacity", "1")

    held_urls.let_go.set()

    expect(page.locator(".compared-about")).to_contain_text("in range aim")
    expect(page).to_have_url(re.compile("aim=in-range"))


def test_lost_connection_is_said_and_tried_again(chromium, live_server):
    with chromium.new_context(base_url=live_server.url) as context:
        page = context.new_page()
        page.goto("/compare/?group=us-md-senior")
        page.get_by_text("Change what is compared").click()
        context.set_offline(True)
        page.get_by_role("radio", name="Strong").check()
        expect(page.locator(".connection-lost")).to_be_visible()

        context.set_offline(False)
        page.get_by_role("button", name="Try again").click()

        expect(page.locator(".compared-about")).to_contain_text("strong aim")
        expect(page.locator(".connection-lost")).to_be_hidden()


def test_rows_say_what_is_within_reach_on_one_scale_with_the_axis(page):
    page.goto(TESTED)
    parts = page.locator(".part").all_inner_texts()
    axis = page.locator(".axis").bounding_box()
    row = page.locator("td.plot > svg").first.bounding_box()

    assert [part.split()[0] for part in parts] == ["On", "Possible", "Short", "No"]
    expect(page.locator(".axis .you")).to_contain_text("You: 249")
    assert (axis["x"], axis["width"]) == (row["x"], row["width"])


OVERLAPPING = """() => [...document.querySelectorAll("thead a")]
    .filter((each) => each.getBoundingClientRect().right
        > (each.closest("th").nextElementSibling?.getBoundingClientRect().left ?? innerWidth)
        && each.closest("th").matches(".numeric"))
    .map((each) => each.textContent)"""


def test_heads_of_groups_with_their_own_projections_keep_apart_on_a_phone(page):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(OPEN["groups"])

    expect(page.get_by_role("columnheader", name="Projection", exact=True)).to_be_visible()
    assert page.evaluate(OVERLAPPING) == []


@pytest.mark.parametrize("width", [360, 768])
def test_narrow_screen_scrolls_nowhere_sideways_and_keeps_the_heads_in_view(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(TESTED.replace("us-img", "non-us-img"))

    assert page.evaluate("document.documentElement.scrollWidth") == width
    heads, cells = (
        [cell.bounding_box()["x"] for cell in page.locator(f"{part} .numeric").all()[:5]]
        for part in ("thead", "tbody tr:not(.part)")
    )
    assert heads == cells
    assert page.evaluate(OVERLAPPING) == []
    page.get_by_role("link", name="Urology", exact=True).scroll_into_view_if_needed()
    expect(page.get_by_role("columnheader", name="Chance")).to_be_in_viewport()


OPEN = {
    "all specialties": TESTED,
    "score in hand": "/compare/?group=non-us-img&situation=scored&actual_score=245",
    "groups": "/compare/?specialty=internal-medicine&group=us-md-senior&group=us-img"
    "&group=us-do-senior&group=non-us-img&test=nbme14&score=247&taken=",
    "two specialties": "/compare/?group=us-md-senior&specialty=dermatology&specialty=psychiatry",
    "weak tests": "/compare/?group=us-img&test=nbme13&score=203&taken=",
}


@pytest.mark.parametrize("kind", OPEN)
def test_comparison_is_open_to_everybody(page, kind):
    """At 320 pixels, where nothing sticks out, and at a desk in the dark."""
    page.set_viewport_size(PHONE)
    page.goto(OPEN[kind])
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")

    assert list(sideways(page, "at 320 pixels")) == []
    assert list(broken(Axe().run(page, options=ALL).response)) == []
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="dark")
    assert list(broken(page.evaluate("(colors) => axe.run(colors)", COLORS))) == []


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
