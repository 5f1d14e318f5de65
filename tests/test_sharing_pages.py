"""The pages of a shared goal: what each visitor is shown, told and kept from."""

import json
import re
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import segno
from django.test import Client

from scores.actions.editions import clone_edition
from scores.actions.goals import respond, revise_goal, revoke_goal, share_goal
from scores.engine import VERSION
from scores.engine.answers import Answers, Reading
from scores.engine.plan import percent_of
from scores.engine.projection import project
from scores.engine.redact import ALL, Shown
from scores.forms.goal import query_of
from scores.forms.sharing import new_form_token
from scores.models import Edition, Goal, MatchScore, Release, Response, Revision
from scores.queries.content import content_digest
from scores.queries.goals import tokens_of, view_token
from scores.views.qr import MASK

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)
READING = Reading("nbme14", 247, date(2026, 9, 1))
NEXT_READING = Reading("nbme15", 251, date(2026, 10, 1))
ANSWERS = Answers(
    specialty="dermatology",
    group="us-md-senior",
    exam_date=date(2027, 5, 1),
    factors=("failed-exam",),
    readings=(READING,),
)
REVISED = replace(ANSWERS, readings=(READING, NEXT_READING))


@pytest.fixture
def share(edition_2026):
    def share(shown=ALL, answers=ANSWERS):
        manage = secrets.token_urlsafe(22)
        expires_at = NOW + timedelta(days=365)
        goal = share_goal(
            manage=manage,
            answers=answers,
            edition=edition_2026,
            shown=shown,
            expires_at=expires_at,
            at=NOW,
        )
        return goal, tokens_of(manage)

    return share


@pytest.fixture
def revise(edition_2026):
    def revise(goal, answers=REVISED):
        submission = secrets.token_hex(8)
        return revise_goal(
            goal=goal, submission=submission, answers=answers, edition=edition_2026, at=NOW
        )

    return revise


@pytest.fixture
def next_edition(edition_2026):
    """Published now: the median of dermatology is two points higher."""
    draft = clone_edition(edition=Edition.objects.get(label="2026.1"), label="2027.1")
    MatchScore.objects.filter(
        edition=draft, specialty__slug="dermatology", median=258, outcome="matched"
    ).update(median=260)
    draft.digest, draft.status = content_digest(draft), Edition.Status.PUBLISHED
    draft.save()
    Release.objects.create(edition=draft, begins=datetime.now(UTC))
    return draft


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def read(client, *path):
    response = client.get(f"/g/{'/'.join(path)}/")
    assert response.status_code == 200
    return response


# Before sharing


def test_preview_shows_what_the_links_will_show(client):
    address = f"/goal/share/?{query_of(ANSWERS)}"

    little, all_of_it = client.get(address), client.get(f"{address}&shows=projection&shows=scores")

    assert "Projection" not in text_of(little).partition("Preview: this is")[2]
    assert "Projection" in text_of(all_of_it).partition("Preview: this is")[2]
    shared = re.findall(r'type="hidden" name="shows" value="(\w+)"', all_of_it.content.decode())
    assert shared == ["projection", "scores"]


def test_preview_sends_the_answers_along(client):
    page = client.get(f"/goal/share/?{query_of(ANSWERS)}").content.decode()

    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    assert ("test", "nbme14") in hidden
    assert ("factor", "failed-exam") in hidden
    assert f'action="/goal/share/?{query_of(ANSWERS).replace("&", "&amp;")}"' in page


def test_old_form_is_told_and_keeps_the_choices(client):
    response = client.post(f"/goal/share/?{query_of(ANSWERS)}", {"once": "old", "shows": "profile"})

    assert "Not shared yet" in text_of(response)
    assert 'value="profile" id="shows-profile" checked' in response.content.decode()


def test_result_leads_to_sharing_it(client):
    query = query_of(ANSWERS)

    page = client.get(f"/goal/?{query}").content.decode()

    assert f'href="/goal/share/?{query.replace("&", "&amp;")}"' in page


# Whom a page tells what


def test_no_page_holds_a_stronger_token(client, share):
    _, tokens = share()

    view, answer = (read(client, tokens[name]).content.decode() for name in ("view", "respond"))

    assert tokens["respond"] not in view
    assert tokens["manage"] not in view
    assert tokens["manage"] not in answer


