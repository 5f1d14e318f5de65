"""Revisions of a shared goal, and what today’s figures say of it."""

import json
import re

import pytest

from scores.engine.answers import Answers
from scores.forms.sharing import new_form_token
from scores.goals.redact import Shown
from scores.models import Revision
from tests.pages import text_of
from tests.shared_goals import read

pytestmark = pytest.mark.django_db


# Revisions


def test_older_revision_is_shown_as_it_was_and_leads_to_the_newest(client, share, revise):
    goal, tokens = share()
    revise(goal, Answers(specialty="psychiatry", group="us-img"))

    old, new = read(client, tokens["view"], "1"), read(client, tokens["view"])

    assert "Dermatology" in text_of(old)
    assert "This is an older revision. See the newest" in text_of(old)
    assert "Psychiatry" in text_of(new)
    assert f"/g/{tokens['view']}/1/" in new.content.decode()


def test_revising_fills_in_the_newest_answers(client, share):
    _, tokens = share()

    page = client.get(f"/g/{tokens['manage']}/revise/")

    assert 'value="Dermatology"' in page.content.decode()
    assert f'action="/g/{tokens["manage"]}/revise/#result"' in page.content.decode()
    assert "Add as revision 2" in text_of(page)


def test_wrong_answers_add_no_revision(client, share):
    _, tokens = share()
    address = f"/g/{tokens['manage']}/revise/"

    page = client.get(f"{address}?specialty=dermatology&group=us-md-senior&exam_date=soon")

    assert "Something needs a change" in text_of(page)
    assert "not added yet" not in text_of(page)


TYPED = {
    "specialty": "Dermatology",
    "group": "us-md-senior",
    "exam_date": "2027-05-01",
    "factor": ["failed-exam"],
    "test": ["nbme14", "nbme15"],
    "score": ["247", "251"],
    "taken": ["2026-09-01", "2026-10-01"],
}


def add_typed(client, tokens, **changed):
    form = TYPED | {"do": "add", "once": new_form_token()} | changed
    return client.post(f"/g/{tokens['manage']}/revise/", form, follow=True)


def test_adding_takes_what_is_typed(client, share):
    _, tokens = share()

    page = text_of(add_typed(client, tokens))

    tests = client.get(f"/g/{tokens['manage']}/goal.json").json()["inputs"]["tests"]
    assert [test["score"] for test in tests] == [247, 251]
    assert "Revision 2 was added. Since revision 1 the target is still" in page
    assert "Shared." not in page


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"score": ["247", "951"]}, "Correct what is named below"),
        ({"once": "altered"}, "This form is too old or was altered."),
        (
            {"test": ["nbme14"], "score": ["247"], "taken": ["2026-09-01"]},
            "Nothing has changed yet: these are the answers of revision 1",
        ),
    ],
    ids=["wrong", "altered", "unchanged"],
)
def test_what_cannot_be_added_is_kept_in_the_form(client, share, changed, says):
    _, tokens = share()

    page = add_typed(client, tokens, **changed)

    assert "Not added yet" in text_of(page)
    assert says in text_of(page)
    kept = re.findall(r'name="score" id="score[-0-9]*" value="([0-9]+)"', page.content.decode())
    assert kept == [*(TYPED | changed)["score"]]
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("pressed", [{}, {"rows": "4"}, {"remove": "2"}], ids=str)
def test_preview_of_a_revision_adds_none(client, share, pressed):
    _, tokens = share()

    page = client.post(f"/g/{tokens['manage']}/revise/", TYPED | {"once": "x"} | pressed)

    rows = page.content.decode().count('<li class="test-row">')
    assert rows == {"rows": 4, "remove": 1}.get(*pressed or ["none"], 2)
    assert "Add as revision 2" in text_of(page)
    assert Revision.objects.count() == 1


def test_form_of_a_revision_is_posted_with_its_tokens(client, share):
    """A form that is sent by GET would put them into the address."""
    _, tokens = share()

    page = client.get(f"/g/{tokens['manage']}/revise/").content.decode()
    form = page[page.index('<form class="goal-questions"') :].partition("</form>")[0]

    assert 'method="post"' in form.partition(">")[0]
    assert 'name="csrfmiddlewaretoken"' in form
    assert 'name="once"' in form
    assert "formmethod" not in page


@pytest.mark.parametrize("number", ["0", "2", "99999", "9" * 30])
def test_revision_that_is_not_there_opens_nothing(client, share, number):
    _, tokens = share()

    assert client.get(f"/g/{tokens['view']}/{number}/").status_code == 404


# What today’s figures say


def test_same_edition_has_changed_nothing(client, share):
    _, tokens = share()

    assert "The figures have not changed: edition 2026.1 is still current." in text_of(
        read(client, tokens["view"])
    )


def test_next_edition_leaves_the_result_and_explains_the_difference(client, share, next_edition):
    _, tokens = share()
    before = Revision.objects.get().result

    page = text_of(read(client, tokens["view"]))

    assert "Aim for 262" in page
    assert "on edition 2027.1; then it was 262." in page
    assert "Median of US MD seniors who matched in dermatology, 2026: 258 → 260" in page
    assert Revision.objects.get().result == before


def test_difference_keeps_hidden_what_is_hidden(client, share, next_edition):
    _, tokens = share(Shown())

    page = text_of(read(client, tokens["view"]))

    assert "The target would be" in page
    assert "failed an exam" not in page
    assert "Target and projection" not in page
    assert "heading for" not in page


def test_answers_of_another_time_leave_the_page_readable(client, share, next_edition):
    _, tokens = share()
    inputs = json.loads(Revision.objects.get().inputs) | {"aim": "one of another time"}
    result = json.loads(Revision.objects.get().result) | {"inputs": inputs}
    Revision.objects.update(inputs=json.dumps(inputs), result=json.dumps(result))

    page = text_of(read(client, tokens["view"]))

    assert "Aim for 262" in page
    assert "Today’s figures, edition 2027.1, give no result for the same answers." in page
