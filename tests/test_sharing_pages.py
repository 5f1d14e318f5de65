"""The pages of a shared goal: what each visitor is shown, told and kept from."""

import re
from datetime import date

import pytest
import segno

from scores.engine import VERSION
from scores.engine.answers import Answers
from scores.engine.plan import percent_of
from scores.engine.practice.projection import project
from scores.forms.goal import query_of
from scores.forms.sharing import new_form_token
from scores.goals.links import view_token
from scores.goals.redact import ALL, Shown
from scores.goals.share import respond
from scores.models import Goal, Revision
from scores.views.qr import MASK
from tests.pages import text_of
from tests.shared_goals import ANSWERS, NOW, read

pytestmark = pytest.mark.django_db


# Before sharing


def test_preview_shows_what_the_links_will_show(client, edition_with_projection):
    address = f"/goal/share/?{query_of(ANSWERS)}"

    little, usual = client.get(f"{address}&lasts=365"), client.get(address)

    assert "heading for" not in text_of(little).partition("Preview: this is")[2]
    assert "heading for" in text_of(usual).partition("Preview: this is")[2]
    assert "NBME 14" in text_of(usual).partition("Preview: this is")[2]
    checked = re.findall(r'name="shows" value="(\w+)" id="[^"]*" checked', usual.content.decode())
    assert checked == ["projection", "scores"]


def test_preview_sends_the_answers_along(client):
    page = client.get(f"/goal/share/?{query_of(ANSWERS)}").content.decode()

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


def test_owner_finds_the_link_for_the_advisor_first(client, share):
    _, tokens = share()

    page = read(client, tokens["manage"]).content.decode()

    named = re.findall(r'<label class="link-title" for="link-[a-z]+">(.*?)</label>', page)
    assert named == [
        "For your advisor: may look and answer",
        "For anyone else: may only look",
        "For yourself: keep it",
    ]


def test_owner_reads_the_answer_above_the_links(client, share):
    goal, tokens = share()
    respond(goal=goal, revision=1, submission="a", name="Dr A", note="Well done")

    page = read(client, tokens["manage"]).content.decode()

    assert page.count("Well done") == 1
    assert page.index("Well done") < page.index("For your advisor")


def test_target_last_agreed_on_stands_at_the_head(client, share):
    goal, tokens = share()
    for name, agreed in (("Dr A", 245), ("Dr B", 250), ("Dr C", None)):
        respond(
            goal=goal, revision=1, submission=name, name=name, note="Well", agreed_target=agreed
        )

    for token in tokens.values():
        page = text_of(read(client, token))
        assert page.count("Agreed target: 250 ( Dr B ,") == 1
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
    client, edition_with_projection, share, shown, engine, is_told
):
    goal, tokens = share(shown)
    respond(goal=goal, revision=1, submission="a", name="Dr A", agreed_target=250)
    Revision.objects.update(engine=engine)
    kept = project(edition_with_projection, ANSWERS, exam_date=ANSWERS.exam_date, today=NOW.date())

    page = text_of(read(client, tokens["view"]))

    chance = f"gives it a chance of {percent_of(kept.chance_of(250))}% ."
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
def test_course_keeps_the_projection_to_itself(
    client, edition_with_projection, share, revise, permits
):
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
def test_revision_says_first_what_it_moved(
    client, edition_with_projection, share, revise, shown, says
):
    goal, tokens = share(shown)
    revise(goal)
    first, second = [round(mean) for mean in goal.revisions.values_list("mean", flat=True)]

    page = text_of(read(client, tokens["view"]))

    head = page.partition("The result as it was")[0]
    assert f"Since revision 1 of {NOW:%B %-d, %Y}: the target is still 262" in head
    assert says in head
    assert (f"from {first} to {second}." in head) == shown.projection
    assert "new" not in head
    assert "Since revision" not in text_of(read(client, tokens["view"], "1"))


def test_revision_names_the_test_that_came_with_it(client, edition_with_projection, share, revise):
    goal, tokens = share()
    revise(goal)

    page = text_of(read(client, tokens["respond"]))

    assert "NBME 15 of Oct 1, 2026 at 251 is new; the target is still 262; the projection" in page


def test_older_revision_has_no_target_that_was_agreed_later(client, share, revise):
    goal, tokens = share()
    revise(goal)
    respond(goal=goal, revision=2, submission="a", name="Dr A", agreed_target=250)

    assert "Agreed target: 250" in text_of(read(client, tokens["view"]))
    assert "Agreed target: 250" not in text_of(read(client, tokens["view"], "1"))


def test_projection_is_shown_without_the_scores_behind_it(client, edition_with_projection, share):
    _, tokens = share(Shown(projection=True))

    page = read(client, tokens["view"])

    assert "You’re heading for" in text_of(page)
    assert "NBME 14" not in text_of(page)
    assert not re.search(r">\s*247\s*<|\b247 ", page.content.decode())


def test_card_of_a_link_shows_no_score(client, share):
    _, tokens = share()

    head = read(client, tokens["view"]).content.decode().partition("</head>")[0]

    assert '<meta property="og:title" content="A shared target score">' in head
    assert "<title>A shared goal · usmlegoals</title>" in head
    assert not re.search(r"\b2[0-9]{2}\b", head)


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


def test_code_of_a_shared_goal_holds_the_link_that_may_only_look(client, share):
    _, tokens = share()
    address = f"http://testserver/g/{tokens['view']}/"
    path = segno.make(address, error="l", micro=False, mask=MASK).svg_inline(omitsize=True)

    for token in tokens.values():
        assert f'src="/g/{token}/qr.svg"' in client.get(f"/g/{token}/").content.decode()
        code = client.get(f"/g/{token}/qr.svg")
        assert code.headers["Cache-Control"] == "no-store"
        assert path.partition(' d="')[2] in code.content.decode()


def test_preview_follows_a_choice(client, edition_with_projection):
    address = f"/goal/share/?{query_of(ANSWERS)}"
    typed = {"shows": "projection", "lasts": "30", "nickname": "October", "once": new_form_token()}
    pages = (
        client.post(address, typed | {"do": "preview"}),
        client.post(address, typed, headers={"HX-Request": "true"}),
    )
    whole, update = (" ".join(page.content.decode().split()) for page in pages)

    assert "<html" not in update
    assert 'data-hx-swap-oob="true"' in update
    assert 'data-hx-swap-oob="true"' not in whole
    for part in ("You’re heading for", "October", "For 30 days", 'id="sources"'):
        assert part in whole
        assert part in update
    assert f'value="{typed["once"]}"' in whole
    assert not Goal.objects.exists()


def test_failure_is_told_to_be_counted(client, share):
    failed = Answers(
        specialty="dermatology",
        group="us-md-senior",
        situation="failed",
        attempt_dates=(date(2026, 5, 1),),
    )
    _, tokens = share(ALL, failed)

    shared = client.get(f"/g/{tokens['view']}/").content.decode()
    assert "Your retake" in shared
    assert "With the failure counted, your target is" in shared