def test_owner_finds_all_three_links(client, share):
    _, tokens = share()

    page = read(client, tokens["manage"]).content.decode()

    for token in tokens.values():
        assert f'value="http://testserver/g/{token}/"' in page
    assert "The address of this page is the key" in page


def test_view_token_is_found_from_each(share):
    _, tokens = share()

    assert {view_token(token, permits) for permits, token in tokens.items()} == {tokens["view"]}


def test_owner_finds_the_link_for_the_adviser_first(client, share):
    _, tokens = share()

    page = read(client, tokens["manage"]).content.decode()

    named = re.findall(r'<label class="link-title" for="link-[a-z]+">(.*?)</label>', page)
    assert named == [
        "For your adviser: may look and answer",
        "For anyone else: may only look",
        "For yourself: keep it",
    ]


def test_owner_reads_the_answer_above_the_links(client, share):
    goal, tokens = share()
    respond(goal=goal, revision=1, submission="a", name="Dr A", note="Well done")

    page = read(client, tokens["manage"]).content.decode()

    assert page.count("Well done") == 1
    assert page.index("Well done") < page.index("For your adviser")


def test_target_last_agreed_on_stands_at_the_head(client, share):
    goal, tokens = share()
    for name, agreed in (("Dr A", 245), ("Dr B", 250), ("Dr C", None)):
        respond(
            goal=goal, revision=1, submission=name, name=name, note="Well", agreed_target=agreed
        )

    for token in tokens.values():
        page = text_of(read(client, token))
        assert page.count("Agreed target: 250 , as Dr B answered on") == 1
        assert "Agreed target: 245" not in page


@pytest.mark.parametrize(
    ("shown", "engine", "is_told"),
    [
        (ALL, VERSION, True),
        (Shown(projection=True), VERSION, True),
        (Shown(), VERSION, False),
        (ALL, "0.9", False),  # by other rules the projection may have been another
    ],
)
def test_target_agreed_on_has_a_chance_of_its_own(
    client, share, edition_2026, shown, engine, is_told
):
    goal, tokens = share(shown)
    respond(goal=goal, revision=1, submission="a", name="Dr A", agreed_target=250)
    Revision.objects.update(engine=engine)
    kept = project([READING], edition_2026, exam_date=ANSWERS.exam_date, today=NOW.date())

    page = text_of(read(client, tokens["view"]))

    chance = f"gives it a chance of {percent_of(kept.chance_of(250))} % ."
    assert (chance in page) == is_told


def test_owner_enters_another_test_from_the_top(client, share):
    goal, tokens = share()
    respond(goal=goal, revision=1, submission="a", name="Dr A", note="Well done")
    leads = f'href="/g/{tokens["manage"]}/revise/#tests"'

    page = read(client, tokens["manage"]).content.decode()

    assert page.count(leads) == 1
    assert page.index(leads) < page.index("Well done")
    assert 'id="tests"' in client.get(f"/g/{tokens['manage']}/revise/").content.decode()


@pytest.mark.parametrize("permits", ["view", "respond"])
def test_course_keeps_the_projection_to_itself(client, share, revise, permits):
    goal, tokens = share(Shown())
    revise(goal)

    hidden = read(client, tokens[permits])
    Goal.objects.update(shows_projection=True)
    shown = read(client, tokens[permits])

    assert "Over time" in text_of(hidden)
    assert "Projection" not in text_of(hidden)
    assert "course-mean" not in hidden.content.decode()
    assert f"{Revision.objects.first().mean:.0f}" in text_of(shown)
    assert "course-mean" in shown.content.decode()


@pytest.mark.parametrize(
    ("shown", "says"),
    [(Shown(), "is still 262."), (Shown(projection=True), "; the projection went from")],
)
def test_revision_says_first_what_it_moved(client, share, revise, shown, says):
    goal, tokens = share(shown)
    revise(goal)
    first, second = [round(mean) for mean in goal.revisions.values_list("mean", flat=True)]

    page = text_of(read(client, tokens["view"]))

    head = page.partition("The result as it was")[0]
    assert f"Since revision 1 of {NOW:%-d %B %Y}: the target is still 262" in head
    assert says in head
    assert (f"from {first} to {second}." in head) == shown.projection
    assert "Since revision" not in text_of(read(client, tokens["view"], "1"))


