"""What the guides show and no other journey passes: the two ways in, and rows from a file."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from scores.editions.reader import published_edition
from scores.engine.answers import Answers
from scores.goals.redact import Shown
from scores.goals.share import share_goal
from scores.views.people import KEY as KEY_IN_SESSION
from tests.editions import load_edition
from tests.people import KEY, PASSWORD, code_of

pytestmark = pytest.mark.slow

TESTS = "test=nbme14&score=247&taken=2026-11-01&test=uwsa2&score=252&taken=2026-11-15"
STUDENT = f"specialty=dermatology&group=us-md-senior&exam_date=2027-05-01&{TESTS}"


def test_result_and_comparison_of_a_student(page, transactional_db, camera):
    load_edition("2026.2")
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto(f"/goal/?{STUDENT}")

    expect(page.locator("#result")).to_contain_text("You’re heading for")
    camera("result", page.locator(".site-header"), page.locator("#picture"))

    page.get_by_role("link", name="Compare specialties").first.click()

    expect(page.locator("#compared")).to_contain_text("28 specialties for US MD seniors")


def test_comparison_of_a_student(page, transactional_db, camera):
    load_edition("2026.2")
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto(f"/compare/?group=us-md-senior&exam_date=2027-05-01&{TESTS}")

    expect(page.get_by_role("columnheader", name="Matched with 257")).to_be_visible()
    camera("compare", page.locator("#compared-title"), page.locator("#compared table"))


def test_owner_of_a_goal_finds_the_links(page, transactional_db, camera):
    now = timezone.now()
    share_goal(
        manage="your-own-link-to-the-goal-xyz0",
        answers=Answers(specialty="dermatology", group="us-md-senior"),
        edition=published_edition("2026.1"),
        shown=Shown(),
        expires_at=now + timedelta(days=365),
        at=now,
    )
    page.goto("/g/your-own-link-to-the-goal-xyz0/")

    expect(page.get_by_label("For your advisor: may look and answer")).to_be_visible()
    camera("links", page.locator(".links"))


def test_first_sign_in_sets_up_an_app(page, alice, second_factor, transactional_db, camera):
    page.goto("/admin/")
    page.get_by_label("Name").fill("alice")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    camera("sign-in", page.locator(".page-heading"), page.locator("main form"))
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".setup-key")).to_be_visible()
    teach_app(KEY)
    page.reload()
    expect(page.locator(".setup-key")).to_be_visible()
    camera("second-factor", page.locator(".page-heading"), page.locator("main ol"))
    page.get_by_role("textbox", name="Code").fill(code_of(KEY))
    page.get_by_role("button", name="Turn it on").click()

    expect(page.locator("main")).to_contain_text("recovery codes")
    page.goto("/admin/")
    expect(page.get_by_role("button", name="Start the next edition")).to_be_visible()
    page.get_by_role("link", name="Second factor").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")


def teach_app(key):
    """The page offers a new key each time; here it is the one that our app has."""
    [row] = Session.objects.all()
    session = SessionStore(row.session_key)
    session[KEY_IN_SESSION] = key.hex()
    session.save()


def test_rows_come_from_a_file_and_are_checked(page, alice, transactional_db, camera, tmp_path):
    rows = tmp_path / "pass-marks.csv"
    rows.write_text(
        "exam,effective_from,source,score,previous_score,reporting\n"
        "step3,2024-01-01,medschoolcoach-2024,200,198,three-digit\n"
        "step3,2027-07-01,kaplan-2026,203,199,three-digit\n"
    )
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto("/admin/")
    page.get_by_label("Name").fill("alice")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Start the next edition").click()
    page.get_by_role("link", name="Import passing standards").click()
    page.get_by_label("File (XLSX or CSV)").set_input_files(rows)
    page.get_by_role("button", name="Preview").click()

    expect(page.locator("main")).to_contain_text("1 added, 0 changed, 0 removed, 1 as they are")
    camera("import", page.locator("#content-main"))
    page.get_by_role("button", name="Import these rows").click()
    page.goto("/admin/")
    page.get_by_role("link", name="Review it").click()
    page.get_by_role("link", name="Checks").click()

    expect(page.locator("main")).to_contain_text("It says 199; the one before it")
    camera("checks", page.locator("#content-main"))
