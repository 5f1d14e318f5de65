"""A student, an advisor and an editor in real browsers, from sharing a goal to withdrawing it."""

import pytest
from playwright.sync_api import expect

from scores.goals.share import respond
from scores.models import PassingStandard, Response
from tests.editions import publish_copy
from tests.shared_goals import raise_median

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("edition_with_projection")]

QUERY = "specialty=dermatology&group=us-md-senior&exam_date=2027-05-01"
TESTS = "test=nbme14&score=247&taken=2026-09-01"
NOTES = {
    "arabic": "أحسنت. الهدف 258 مناسب.",
    "hindi": "अच्छी प्रगति। अगली परीक्षा के बाद फिर देखेंगे।",
    "emoji": "Well done 🎓👩🏽‍⚕️🇮🇳",
    "markup": "<img src=x onerror=alert(1)> <b>bold</b> & {{ token }} <script>alert(1)</script>",
    "long": ("A word, and another. " * 250)[:4999] + "!",
}


@pytest.fixture
def shared(share, live_server):
    """A goal with everything shown, and its three tokens."""
    return share()


def move_figures(draft):
    """The median of dermatology and the passing score."""
    raise_median(draft)
    PassingStandard.objects.filter(edition=draft, exam="step2ck", score=218).update(score=220)


def main(page):
    return page.locator("main")


def test_journey_of_a_shared_goal(visitor, camera):
    student, advisor = visitor(), visitor()

    # The student shares, after a look at what the advisor will see.
    student.goto(f"/goal/?{QUERY}&{TESTS}")
    student.get_by_role("link", name="Share with an advisor").click()
    expect(main(student)).to_contain_text("You’re heading for")
    student.get_by_label("My practice scores").uncheck()
    student.get_by_label("A name for this goal").fill("October plan")
    student.get_by_label("Your question").fill("Should I keep the date?")
    student.get_by_role("button", name="Update the preview").click()
    expect(student.locator("#preview")).to_contain_text("Should I keep the date?")
    camera("share", student.locator(".goal-form"))
    student.get_by_role("button", name="Share", exact=True).click()
    expect(student.get_by_role("status").first).to_contain_text("is the key to your goal")
    manage = student.url
    view = student.get_by_label("For anyone else: may only look").input_value()
    answer = student.get_by_label("For your advisor: may look and answer").input_value()

    # The advisor sees just that, and answers.
    advisor.goto(answer)
    expect(main(advisor)).to_contain_text("Aim for 258")
    expect(advisor).to_have_title("October plan: a shared goal · usmlegoals")
    expect(main(advisor)).to_contain_text("Should I keep the date?")
    expect(main(advisor)).to_contain_text(
        "The figures have not changed: edition 2026.2 is still current."
    )
    expect(main(advisor)).not_to_contain_text("NBME 14")
    advisor.get_by_label("Agreed target").fill("255")
    advisor.get_by_label("Look again on").fill("2027-03-01")
    advisor.get_by_label("Note").fill("Take one more form first.")
    advisor.get_by_label("Your name").fill("Dr Amina Rahmani")
    camera("answer", advisor.locator("#respond"))
    advisor.get_by_role("button", name="Send the answer").click()
    expect(main(advisor)).to_contain_text("Take one more form first.")

    # The student finds the goal again, reads the answer, and adds a revision.
    student.goto("/mine/")
    expect(main(student)).to_contain_text("New answer")
    student.get_by_role("link", name="October plan").click()
    assert student.url == manage
    expect(main(student)).to_contain_text("Dr Amina Rahmani answered on")
    expect(main(student)).to_contain_text("March 1, 2027")
    expect(student.get_by_text("Sent. The student sees it")).to_be_hidden()
    student.get_by_role("link", name="I took another test").click()
    student.get_by_role("button", name="Add another test").click()
    row = student.locator(".test-row").last
    row.get_by_label("Test", exact=True).select_option("UWSA 2")
    row.get_by_label("Score").fill("255")
    row.get_by_label("Taken").fill("2026-10-20")
    student.locator("#result").get_by_role("button", name="Add as revision 2").click()
    expect(main(student)).to_contain_text("revision 2 of 2")
    expect(main(student)).to_contain_text("Revision 2 was added.")
    expect(main(student)).to_contain_text("UWSA 2")

    # An editor publishes the next edition.
    publish_copy("2027.1", move_figures)

    # The advisor sees the result as it was, and why it would be another one today.
    advisor.goto(view)
    expect(main(advisor)).to_contain_text("Aim for 258")
    expect(main(advisor)).to_contain_text("The target would be 260 today, on edition 2027.1")
    advisor.locator("#since > summary").click()
    expect(main(advisor)).to_contain_text("dermatology, 2026: 258 → 260")
    expect(main(advisor)).to_contain_text("from July 1, 2025: 218 → 220")
    expect(advisor.get_by_role("img", name="over the revisions")).to_be_visible()
    changes = advisor.locator("#since .changes > *")
    camera("shared", advisor.locator(".shared-head .eyebrow"), changes.nth(2))
    advisor.get_by_role("link", name="1 of", exact=False).click()
    expect(main(advisor)).to_contain_text("This is an older revision.")
    advisor.get_by_role("link", name="Verify that it was not altered").click()
    expect(advisor.get_by_role("heading", level=1)).to_have_text("It matches")
    advisor.goto(view)
    advisor.get_by_role("link", name="Try other answers").click()
    expect(advisor.get_by_label("Specialty", exact=True)).to_have_value("Dermatology")
    expect(main(advisor)).to_contain_text("Agreed target: 255, with An advisor. It stays.")
    expect(advisor.locator(".before-after")).to_contain_text("260")
    advisor.goto("/mine/")
    expect(main(advisor)).to_contain_text("Students you can answer")

    # The owner withdraws: the links are gone, the goal is still theirs.
    student.goto(manage)
    student.get_by_text("Withdraw the links").click()
    student.get_by_role("button", name="Withdraw").click()
    expect(main(student)).to_contain_text("The links to look and to answer open nothing.")
    for link in (view, answer):
        assert advisor.goto(link).status == 404
        expect(advisor.get_by_role("heading", level=1)).to_have_text("This link opens nothing")

    # And deletes it for good.
    student.get_by_role("link", name="Delete for good").click()
    student.get_by_role("button", name="Delete for good").click()
    expect(main(student)).to_contain_text("There are none here.")
    assert student.goto(manage).status == 404
    assert student.said == [
        "Failed to load resource: the server responded with a status of 404 (Not Found)"
    ]