def test_projection_is_shown_without_the_scores_behind_it(client, share):
    _, tokens = share(Shown(projection=True))

    page = read(client, tokens["view"])

    assert "Where you are heading" in text_of(page)
    assert "NBME 14" not in text_of(page)
    assert not re.search(r">\s*247\s*<|\b247 ", page.content.decode())


def test_card_of_a_link_shows_no_score(client, share):
    _, tokens = share()

    head = read(client, tokens["view"]).content.decode().partition("</head>")[0]

    assert '<meta property="og:title" content="A shared target score">' in head
    assert "<title>A shared goal · usmlegoals</title>" in head
    assert not re.search(r"\b2[0-9]{2}\b", head)


@pytest.mark.parametrize("page", ["", "1/", "verify/", "revise/", "delete/"])
def test_pages_hold_nothing_inline(client, share, page):
    goal, tokens = share()
    respond(goal=goal, revision=1, submission="a", name="A", note="<style>*{}</style>")

    source = client.get(f"/g/{tokens['manage']}/{page}", follow=True).content.decode()

    assert " style=" not in source
    assert "<style" not in source
    assert not re.search(r"<script(?! src=)", source)
    assert not re.search(r"\son\w+=", source)


def test_view_link_sets_no_cookie(client, share):
    _, tokens = share()

    assert not read(client, tokens["view"]).cookies


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
        ({"score": ["247", "951"]}, "Put right what is named below"),
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

    rows = page.content.decode().partition("<template>")[0].count('<li class="test-row">')
    assert rows == {"rows": 4, "remove": 2}.get(*pressed or ["none"], 3)
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

    assert "The same: edition 2026.1 is still the current one." in text_of(
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
    assert "Where you are heading" not in page


def test_answers_of_another_time_leave_the_page_readable(client, share, next_edition):
    _, tokens = share()
    inputs = json.loads(Revision.objects.get().inputs) | {"aim": "one of another time"}
    result = json.loads(Revision.objects.get().result) | {"inputs": inputs}
    Revision.objects.update(inputs=json.dumps(inputs), result=json.dumps(result))

    page = text_of(read(client, tokens["view"]))

    assert "Aim for 262" in page
    assert "Edition 2027.1 gives no result for the same answers." in page


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

    assert "Enter a score from 218, the pass mark, to 300." in page
    assert not Response.objects.exists()
    assert post_answer(client, tokens, agreed_target="218").status_code == 303


def test_address_of_a_faulty_answer_can_be_loaded_again(client, share):
    _, tokens = share()

    response = client.get(f"/g/{tokens['respond']}/respond/")

    assert response["Location"] == f"/g/{tokens['respond']}/"


def test_too_many_answers_are_told_and_kept_in_the_form(client, share, monkeypatch):
    _, tokens = share()
    monkeypatch.setattr("scores.views.shared.MOST_RESPONSES_AN_HOUR", 1)

    post_answer(client, tokens)
    page = post_answer(client, tokens, note="The second")

    assert page.status_code == 429
    assert "Wait until the next full hour" in text_of(page)
    assert "The second</textarea>" in page.content.decode()


def test_too_many_goals_are_told_with_a_way_back(client, monkeypatch):
    monkeypatch.setattr("scores.actions.goals.MOST_SHARES", 1)
    address = f"/goal/share/?{query_of(ANSWERS)}"

    client.post(address, {"once": new_form_token()})
    page = client.post(address, {"once": new_form_token()})

    assert page.status_code == 429
    assert "Wait until the next full hour" in text_of(page)
    assert f'href="{address.replace("&", "&amp;")}"' in page.content.decode()


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

    assert text_of(page).count("answer") == 1
    assert f"2 answers , the newest of {NOW:%-d %B %Y}." in text_of(page)
    assert page.content.decode().count('/#answers"') == 1


# JSON, verifying


def test_json_of_a_revision_is_sent_once(client, share):
    _, tokens = share(Shown())
    address = f"/g/{tokens['view']}/goal.json"

    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert first.json()["digest"] == Revision.objects.get().digest
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == "no-store"


def test_json_is_sent_anew_once_it_shows_more(client, share):
    _, tokens = share(Shown())
    address = f"/g/{tokens['view']}/goal.json"
    known = client.get(address)["ETag"]

    Goal.objects.update(shows_scores=True)
    again = client.get(address, headers={"If-None-Match": known})
    owner = client.get(f"/g/{tokens['manage']}/goal.json", headers={"If-None-Match": known})

    assert (again.status_code, owner.status_code) == (200, 200)


@pytest.mark.parametrize(
    ("change", "heading"),
    [
        (lambda digest: digest, "It matches"),
        (lambda digest: f" {digest[:8]} {digest[8:].upper()} ", "It matches"),
        (lambda digest: digest[::-1], "No match"),
        (lambda digest: digest[:-1], "No match"),
    ],
    ids=["same", "spaced", "turned", "cut"],
)
def test_printed_digest_is_compared(client, share, change, heading):
    _, tokens = share()
    digest = change(Revision.objects.get().digest)

    page = client.get(f"/g/{tokens['view']}/verify/", {"digest": digest})

    assert f"<h1>{heading}</h1>" in page.content.decode()


def test_page_shows_the_digest_whole(client, share):
    _, tokens = share()

    digest = Revision.objects.get().digest

    assert f"Digest {digest[:8]} {digest[8:]}" in text_of(read(client, tokens["view"]))


def test_digest_does_not_give_away_what_is_hidden(share):
    share(Shown())
    share(Shown())

    first, second = Revision.objects.all()
    assert first.result == second.result
    assert first.digest != second.digest


def test_withdrawn_page_says_what_every_wrong_one_says(client, share):
    _, tokens = share()
    Goal.objects.update(revoked_at=NOW)

    gone = client.get(f"/g/{tokens['view']}/verify/")

    assert gone.status_code == 404
    assert gone.content == Client().get(f"/g/{'A' * 30}/").content


def test_code_of_a_shared_goal_holds_the_link_that_may_only_look(client, share):
    goal, tokens = share()
    address = f"http://testserver/g/{tokens['view']}/"
    path = segno.make(address, error="l", micro=False, mask=MASK).svg_inline(omitsize=True)

    for token in tokens.values():
        assert f'src="/g/{token}/qr.svg"' in client.get(f"/g/{token}/").content.decode()
        code = client.get(f"/g/{token}/qr.svg")
        assert code.headers["Cache-Control"] == "no-store"
        assert path.partition(' d="')[2] in code.content.decode()
    revoke_goal(goal=goal, at=NOW)
    assert client.get(f"/g/{tokens['view']}/qr.svg").status_code == 404


def test_preview_follows_a_choice_in_two_answers(client, edition_2026):
    address = f"/goal/share/?{query_of(ANSWERS)}&shows=projection&lasts=30"
    whole = client.get(address).content.decode()
    first = client.get(address, headers={"HX-Request": "true", "HX-Target": "result"})
    second = client.get(address, headers={"HX-Request": "true", "HX-Target": "background"})
    update, below = first.content.decode(), second.content.decode()

    assert first["HX-Trigger-After-Swap"] == '{"answered": {}}'
    assert "<html" not in update + below
    assert 'data-hx-swap-oob="true"' in update
    assert 'data-hx-swap-oob="true"' not in whole
    for part, shown in (
        ("Where you are heading", [True, True, False]),
        ('name="once"', [True, True, False]),
        ('<h2 id="sources-title"', [True, False, True]),
    ):
        assert [part in text for text in (whole, update, below)] == shown


def test_what_to_tick_is_told_where_the_form_is(client, share):
    failed = Answers(
        specialty="dermatology",
        group="us-md-senior",
        situation="failed",
        attempt_dates=(date(2026, 5, 1),),
    )
    _, tokens = share(ALL, failed)

    assert "with it counted" in client.get(f"/goal/?{query_of(failed)}").content.decode()
    shared = client.get(f"/g/{tokens['view']}/").content.decode()
    assert "After a failed attempt" in shared
    assert "with it counted" not in shared
