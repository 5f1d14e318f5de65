"""The goal page in a real browser: with JavaScript and without, by keyboard, on a bad line."""

import gzip
import re

import brotli
import pytest
from playwright.sync_api import expect

from tests.browser import listen
from tests.page_types import HEAVIEST

DERMATOLOGY = "/goal/?specialty=dermatology&group=us-md-senior"
ERRORS = "/goal/?specialty=basketry&group=us-md-senior&exam_date=2031-01-01"
PAGES = {
    "observed": DERMATOLOGY,
    "stand-in": "/goal/?specialty=dermatology&group=non-us-img",
    "none": "/goal/?specialty=preventive-medicine&group=us-do-senior&decline=all-specialties",
    "step3": "/goal/?exam=step3",
}


@pytest.fixture
def page(page):
    """A page that has complained of nothing by the end of the test."""
    complaints = listen(page)
    yield page
    assert complaints == []


@pytest.fixture
def plain_page(chromium, django_db_setup, live_server):
    """A page of a visitor without JavaScript."""
    with chromium.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        yield context.new_page()


def result_of(page):
    return page.locator("#result")


# The result follows the answers


def test_result_follows_each_answer_and_the_focus_stays(page):
    page.goto("/")

    page.get_by_label("Specialty", exact=True).fill("Dermatology")
    expect(result_of(page)).to_contain_text("Still needed: the applicant group")
    page.get_by_role("radio", name="US MD senior", exact=True).check()
    expect(result_of(page)).to_contain_text("Aim for 258")
    page.get_by_text("More about you").click()
    page.get_by_role("radio", name="Strong", exact=True).focus()
    page.keyboard.press("Space")

    expect(result_of(page)).to_contain_text("Aim for 266")
    expect(page.get_by_role("radio", name="Strong", exact=True)).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Aim for 266")
    expect(page).to_have_title(re.compile("Aim for 266"))
    expect(page).to_have_url(
        re.compile(r"/goal/\?specialty=dermatology&group=us-md-senior&aim=strong$")
    )


def test_whole_form_is_answered_by_keyboard(page):
    page.goto("/goal/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.get_by_label("Specialty", exact=True).focus()
    page.keyboard.type("internal medicine")
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="US MD senior", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    expect(page.get_by_label("US IMG", exact=True)).to_be_checked()
    expect(result_of(page)).to_contain_text("Aim for 238")


def test_errors_appear_beside_their_field_and_leave_with_it(page):
    page.goto(DERMATOLOGY)
    specialty = page.get_by_label("Specialty", exact=True)

    specialty.fill("Basketry")
    specialty.press("Tab")

    expect(page.locator("#specialty-error")).to_contain_text("is not a specialty on record")
    expect(specialty).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".error-summary")).not_to_be_focused()

    specialty.fill("Dermatology")

    expect(page.locator("#specialty-error")).to_be_empty()
    expect(specialty).not_to_have_attribute("aria-invalid", "true")
    expect(result_of(page)).to_contain_text("Aim for 258")


def test_error_summary_takes_the_focus_of_a_whole_page_and_leads_to_the_field(page):
    page.goto(ERRORS)

    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="is not a specialty").click()
    expect(page.get_by_label("Specialty", exact=True)).to_be_focused()


def test_mark_opens_its_source_and_gives_the_focus_back(page):
    page.goto(DERMATOLOGY)
    mark = page.locator(".source-mark").first

    mark.press("Enter")
    expect(page.locator("#source-1")).to_contain_text("Charting Outcomes")
    expect(page.locator("#source-1")).to_be_in_viewport()
    page.keyboard.press("Escape")

    expect(page.locator("#source-1")).to_be_hidden()
    expect(mark).to_be_focused()


