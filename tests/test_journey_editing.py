"""An editor raises a passing score, a reviewer approves, readers see it: from the sign-in page on.

Told as a person clicks; the clicks are counted, and the browser may not complain.
"""

import re

import pytest
from playwright.sync_api import expect

from scores.models import Edition, HouseSetting, MatchScore, NormTable, PassingStandard
from tests.people import PASSWORD

MOST_CLICKS = 15
PHONE, TABLET, DESK = (
    {"width": width, "height": height} for width, height in ((360, 740), (768, 1024), (1280, 800))
)


class Person:
    """Somebody at a browser of their own: counts clicks, and listens to the console."""

    def __init__(self, context, name):
        self.page, self.name, self.clicks, self.said = context.new_page(), name, 0, []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def click(self, role, name, exact=True):
        self.clicks += 1
        self.page.get_by_role(role, name=name, exact=exact).first.click()

    def sign_in(self):
        self.page.goto("/admin/")
        self.page.get_by_label("Name").fill(self.name)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.click("button", "Sign in")

    def part(self, name):
        """A part of the page on which an edition is reviewed."""
        return self.page.locator(f"section[aria-labelledby='{name}-title']")

    def choose(self, label, option):
        self.clicks += 1
        self.page.get_by_label(label).select_option(option)

    def search(self, label, words):
        """Types into a field that searches, and takes what it finds."""
        self.clicks += 1
        self.page.locator(f".field-{label} .select2-selection").click()
        self.page.locator(".select2-dropdown .select2-search__field").press_sequentially(words)
        self.page.locator(".select2-results__option", has_text=words).first.click()
        self.clicks += 1

    def complaints(self):
        return [text for text in self.said if "Content Security Policy" in text or "Error" in text]


@pytest.fixture
def at_browser(chromium, live_server):
    contexts = []

    def open_browser(name, size=DESK):
        contexts.append(chromium.new_context(base_url=live_server.url, viewport=size))
        return Person(contexts[-1], name)

    yield open_browser
    for context in contexts:
        context.close()


def share_goal(page):
    """A student who sits the exam after the new mark will hold shares a goal."""
    page.goto("/goal/?specialty=family-medicine&group=us-img&aim=in-range&exam_date=2028-08-01")
    page.get_by_role("link", name="Share with an advisor").click()
    page.get_by_role("button", name="Share").first.click()
    return page.url


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(PHONE, id="phone", marks=pytest.mark.slow),
        pytest.param(TABLET, id="tablet", marks=pytest.mark.slow),
        pytest.param(DESK, id="desk", marks=pytest.mark.slow),
    ],
)
def test_pass_mark_is_raised_without_a_developer(
    at_browser, page, alice, rob, transactional_db, camera, size
):
    if size != DESK:
        camera = no_picture
    shared = share_goal(page)
    expect(page.locator("main")).to_contain_text("228")

    editor = at_browser("alice", size)
    editor.sign_in()
    camera("desk", editor.page.locator(".agenda"))
    editor.click("button", "Start the next edition")
    camera("draft", editor.page.locator(".agenda h2"), editor.page.locator(".agenda table"))
    editor.click("link", "Add to passing standards")
    editor.choose("Exam:", "Step 2 CK")
    editor.page.get_by_label("Score:", exact=True).fill("221")
    editor.page.get_by_label("Effective from:").fill("2028-07-01")
    editor.search("source", "kaplan-2026")
    camera("pass-mark", editor.page.locator("#passingstandard_form fieldset").first)
    editor.click("button", "Save")
    editor.click("link", "Home")
    editor.click("link", "Review it")
    expect(editor.page.locator("main")).to_contain_text(
        "No target moves for exams before July 1, 2028."
    )
    expect(editor.page.locator("main")).to_contain_text(
        "passing score 218 → 221, safe pass 228 → 231"
    )
    expect(editor.page.locator("main")).to_contain_text(
        re.compile("1 of 1 live shared goal would read differently")
    )
    editor.page.get_by_label("What readers are told").fill("Step 2 CK: 221 from July 2028.")
    camera("submit", editor.part("next"), editor.part("difference"))
    camera("effect", editor.part("effect"), editor.part("goals"))
    editor.click("button", "Submit for review")

    reviewer = at_browser("rob", size)
    reviewer.sign_in()
    reviewer.click("link", "Review it")
    camera("approve", reviewer.part("next"))
    camera("verify", reviewer.part("difference"))
    reviewer.page.get_by_label(re.compile("As its source says: passing standard")).check()
    reviewer.click("button", "Keep my ticks and comments")
    reviewer.click("button", "Approve this content")

    editor.page.reload()
    camera("publish", editor.part("next"))
    editor.click("button", "Publish it now")
    expect(editor.page.locator("main")).to_contain_text("current")

    assert editor.clicks + reviewer.clicks <= MOST_CLICKS
    assert [*editor.complaints(), *reviewer.complaints()] == []

    page.goto(shared)
    expect(page.locator("main")).to_contain_text("Aim for 228")
    expect(page.locator("main")).to_contain_text("231")
    page.goto("/goal/?specialty=family-medicine&group=us-img&aim=in-range&exam_date=2028-06-30")
    expect(page.locator("main")).to_contain_text("Aim for 228")
    page.goto("/goal/?specialty=family-medicine&group=us-img&aim=in-range&exam_date=2028-07-01")
    expect(page.locator("main")).to_contain_text("Aim for 231")

    editor.click("link", "Editions")
    editor.click("link", "2026.1")
    editor.click("link", "Review and releases")
    editor.page.get_by_label("Why it is to be the current one").fill("221 was a misprint.")
    camera("take-back", editor.part("next"))
    editor.click("button", "Make it the current one")
    page.reload()
    expect(page.locator("main")).to_contain_text("Aim for 228")


OF_EACH_FORM = (HouseSetting, MatchScore, NormTable, PassingStandard)
"""Without and with rows to refer to, with points of its own, and with a form of ours.

The forms of the other tables are held to the policy without a browser, in `test_admin`.
"""


def no_picture(name, *parts):
    """The guides show the pages as they are on a desk."""


@pytest.mark.slow
def test_no_page_of_the_admin_breaks_its_content_security_policy(
    at_browser, alice, transactional_db, tmp_path
):
    editor = at_browser("alice")
    editor.sign_in()
    editor.click("button", "Start the next edition")
    draft = Edition.objects.get(status="draft")
    rows = tmp_path / "rows.csv"
    rows.write_text("exam,effective_from,source,score,previous_score,reporting\nstep1,2028-07-01")

    for address in admin_addresses(draft):
        editor.page.goto(f"/admin/{address}")
    editor.page.goto("/admin/scores/passingstandard/import/")
    editor.page.get_by_label("File (XLSX or CSV)").set_input_files(rows)
    editor.click("button", "Preview")
    expect(editor.page.locator("main")).to_contain_text("Source: This is empty")
    editor.page.goto("/admin/scores/passingstandard/add/")
    editor.search("source", "kaplan-2026")

    assert editor.complaints() == []


def admin_addresses(draft):
    edition = f"scores/edition/{draft.pk}"
    yield from ("", "scores/edition/", "scores/release/", "scores/normtable/import/")
    for page in ("change", "review", "checks", "history", "delete"):
        yield f"{edition}/{page}/"
    for model in OF_EACH_FORM:
        row = model.objects.filter(**{model.identity[0]: draft.label}).first()
        name = f"scores/{model._meta.model_name}"
        yield from (f"{name}/", f"{name}/add/", f"{name}/{row.pk}/change/")
    yield from (f"{name}/{row.pk}/history/", f"{name}/{row.pk}/delete/")
