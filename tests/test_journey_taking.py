"""A student and an advisor on phones, with scripts and without: save, share, answer, and so on."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("edition_with_projection")]

QUERY = "specialty=dermatology&group=us-md-senior&exam_date=2027-05-01"
TESTS = "test=nbme14&score=247&taken=2026-09-01"
PHONE = {"viewport": {"width": 390, "height": 844}}
HOSTILE = '<img src=x onerror="alert(1)"> & {{ x }}'


def main(page):
    return page.locator("main")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "none"])
def test_journey_of_a_goal_on_phones(visitor, has_scripts):
    student = visitor(java_script_enabled=has_scripts, **PHONE)
    advisor = visitor(java_script_enabled=has_scripts, **PHONE)

    # The student takes the result along: as text, for a calendar, in this browser.
    student.goto(f"/goal/?{QUERY}&{TESTS}")
    student.get_by_text("Copy, calendar, print").click()
    if not has_scripts:
        student.locator("#take .fold-link").click()
    expect(student.locator("#take-text")).to_contain_text("USMLE goal: Step 2 CK")
    with student.expect_download() as taken:
        student.get_by_role("link", name="Add to calendar").click()
    assert taken.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")
    student.get_by_role("link", name="Save in this browser").click()
    student.get_by_label("A name for this goal").fill("Before sharing")
    student.get_by_role("button", name="Save").click()
    expect(main(student)).to_contain_text("Saved in this browser")
    student.get_by_role("link", name="Before sharing").click()

    # And shares it, with a question.
    student.get_by_role("link", name="Share with an advisor").click()
    student.get_by_label("A name for this goal").fill(HOSTILE)
    student.get_by_label("Your question").fill("Keep the date?")
    student.get_by_role("button", name="Update the preview").click()
    expect(student.locator("#preview")).to_contain_text("Keep the date?")
    expect(student.locator("#preview")).to_contain_text("You’re heading for")
    student.get_by_role("button", name="Share", exact=True).click()
    manage = student.url
    answer = student.locator("#link-respond").input_value()
    view = student.locator("#link-view").input_value()

    # The advisor reads the question, and finds the reply at once.
    advisor.goto(answer)
    expect(advisor.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    expect(main(advisor)).to_contain_text("Keep the date?")
    assert fits(advisor)
    reply = advisor.get_by_role("link", name="Answer the student")
    expect(reply).to_be_in_viewport()
    reply.click()
    expect(advisor.get_by_label("Agreed target")).to_be_in_viewport()
    advisor.get_by_label("Agreed target").fill("255")
    advisor.get_by_label("Look again on").fill("2027-03-01")
    advisor.get_by_label("Note").fill(HOSTILE)
    advisor.get_by_label("Your name").fill("Dr Amina Rahmani")
    advisor.get_by_role("button", name="Send the answer").click()
    expect(advisor.get_by_text("Sent. The student sees it")).to_be_visible()
    assert fits(advisor)

    # The student sees that it came, and adds a test.
    student.goto("/mine/")
    expect(main(student)).to_contain_text("New answer")
    student.get_by_role("link", name=HOSTILE).click()
    assert student.url == manage
    expect(main(student)).to_contain_text("Dr Amina Rahmani answered on")
    student.get_by_role("link", name="I took another test").click()
    student.get_by_role("button", name="Add another test").click()
    row = student.locator(".test-row").last
    row.get_by_label("Test", exact=True).select_option("UWSA 2")
    row.get_by_label("Score").fill("255")
    row.get_by_label("Taken").fill("2026-10-20")
    student.locator("#goal-form").get_by_role("button", name="Add as revision 2").click()
    expect(main(student)).to_contain_text("Revision 2 was added.")

    # The advisor's list says so; a variation keeps what was agreed.
    advisor.goto("/mine/")
    expect(main(advisor)).to_contain_text("Since the last answer: the target is still 258")
    advisor.get_by_role("link", name=HOSTILE).click()
    advisor.get_by_role("link", name="Try other answers").click()
    advisor.get_by_label("Exam date").fill("2027-06-15")
    advisor.locator("#goal-form").get_by_role("button", name="Show my target").last.click()
    expect(main(advisor)).to_contain_text("Agreed target: 255, with Dr Amina Rahmani. It stays.")
    expect(advisor.locator(".before-after")).to_contain_text("June 15, 2027")
    assert fits(advisor)

    # On paper: what was answered, and the whole result.
    advisor.goto(answer)
    advisor.emulate_media(media="print")
    expect(advisor.locator("#respond")).to_be_hidden()
    expect(advisor.locator(".reply-bar")).to_be_hidden()
    expect(advisor.locator(".answer-note")).to_be_visible()
    advisor.emulate_media(media="screen")

    # Withdrawn, the links open nothing and leave the advisor's list.
    student.goto(manage)
    student.get_by_text("Withdraw the links").click()
    student.get_by_role("button", name="Withdraw").click()
    for link in (view, answer):
        assert advisor.goto(link).status == 404
    advisor.goto("/mine/")
    expect(main(advisor)).to_contain_text("There are none here.")
    assert student.said == []
