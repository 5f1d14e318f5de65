"""A result taken along: as text, as a calendar file, and saved in a browser."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.test import Client
from icalendar import Calendar

from scores.goals.redact import Shown
from scores.goals.share import respond
from scores.models import Goal
from scores.views.saved import COOKIE, MOST_SAVED, SALT
from tests.pages import text_of

pytestmark = pytest.mark.usefixtures("edition_with_projection")

TODAY = datetime.now(UTC).date()
EXAM = TODAY + timedelta(days=60)
QUERY = f"specialty=dermatology&group=us-md-senior&exam_date={EXAM}"
TESTS = f"test=nbme14&score=247&taken={TODAY - timedelta(days=9)}"
HOSTILE = "<script>alert(1)</script>\r\nBEGIN:VEVENT\r\nSUMMARY:a;b,c \u202eevil"


def events_of(response):
    """By its title, each event of a calendar file."""
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(each["summary"]): each for each in Calendar.from_ical(response.content).events}


def test_calendar_has_the_days_of_a_result(client):
    events = events_of(client.get(f"/calendar.ics?{QUERY}"))

    assert events["Step 2 CK exam"].decoded("dtstart") == EXAM
    assert events["Take a full practice test around now"].decoded("dtstart") == EXAM - timedelta(
        days=14
    )
    assert "Target 258" in events["Step 2 CK exam"]["description"]
    matches = [name for name in events if name.startswith("Last safe USMLE exam date for the 20")]
    assert matches
    assert all(name.endswith(" Match") for name in matches)
    assert len({str(each["uid"]) for each in events.values()}) == len(events)


def test_calendar_keeps_its_ids_when_the_exam_moves(client):
    one, two = (
        events_of(client.get(f"/calendar.ics?{QUERY}&exam_date={EXAM + timedelta(days=days)}"))
        for days in (0, 7)
    )

    assert one["Step 2 CK exam"]["uid"] == two["Step 2 CK exam"]["uid"]


def test_calendar_has_no_day_that_is_past(client):
    query = QUERY.replace(str(EXAM), str(TODAY + timedelta(days=5)))
    events = events_of(client.get(f"/calendar.ics?{query}"))

    assert "Step 2 CK exam" in events
    assert "Look again at your USMLE goal" not in events
    assert min(each.decoded("dtstart") for each in events.values()) >= TODAY


@pytest.mark.parametrize("query", ["", "specialty=basketry", "specialty=dermatology&group=x"])
def test_calendar_of_what_is_wrong_says_so(client, query):
    response = client.get(f"/calendar.ics?{query}")

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().strip().endswith(".")


def test_calendar_without_a_day_to_come_is_none(client):
    assert client.get("/calendar.ics?exam=step1").status_code == 404


def test_calendar_of_a_shared_goal_has_the_day_agreed(client, share):
    goal, tokens = share()
    day = TODAY + timedelta(days=30)
    respond(goal=goal, revision=1, submission="a", name="Dr A", look_again=day)

    events = events_of(client.get(f"/g/{tokens['view']}/calendar.ics"))

    assert events["Look again at your USMLE goal"].decoded("dtstart") == day
    assert client.get("/g/nothing/calendar.ics").status_code == 404


def test_text_of_a_shared_goal_has_what_was_agreed(client, share):
    goal, tokens = share()
    day = TODAY + timedelta(days=30)
    respond(goal=goal, revision=1, submission="a", name="Dr A", agreed_target=250, look_again=day)

    page = text_of(client.get(f"/g/{tokens['view']}/?show=take"))

    assert "Agreed with an advisor: target 250." in page
    assert f"{day:%B} {day.day}, {day.year}: Look again at your USMLE goal" in page
    assert "Take a full practice test around now" in page


def test_text_says_what_the_page_says(get):
    page = get(f"{QUERY}&{TESTS}&show=take")
    letter = page.source.partition('id="take-text"')[2].partition("</textarea>")[0]

    assert "USMLE goal: Step 2 CK, Dermatology, US MD seniors" in letter
    assert "Target: 258" in letter
    assert "You’re heading for: " in letter
    assert "Practice tests: NBME 14 247" in letter
    assert "NRMP" in letter
    assert "association, not your odds" in letter
    assert "&lt;" not in letter


def test_text_is_fetched_with_its_links_as_it_is_opened(client):
    headers = {"HX-Request": "true"}

    part = client.get(f"/goal/?{QUERY}&show=take", headers=headers).content.decode()

    assert "<html" not in part
    assert f'href="/calendar.ics?{QUERY.replace("&", "&amp;")}"' in part
    assert f'href="/mine/save/?{QUERY.replace("&", "&amp;")}"' in part


def test_text_of_a_shared_goal_says_no_more_than_its_link_shows(client, share):
    _, tokens = share(Shown())

    page = text_of(client.get(f"/g/{tokens['view']}/?show=take"))

    assert "USMLE goal: Step 2 CK" in page
    assert "NBME 14" not in page
    assert "heading for" not in page
    assert "/mine/save/" not in page


# Saved in a browser


def save(client, query=QUERY, nickname=""):
    return client.post(f"/mine/save/?{query}", {"nickname": nickname})


def test_saved_result_is_listed_and_removed(client):
    assert "Save in this browser" in text_of(client.get(f"/mine/save/?{QUERY}"))

    response = save(client, nickname="October plan")

    assert response.headers["Location"] == "/mine/#saved"
    page = client.get("/mine/")
    assert "October plan" in text_of(page)
    assert "Aim for 258 Step 2 CK · Dermatology · US MD seniors" in text_of(page)
    assert f'href="/goal/?{QUERY.replace("&", "&amp;")}"' in page.content.decode()
    kept = page.context["saved"][0]["id"]
    client.post("/mine/forget/", {"id": kept})
    assert "October plan" not in text_of(client.get("/mine/"))


def test_saved_result_is_in_no_other_browser_and_in_no_table(client):
    save(client, nickname="x" * 60)

    assert "There are none here." in text_of(Client().get("/mine/"))
    assert not Goal.objects.exists()


def test_saved_results_go_to_their_own_pages_only(client):
    cookie = save(client).cookies[COOKIE]

    assert cookie["path"] == "/mine/"
    assert cookie["httponly"]


def test_saved_twice_is_one_with_the_newer_name(client):
    save(client, nickname="First")
    save(client, nickname="Second")

    page = text_of(client.get("/mine/"))
    assert "Second" in page
    assert "First" not in page


def test_saving_more_than_a_browser_holds_is_refused_in_a_sentence(client):
    for number in range(MOST_SAVED):
        save(client, f"{QUERY}&actual_score={200 + number}&situation=scored", str(number))

    refused = save(client, nickname="One more")

    assert "This browser holds no more." in text_of(refused)
    assert "One more" not in text_of(client.get("/mine/"))


def test_saving_wrong_answers_leads_to_the_form(client):
    assert save(client, "specialty=basketry").headers["Location"].startswith("/goal/?")


def test_saved_answers_that_no_longer_hold_are_still_listed(client):
    gone = [["specialty=a-specialty-of-then&group=us-img", "Mine", "2026-11-01"]]
    client.cookies[COOKIE] = signing.dumps(gone, salt=SALT, compress=True)

    page = text_of(client.get("/mine/"))

    assert "Mine Open it to bring its answers up to date. Saved on November 1, 2026" in page


@pytest.mark.parametrize("value", ["", "x", "a:b:c", "W10:1:2", "é" * 20])
def test_cookie_that_is_not_ours_holds_nothing(client, value):
    client.cookies[COOKIE] = value

    assert "There are none here." in text_of(client.get("/mine/"))


def test_hostile_nickname_of_a_saved_result_is_plain_text(client):
    save(client, nickname=HOSTILE[:60])

    page = client.get("/mine/").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; BEGIN:VEVENT" in page
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_name_of_a_saved_result_that_is_too_long_is_refused(client):
    page = save(client, nickname="x" * 61)

    assert "Enter a name of at most 60 characters." in text_of(page)
    assert 'value="xxx' in page.content.decode()