def test_fold_comes_as_it_is_opened_and_only_once(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(DERMATOLOGY, wait_until="networkidle")
    asked.clear()
    fold = page.locator("#others")

    fold.locator("summary").click()
    expect(fold).to_contain_text("Rules of thumb from articles")
    fold.locator("summary").click()
    fold.locator("summary").click()
    fold.locator(".source-mark").first.click()

    expect(fold.locator(".card:popover-open")).to_be_visible()
    assert [url for url in asked if "show=" in url] == asked
    assert len(asked) == 1
    expect(page).to_have_url(re.compile("group=us-md-senior$"))


def test_goal_of_the_table_is_a_choice(page):
    page.goto(DERMATOLOGY)
    page.get_by_role("button", name="Strong").click()

    expect(result_of(page)).to_contain_text("Aim for 266")
    expect(page.locator("#aim-strong")).to_be_checked()
    expect(page).to_have_url(re.compile("aim=strong$"))


# Without JavaScript


def test_form_works_without_javascript(plain_page):
    plain_page.goto("/")

    plain_page.get_by_label("Specialty", exact=True).fill("family medicine")
    plain_page.get_by_role("radio", name="Non-US IMG", exact=True).check()
    plain_page.get_by_text("More about you").click()
    plain_page.get_by_role("radio", name="In range", exact=True).check()
    plain_page.get_by_role("button", name="Show my target").click()

    expect(result_of(plain_page)).to_contain_text("Aim for 228")
    expect(plain_page.get_by_label("Specialty", exact=True)).to_have_value("Family Medicine")
    expect(result_of(plain_page)).to_be_in_viewport()


def test_goal_of_the_table_and_folds_work_without_javascript(plain_page):
    plain_page.goto(DERMATOLOGY)
    plain_page.get_by_role("button", name="Strong").click()
    expect(result_of(plain_page)).to_contain_text("Aim for 266")

    plain_page.locator("#others summary").click()
    plain_page.get_by_role("link", name="Show it").first.click()
    expect(plain_page.locator("#others")).to_contain_text("Rules of thumb from articles")
    expect(result_of(plain_page)).to_contain_text("Aim for 266")


# For everybody, on every screen


@pytest.mark.parametrize("width", [360, 1280])
def test_labels_of_the_pictures_keep_clear_of_each_other(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    for state in ("observed", "stand-in", "none", "step3"):
        page.goto(PAGES[state])

        overlapping = page.evaluate(
            """() => [...document.querySelectorAll("svg.chart")].flatMap((chart) => {
                const texts = [...chart.querySelectorAll("text:not(.target-text)")]
                    .map((text) => [text.textContent, text.getBoundingClientRect()])
                    .filter(([, box]) => box.width > 0);
                return texts.flatMap(([one, a], index) => texts.slice(index + 1)
                    .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1
                        && a.top < b.bottom - 3 && b.top < a.bottom - 3)
                    .map(([other]) => `${one} / ${other}`));
            })"""
        )

        assert overlapping == [], state


def test_words_of_the_picture_keep_the_line_of_the_target_off(page):
    page.goto(PAGES["observed"])
    words = page.locator(".picture-frame .row text").first

    room = words.evaluate(
        """(text) => {
            const { paintOrder, stroke, strokeWidth } = getComputedStyle(text);
            const { backgroundColor } = getComputedStyle(document.body);
            return [paintOrder, stroke, strokeWidth, backgroundColor];
        }"""
    )

    assert room[0].startswith("stroke")
    assert room[1] == room[3]
    assert room[2] == "10px"


@pytest.mark.parametrize("width", [320, 360])
def test_other_figures_stand_in_full_on_a_phone(page, width):
    page.set_viewport_size({"width": width, "height": 780})
    page.goto(f"{DERMATOLOGY}&show=others")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("address", [DERMATOLOGY, HEAVIEST], ids=["plain", "heaviest"])
def test_first_view_and_updates_are_light(page, address):
    responses = []
    page.on("response", lambda response: responses.append(response))

    page.goto(address, wait_until="networkidle")
    view = responses.copy()
    responses.clear()
    page.locator(".more").evaluate("each => { each.open = true }")
    with page.expect_response(lambda response: hx_target(response) == "result"):
        page.get_by_role("radio", name="In range", exact=True).check()
    page.wait_for_timeout(300)  # for whatever else would come

    updates = [response for response in responses if "favicon" not in response.url]
    assert len(view) <= 7
    assert sum(weight(response) for response in view) <= 60_000
    assert [hx_target(response) or response.url for response in updates] == ["result"]
    assert max(weight(response) for response in updates) <= 10_000


def hx_target(response):
    return response.request.headers.get("hx-target", "")


def weight(response):
    """Its bytes as they travel: pages compressed as they are made, other files beforehand."""
    body = response.body()
    is_page = response.headers["content-type"].startswith("text/html")
    return len(gzip.compress(body, 6) if is_page else brotli.compress(body, quality=11))


@pytest.mark.parametrize("address", ["/goal/?", "/goal/?#result", "/?"])
def test_empty_query_loads_the_page_once(page, address):
    """`location.search` has no question mark where nothing follows it."""
    loads = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))

    page.goto(address)
    page.wait_for_timeout(500)

    assert len(loads) == 1
