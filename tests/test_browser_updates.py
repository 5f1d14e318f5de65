"""The result follows the answers: on a slow line and without one, in small and large windows."""

import re

import pytest
from playwright.sync_api import expect

from scores.models import Goal, Response
from tests import held_urls
from tests.browser import listen
from tests.page_types import QUERY

STRONG = "#aim-strong"
SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => shifts.push(...list.getEntries()))
        .observe({type: "layout-shift", buffered: true});
"""
AFTER_PAINT = """
    new Promise((answer) => {
        requestAnimationFrame(() => setTimeout(() => answer(performance.now())));
    })
"""
SHIFTED_SINCE = """(moment) => shifts
    .filter((each) => each.startTime > moment)
    .map((each) => [each.value, ...each.sources.map((source) => source.node?.outerHTML)])
"""
PHONE, TABLET, DESK = (
    {"width": width, "height": height} for width, height in ((360, 740), (768, 1024), (1280, 800))
)


@pytest.fixture
def said(page):
    """What the console said."""
    return listen(page)


@pytest.fixture
def held(settings):
    """Updates wait at the server for `let_go`, once `asked` for: by no clock, and at no wire."""
    settings.ROOT_URLCONF = "tests.held_urls"
    held_urls.asked.clear()
    held_urls.let_go.clear()
    yield held_urls
    held_urls.let_go.set()


def result_of(page):
    return page.locator("#result")


def shows_target(page, score):
    expect(page.locator("#result .tile-value").first).to_have_text(str(score))


def open_form(page):
    page.locator(".goal-answers > summary").click()


def choose_strong(page):
    page.locator(".more").evaluate("each => { each.open = true }")
    page.locator(STRONG).check()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_slow_update_shows_progress_and_moves_nothing(page, said, held, size):
    page.add_init_script(SHIFTS)
    page.set_viewport_size(size)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"/goal/?{QUERY}")
    if size == PHONE:
        open_form(page)
    page.get_by_text("More about you").click()
    page.locator(STRONG).focus()
    began, scrolled = page.evaluate(AFTER_PAINT), page.evaluate("scrollY")

    page.keyboard.press("Space")

    shown = page.locator("#result")
    assert held.asked.wait(held.LONGEST)
    expect(shown).not_to_have_css("opacity", "1")
    page.evaluate(AFTER_PAINT)
    held.let_go.set()
    shows_target(page, 266)
    expect(shown).to_have_css("opacity", "1")
    expect(page.locator(STRONG)).to_be_focused()
    page.evaluate(AFTER_PAINT)
    assert page.evaluate("scrollY") == scrolled
    assert page.evaluate(SHIFTED_SINCE, began) == []
    assert said == []


def test_specialty_of_the_list_is_asked_for_once(page):
    asked = []
    page.goto(f"/goal/?{QUERY}")
    page.on("request", lambda request: asked.append(request.url))

    for name in ("Psychiatry", "Neurology", "Psychiatry"):
        page.locator("#specialty").fill(name)
        page.keyboard.press("Tab")
        expect(page.locator("#result .answer-about")).to_contain_text(name)
    page.wait_for_load_state("networkidle")

    names = [re.search(r"[?&]specialty=(\w+)", url)[1] for url in asked if "/goal/?" in url]
    assert names == ["Psychiatry", "Neurology", "Psychiatry"]


def test_sources_and_code_follow_each_answer(page, said):
    page.goto(f"/goal/?{QUERY}")

    page.locator("#specialty").fill("Psychiatry")
    page.keyboard.press("Tab")
    expect(page.locator("#result")).to_contain_text("Psychiatry")
    cards = page.locator("#result .card").evaluate_all("all => all.map(each => each.id)")
    opened = page.locator("#result .source-mark").evaluate_all(
        "all => all.map(each => each.popoverTargetElement.id)"
    )
    assert set(opened) == set(cards)
    page.emulate_media(media="print")
    code = page.locator(".print-key")
    assert "?specialty=psychiatry&" in code.evaluate(
        "image => image.decode().then(() => image.src)"
    )
    assert said == []


def test_error_leaves_the_answer_dimmed_and_is_gone_with_it(page, said):
    page.goto(f"/goal/?{QUERY}")
    address = page.url

    page.locator("#specialty").fill("Basketry")
    page.keyboard.press("Tab")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("#specialty-error")).to_contain_text("not a specialty on record")
    shows_target(page, 258)
    expect(page.locator("#result")).not_to_have_css("opacity", "1")
    assert page.url == address

    page.locator("#specialty").fill("Psychiatry")
    page.keyboard.press("Tab")
    expect(page.locator(".error-summary")).to_have_count(0)
    expect(page.locator("#specialty-error")).to_be_empty()
    expect(page.locator("#result")).to_have_css("opacity", "1")
    assert said == []


@pytest.mark.parametrize("read", ["next", "why"])
def test_what_is_read_far_below_stays_where_it_is(page, said, read):
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"/goal/?{QUERY}")
    heading = page.locator(f"#{read}-title")
    heading.evaluate("heading => scrollBy(0, heading.getBoundingClientRect().top - 100)")
    top = heading.bounding_box()["y"]

    page.get_by_role("radio", name="Non-US IMG").check()
    expect(page.locator("#result .note-caution")).to_contain_text("instead")

    assert heading.bounding_box()["y"] == pytest.approx(top, abs=2)
    assert said == []


def test_fold_that_does_not_arrive_keeps_its_link(page):
    page.goto(f"/goal/?{QUERY}")
    page.context.set_offline(True)

    page.locator("#others summary").click()
    expect(page.get_by_role("alert")).to_contain_text("No connection")
    link = page.locator("#others").get_by_role("link", name="Show it")
    expect(link).to_be_visible()
    address = link.get_attribute("href")
    page.context.set_offline(False)  # the answer may come anew, with its folds closed
    page.goto(address)

    expect(page.locator("#others")).to_contain_text("Rules of thumb from articles")


def test_address_is_that_of_what_is_shown_and_history_holds_finished_answers(page, said):
    page.goto("/goal/")
    before = page.evaluate("history.length")
    page.get_by_role("radio", name="US IMG", exact=True).check()
    expect(page).to_have_url(re.compile(r"/goal/\?group=us-img$"))
    page.locator("#specialty").fill("Basketry")
    page.keyboard.press("Tab")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/goal/\?group=us-img$"))
    assert page.evaluate("history.length") == before

    page.locator("#specialty").fill("Psychiatry")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile(r"/goal/\?specialty=psychiatry&group=us-img$"))
    page.locator("#test").select_option("nbme14")
    page.locator("#score").fill("2480")
    page.keyboard.press("Tab")
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("#score").fill("248")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile(r"&test=nbme14&score=248&taken=$"))

    for move, score in [(page.go_back, ""), (page.go_forward, "248")]:
        move()
        expect(page.locator("#score")).to_have_value(score)
        expect(page.get_by_role("banner")).to_be_visible()
        expect(page.locator(".error-summary")).to_have_count(0)
    assert said == []


def test_lost_connection_keeps_what_was_typed(page):
    page.set_viewport_size(PHONE)
    page.goto(f"/goal/?{QUERY}")
    open_form(page)
    page.context.set_offline(True)

    page.locator("#test").select_option("nbme14")
    page.locator("#score").fill("248")
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert")).to_contain_text("connection")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_contain_text("connection")
    # where the eye is, at the foot of the screen
    expect(page.locator(".goal-status-link")).to_be_in_viewport()
    expect(page.locator(".goal-status-link")).to_contain_text("this is for your earlier answers")
    page.context.set_offline(False)  # by itself it asks again

    expect(page.locator(".goal-status-link")).not_to_contain_text("connection")
    expect(page).to_have_url(re.compile("test=nbme14&score=248"))
    expect(page.get_by_role("button", name="Try again")).to_be_hidden()
    expect(page.locator("#score")).to_have_value("248")


def test_lost_connection_is_said_wherever_one_reads(page):
    page.set_viewport_size(PHONE)
    page.goto(f"/goal/?{QUERY}")
    page.locator(".goals").scroll_into_view_if_needed()
    page.context.set_offline(True)

    page.locator(".goals").get_by_role("button", name="Strong").click()

    expect(page.get_by_role("button", name="Try again")).to_be_in_viewport()
    page.context.set_offline(False)


def test_goal_is_shared_and_answered_once_by_keyboard_alone(page, said, chromium, live_server):
    page.set_viewport_size(TABLET)
    page.goto("/")

    press_on(page, page.locator("#specialty"), "psychiatry", "Enter")
    press_on(page, page.get_by_role("radio", name="US MD senior"), "ArrowDown", "ArrowDown")
    expect(page.get_by_role("radio", name="US IMG", exact=True)).to_be_checked()
    expect(page).to_have_url(re.compile("specialty=psychiatry&group=us-img"))
    press_on(page, page.get_by_role("link", name="Share with an advisor"), "Enter")
    page.wait_for_url(re.compile("/goal/share/"))
    press_on(page, page.get_by_role("button", name="Share", exact=True), "Enter", "Enter")
    page.wait_for_url(re.compile("/g/"))
    answer = page.get_by_label("For your advisor").input_value()
    assert Goal.objects.count() == 1

    with chromium.new_context(base_url=live_server.url, viewport=PHONE) as context:
        advisor = context.new_page()
        advisor.goto(answer)
        press_on(advisor, advisor.get_by_label("Agreed target"), "240")
        press_on(advisor, advisor.get_by_label("Your name"), "Dr A")
        send = advisor.get_by_role("button", name="Send the answer")
        press_on(advisor, send, "Enter", "Enter")
        expect(advisor.locator("#answers")).to_contain_text("240")
    assert Response.objects.count() == 1
    assert said == []


def press_on(page, where, *keys):
    """By Tab as often as it takes, as somebody does who has no mouse."""
    for _ in range(200):
        if where.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(where).to_be_focused()
    for key in keys:
        if key.isupper() or key in ("Enter", "ArrowDown"):
            page.keyboard.press(key)
        else:
            page.keyboard.type(key)


def test_buttons_of_the_form_are_sent_once(page, said):
    page.goto(f"/goal/?{QUERY}")
    page.locator("#specialty").fill("psych")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("specialty=psychiatry"))
    expect(page.locator("#specialty")).to_have_value("Psychiatry")

    for number, score in ((1, "240"), (2, "244")):
        if number == 2:
            page.get_by_role("button", name="Add another test").click()
        row = page.locator(".test-row").nth(number - 1)
        row.get_by_label("Test", exact=True).select_option("nbme14")
        row.get_by_label("Score").fill(score)
        page.keyboard.press("Tab")
        expect(page).to_have_url(re.compile(f"score={score}"))
    page.get_by_role("button", name="Remove practice test 1").click()
    expect(page).not_to_have_url(re.compile("score=240"))
    choose_strong(page)
    expect(page).to_have_url(re.compile("aim=strong"))
    expect(page).to_have_url(re.compile("score=244"))
    assert said == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_rows_of_tests_are_filled_in_without_the_page_moving(page, size, said):
    page.set_viewport_size(size)
    page.goto(f"/goal/?{QUERY}&test=nbme13&score=240")
    if size == PHONE:
        open_form(page)
    for number, score in ((2, "244"), (3, "247")):
        page.get_by_role("button", name="Add another test").click()
        row = page.locator(".test-row").nth(number - 1)
        row.get_by_label("Test", exact=True).select_option("nbme14")
        row.get_by_label("Score").fill(score)
        before = page.evaluate("scrollY")
        page.keyboard.press("Tab")
        expect(page).to_have_url(re.compile(f"score={score}"))
        page.wait_for_function("!document.querySelector('.htmx-request')")
        assert page.evaluate("scrollY") == before
    assert said == []


def test_date_typed_over_another_is_one_answer(page, said):
    page.goto(f"/goal/?{QUERY}&exam_date=2027-01-15")
    before = page.evaluate("history.length")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.locator("#exam_date").focus()
    page.keyboard.type("12212026", delay=60)
    page.keyboard.press("Tab")

    expect(page).to_have_url(re.compile("exam_date=2026-12-21$"))
    assert [url for url in asked if "/goal/?" in url and "exam_date=2026-12-21" not in url] == []
    assert page.evaluate("history.length") == before + 1
    page.locator("#exam_date").press("ArrowUp")  # and after a pause, where the field is not left

    expect(page).to_have_url(re.compile("exam_date=(2027-12-21|2026-01-21|2026-12-22)$"))
    assert said == []


def test_button_leads_to_the_result_on_a_phone_and_adds_nothing_to_go_back_to(page, said):
    page.set_viewport_size(PHONE)
    page.goto(f"/goal/?{QUERY}")
    before = page.evaluate("history.length")
    expect(page.locator("#result .verdict")).to_be_in_viewport()

    open_form(page)
    expect(page.get_by_role("link", name="Aim for 258")).to_be_in_viewport()
    page.get_by_role("button", name="Show my target").last.click()

    expect(page.locator("#result .verdict")).to_be_in_viewport()
    assert page.evaluate("history.length") == before
    assert said == []


def test_button_leads_to_what_is_still_needed_on_a_desk(page, said):
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto("/goal/")
    page.get_by_role("radio", name="US DO senior", exact=True).check()
    expect(page.locator("#result")).to_contain_text("Still needed")
    page.evaluate("scrollTo(0, 300)")

    page.get_by_role("button", name="Show my target").last.click()

    expect(page.get_by_role("heading", name="Nearly there")).to_be_in_viewport(ratio=1)
    assert said == []


def test_late_answer_leaves_what_has_been_typed_meanwhile(page, said, held):
    page.goto(f"/goal/?{QUERY}")

    choose_strong(page)
    assert held.asked.wait(held.LONGEST)
    page.locator("#specialty").fill("Neurology")
    page.keyboard.press("Tab")
    held.let_go.set()

    expect(page).to_have_url(re.compile("specialty=neurology.*aim=strong"))
    expect(page.locator("#specialty")).to_have_value("Neurology")
    assert said == []