def test_whole_way_without_javascript(visitor):
    student, advisor = visitor(java_script_enabled=False), visitor(java_script_enabled=False)

    student.goto(f"/goal/share/?{QUERY}")
    student.get_by_role("button", name="Share", exact=True).click()
    assert student.get_by_role("button", name="Copy").count() == 0
    advisor.goto(student.get_by_label("For your advisor: may look and answer").input_value())
    advisor.get_by_role("button", name="Send the answer").click()
    expect(advisor.get_by_role("alert")).to_contain_text("Enter your name")
    advisor.get_by_label("Your name").fill("Dr A")
    advisor.get_by_label("Agreed target").fill("255")
    advisor.get_by_role("button", name="Send the answer").click()
    expect(advisor.locator("#answers")).to_contain_text("255")
    expect(advisor.get_by_text("Sent. The student sees it")).to_be_visible()

    student.get_by_role("link", name="I took another test").click()
    student.get_by_role("textbox", name="Score").first.fill("247")
    student.locator("#result").get_by_role("button", name="Add as revision 2").click()
    expect(student.get_by_text("Not added yet.")).to_be_visible()
    assert "?" not in student.url
    student.get_by_label("Test", exact=True).first.select_option("NBME 15")
    student.get_by_label("Taken", exact=True).first.fill("2026-10-20")
    student.get_by_role("button", name="Show my target").last.click()
    student.locator("#result").get_by_role("button", name="Add as revision 2").click()
    expect(main(student)).to_contain_text("Revision 2 was added.")
    expect(main(student)).to_contain_text("NBME 15")

    student.get_by_text("Delete this answer").click()
    student.get_by_role("button", name="Delete it for good").click()
    expect(student.locator("#answers")).to_have_count(0)


