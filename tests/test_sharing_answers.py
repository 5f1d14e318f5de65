"""What an advisor answers on a shared goal, and what its owner decides."""

from datetime import UTC, datetime, timedelta

import pytest

from scores.forms.sharing import new_form_token
from scores.goals.share import respond
from scores.models import Goal, Response
from tests.pages import text_of
from tests.shared_goals import NOW, read

pytestmark = pytest.mark.django_db


# Answers


def post_answer(client, tokens, **data):
    form = {"once": new_form_token(), "name": "Dr A", "note": "Well done"} | data
    return client.post(f"/g/{tokens['respond']}/respond/", form)


def test_answer_with_a_fault_keeps_what_was_typed(client, share):
    _, tokens = share()

    page = post_answer(client, tokens, agreed_target="26o", note="A <b>note</b>")

    source = page.content.decode()
    assert 'value="26o"' in source
    assert "A &lt;b&gt;note&lt;/b&gt;</textarea>" in source
    assert '<a href="#agreed_target">Enter a whole number from 1 to 300.</a>' in source
    assert not Response.objects.exists()


def test_all_that_is_wrong_with_an_answer_is_said_at_once(client, share):
    _, tokens = share()

    page = text_of(post_answer(client, tokens, name="", note=""))

    assert "Enter your name, as the student knows you." in page
    assert "Enter an agreed target, a note or a date to look again." in page


def test_no_day_that_has_passed_is_for_another_look(client, share):
    _, tokens = share()
    today = datetime.now(UTC).date()

    page = text_of(post_answer(client, tokens, look_again=today - timedelta(days=1)))

    assert "Enter a day to come, or leave it empty." in page
    assert not Response.objects.exists()
    assert post_answer(client, tokens, look_again=today).status_code == 303


def test_only_who_sent_an_answer_is_told_that_it_was_sent(client, share):
    _, tokens = share()

    sent = post_answer(client, tokens, agreed_target="255")
    page = client.get(sent["Location"]).content.decode()

    answer = Response.objects.get()
    assert sent["Location"].endswith(f"#sent-{answer.pk}")
    assert f'id="sent-{answer.pk}">Sent. The student sees it' in page
    assert f'<a href="#answer-{answer.pk}">' in page


def test_no_target_below_the_pass_mark_is_agreed_on(client, share):
    _, tokens = share()

    page = text_of(post_answer(client, tokens, agreed_target="217"))

    assert "Enter a score from 218, the passing score, to 300." in page
    assert not Response.objects.exists()
    assert post_answer(client, tokens, agreed_target="218").status_code == 303


def test_address_of_a_faulty_answer_can_be_loaded_again(client, share):
    _, tokens = share()

    response = client.get(f"/g/{tokens['respond']}/respond/")

    assert response["Location"] == f"/g/{tokens['respond']}/"


def test_too_many_answers_are_told_and_kept_in_the_form(client, share, monkeypatch):
    _, tokens = share()
    monkeypatch.setattr("scores.goals.share.MOST_RESPONSES_AN_HOUR", 1)

    post_answer(client, tokens)
    page = post_answer(client, tokens, note="The second")

    assert page.status_code == 429
    assert "Wait until the next full hour" in text_of(page)
    assert "The second</textarea>" in page.content.decode()


@pytest.mark.parametrize("response_id", ["0", "9" * 30])
def test_deleting_an_answer_that_is_not_there_does_nothing(client, share, response_id):
    _, tokens = share()

    response = client.post(f"/g/{tokens['manage']}/responses/{response_id}/delete/")

    assert response.status_code == 303


# The owner's settings


def test_expiry_stays_unless_another_is_chosen(client, share):
    goal, tokens = share()

    saved = client.post(f"/g/{tokens['manage']}/change/", {"shows": "profile", "lasts": ""})

    assert saved["Location"] == f"/g/{tokens['manage']}/#saved"
    changed = Goal.objects.get()
    assert changed.expires_at == goal.expires_at
    assert (changed.shows_projection, changed.shows_profile) == (False, True)


def test_owner_is_told_that_the_links_are_withdrawn_or_expired(client, share):
    _, tokens = share()

    Goal.objects.update(revoked_at=NOW)
    withdrawn = text_of(read(client, tokens["manage"]))
    Goal.objects.update(revoked_at=None, expires_at=NOW - timedelta(days=1))
    expired = text_of(read(client, tokens["manage"]))

    assert "The links to look and to answer open nothing." in withdrawn
    assert "Open the links again" in withdrawn
    assert "let the links work longer" in expired


def test_list_of_goals_tells_how_each_stands(client):
    for group in ("us-img", "us-md-senior"):
        query = f"specialty=dermatology&group={group}"
        client.post(f"/goal/share/?{query}", {"once": new_form_token()})
    Goal.objects.filter(pk=Goal.objects.earliest("pk").pk).update(revoked_at=NOW)

    page = text_of(client.get("/mine/"))

    assert page.index("US MD seniors") < page.index("US IMGs")
    assert "Step 2 CK · Dermatology · US IMGs" in page
    assert "Withdrawn: its links open nothing." in page


def test_list_of_goals_tells_of_answers(client):
    for group in ("us-img", "us-md-senior"):
        query = f"specialty=dermatology&group={group}"
        client.post(f"/goal/share/?{query}", {"once": new_form_token()})
    goal = Goal.objects.earliest("pk")
    for submission in ("a", "b"):
        respond(goal=goal, revision=1, submission=submission, name="Dr A", note="Well done")

    page = client.get("/mine/")

    assert text_of(page).count("New answer") == 1
    assert f"2 answers , the newest of {NOW:%B %-d, %Y}." in text_of(page)
    assert page.content.decode().count('/#answers"') == 1
