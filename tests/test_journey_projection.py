"""A student enters practice tests in a real browser, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("edition_with_projection")]

WHO = "/goal/?specialty=dermatology&group=us-md-senior&exam_date=2027-05-01"
THREE = (
    f"{WHO}&test=nbme14&score=248&taken=2027-04-01&test=uwsa2&score=253&taken=2027-04-20"
    "&test=free120&score=78&taken="
)


def rows(page):
    return page.locator(".test-row")


def test_result_follows_the_rows_and_the_focus_stays(visitor):
    page = visitor()
    page.goto(WHO)
    expect(rows(page)).to_have_count(1)

    page.get_by_label("Test", exact=True).select_option("nbme14")
    page.get_by_label(re.compile("^Score")).fill("248")
    page.keyboard.press("Tab")

    expect(page.locator("#result")).to_contain_text("You’re heading for")
    expect(page.locator("#taken")).to_be_focused()
    expect(page).to_have_url(re.compile("test=nbme14&score=248"))

    page.get_by_role("button", name="Add another test").click()
    expect(rows(page)).to_have_count(2)
    expect(page.locator("#test-2")).to_be_focused()
    page.locator("#test-2").select_option("free120")
    page.locator("#score-2").fill("104")
    page.keyboard.press("Tab")

    expect(page.locator("#score-2-error")).to_have_text(
        "Free 120: enter your percent correct, from 0 to 100."
    )
    expect(page.locator("#score-error")).to_be_empty()
    page.locator("#problems").get_by_role("link", name="Free 120: enter").click()
    expect(page.locator("#score-2")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("78")
    page.keyboard.press("Tab")

    expect(page.locator("#result")).to_contain_text("Free 120")
    expect(page.locator("#score-2-error")).to_be_empty()
    assert page.said == []


def test_rows_are_removed_by_keyboard_and_numbered_anew(visitor):
    page = visitor()
    page.goto(THREE)
    expect(rows(page)).to_have_count(3)

    page.get_by_role("button", name="Remove practice test 1").focus()
    page.keyboard.press("Enter")

    expect(rows(page)).to_have_count(2)
    expect(page.locator("#test")).to_be_focused()
    expect(page.locator("#test")).to_have_value("uwsa2")
    expect(page.locator("#score-2")).to_have_value("78")
    expect(page.locator("#result")).not_to_contain_text("NBME 14")
    expect(page).not_to_have_url(re.compile("nbme14"))

    for _ in range(2):
        page.get_by_role("button", name="Remove practice test 1").click()

    expect(rows(page)).to_have_count(1)
    expect(page.locator("#test")).to_have_value("")
    expect(page.locator("#result")).not_to_contain_text("You’re heading for")
    assert page.said == []


def test_unit_of_a_score_follows_the_test(visitor):
    page = visitor()
    page.goto(WHO)
    expect(rows(page).get_by_text("%")).to_be_hidden()

    page.locator("#test").select_option("free120")

    expect(rows(page).get_by_text("%")).to_be_visible()


def test_each_situation_asks_for_its_own_fields(visitor):
    page = visitor()
    page.goto(WHO)
    score, attempts = page.get_by_role("textbox", name="Your score"), page.get_by_label("Attempt 1")
    expect(score).to_be_hidden()
    expect(attempts).to_be_hidden()

    page.get_by_role("radio", name="Have score").check()
    expect(score).to_be_visible()
    expect(page.locator("#tests")).to_be_hidden()
    score.fill("245")
    page.keyboard.press("Tab")
    expect(page.locator("#result")).to_contain_text("Your score of 245")

    page.get_by_role("radio", name="Failed").check()
    expect(attempts).to_be_visible()
    expect(page.locator("#tests")).to_be_visible()
    score.fill("209")
    page.keyboard.press("Tab")
    expect(page.locator("#result")).to_contain_text("Enter the dates of your attempts")
    assert page.said == []


def test_rows_come_and_go_without_scripts(visitor):
    page = visitor(java_script_enabled=False)
    page.goto(WHO)
    page.locator("#test").select_option("nbme14")
    page.locator("#score").fill("248")

    page.get_by_role("button", name="Add another test").click()
    expect(rows(page)).to_have_count(2)
    page.locator("#test-2").select_option("uwsa2")
    page.locator("#score-2").fill("400")
    page.get_by_role("button", name="Show my target").click()
    expect(page.locator("#score-2-error")).to_contain_text("UWSA 2: enter a whole number")
    expect(page.locator("#score-2")).to_have_value("400")
    page.locator("#score-2").fill("253")
    page.get_by_role("button", name="Show my target").click()
    expect(page.locator("#result")).to_contain_text("You’re heading for")
    expect(page.locator(".readings")).to_contain_text("UWSA 2")

    page.get_by_role("button", name="Remove practice test 1").click()

    expect(page.locator("#test")).to_have_value("uwsa2")
    expect(rows(page)).to_have_count(1)
    expect(page.locator(".readings")).not_to_contain_text("NBME 14")


def test_without_the_newest_styles_every_field_is_in_view(visitor):
    """Where CSS has no :has(), nothing is hidden that a situation asks for."""
    page = visitor(java_script_enabled=False)
    page.route("**/goal*.css", lambda route: route.abort())
    page.goto(WHO)

    page.locator(".goal-answers > summary").click()

    for label in ("Your score", "Attempt 1", "Attempt 4"):
        expect(page.get_by_label(label, exact=True)).to_be_visible()