def test_preview_follows_each_choice(visitor):
    student = visitor()
    student.goto(f"/goal/share/?{QUERY}&{TESTS}")

    expect(main(student)).to_contain_text("You’re heading for")
    student.get_by_label("Your question").fill("Keep the date?")

    student.get_by_label("The projection, the chances and the plan").uncheck()

    expect(main(student)).not_to_contain_text("You’re heading for")
    expect(student.locator("#chosen")).not_to_contain_text("the projection, the chances")
    expect(student.locator("#result")).to_contain_text("Keep the date?")
    expect(student.get_by_label("The projection, the chances and the plan")).to_be_focused()
    student.get_by_role("button", name="Share", exact=True).click()
    expect(student.get_by_label("The projection, the chances and the plan")).not_to_be_checked()
    expect(student.get_by_label("Your question")).to_have_value("Keep the date?")
    assert student.said == []


def test_link_is_copied(visitor, shared):
    _, tokens = shared
    student = visitor(permissions=["clipboard-read", "clipboard-write"])
    student.goto(f"/g/{tokens['manage']}/")

    student.get_by_role("button", name="Copy the link: for your advisor").click()

    expect(student.locator("#said")).to_have_text("Copied")
    copied = student.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"/g/{tokens['respond']}/")


def test_what_is_wrong_with_an_answer_is_read_first_and_led_from(visitor, shared):
    _, tokens = shared
    advisor = visitor(viewport={"width": 360, "height": 800})
    advisor.goto(f"/g/{tokens['respond']}/")
    advisor.get_by_label("Agreed target").fill("25")
    advisor.get_by_label("Your name").fill("Dr A")

    advisor.get_by_role("button", name="Send the answer").click()

    expect(advisor.locator(".error-summary")).to_be_focused()
    advisor.get_by_role("link", name="Enter a score from 218").click()
    expect(advisor.get_by_label("Agreed target")).to_be_focused()
    expect(advisor.get_by_text("Agreed target", exact=True).last).to_be_in_viewport(ratio=1)
    expect(advisor.get_by_label("Your name")).to_have_value("Dr A")
    assert advisor.said == []


def test_owner_is_told_that_what_others_see_is_saved(visitor, shared):
    _, tokens = shared
    student = visitor(viewport={"width": 360, "height": 800})
    student.goto(f"/g/{tokens['manage']}/")
    expect(student.get_by_text("Saved:")).to_be_hidden()

    student.get_by_label("My practice scores").uncheck()
    student.get_by_role("button", name="Save").click()

    expect(student.get_by_text("Saved:")).to_be_in_viewport()
    expect(student.get_by_label("My practice scores")).not_to_be_checked()


def test_parts_of_a_goal_are_where_their_links_lead(visitor, shared):
    _, tokens = shared
    advisor = visitor(viewport={"width": 360, "height": 740})
    advisor.goto(f"/g/{tokens['view']}/")

    advisor.get_by_role("link", name="Revisions and digest").click()
    advisor.wait_for_timeout(500)

    expect(advisor.locator("#about-title")).to_be_in_viewport()


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_note_is_shown_as_it_was_typed(visitor, shared, note):
    _, tokens = shared
    advisor = visitor(viewport={"width": 360, "height": 800})

    advisor.goto(f"/g/{tokens['respond']}/")
    advisor.get_by_label("Note").fill(note)
    advisor.get_by_label("Your name").fill("د. سلمى <i>")
    advisor.get_by_role("button", name="Send the answer").click()

    shown = advisor.locator(".answer-note")
    expect(shown).to_have_text(note)
    assert Response.objects.get().note == note
    assert shown.locator("*").count() == 0
    assert advisor.evaluate("document.documentElement.scrollWidth") == 360
    assert advisor.said == []


def test_arabic_note_runs_from_the_right(visitor, shared):
    goal, tokens = shared
    respond(goal=goal, revision=1, submission="a", name="A", note=NOTES["arabic"])
    advisor = visitor()

    advisor.goto(f"/g/{tokens['view']}/")

    direction = "note => getComputedStyle(note).direction"
    assert advisor.locator(".answer-note").evaluate(direction) == "rtl"
