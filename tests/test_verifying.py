"""A review that verifies: each row beside its source, ticked, commented; people told of steps."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from scores.editions.review import Review
from scores.models import Edition, GroupMatchRate, MatchScore, PassingStandard, Source, Tick
from tests.drafts import look_through, new_mark, signed_in, url
from tests.pages import text_of
from tests.people import person
from tests.test_editing import do, said
from usmlegoals.mail import mailers_of

pytestmark = pytest.mark.database

SUMMARY = {"summary": "A passing score of 221.", "words": "As announced."}


@pytest.fixture
def rate(draft):
    """A rate of 2026 that the draft corrects from 70 to 71."""
    found = GroupMatchRate.objects.get(edition=draft, group="us-img")
    GroupMatchRate.objects.filter(pk=found.pk).update(percent=71)
    return found


def submit(editor, draft, **more):
    editor.post(url(PassingStandard, "add"), new_mark(draft))
    return do(editor, draft, "submit", **SUMMARY, **more)


def review_of(draft):
    return Review(draft, at=timezone.now())


def row_about(draft, says):
    (row,) = [row for row in review_of(draft).rows if says in str(row.thing)]
    return row.about


def test_row_stands_beside_its_former_figure_neighbors_and_source(editor, draft, rate):
    Source.objects.filter(pk=rate.source_id).update(url="https://example.org/r", passage="Table 1")
    editor.post(url(PassingStandard, "add"), new_mark(draft))

    response = editor.get(url(Edition, "review", draft.pk))

    page = text_of(response)
    assert "percent 70 → 71 (+1)" in page
    assert "2025-07-01: score 218" in page
    assert "Table 1" in page
    assert 'href="https://example.org/r"' in response.content.decode()


def test_reviewer_ticks_and_comments_row_by_row(editor, reviewer, draft, rate):
    submit(editor, draft)
    right, wrong = row_about(draft, "2028-07-01"), row_about(draft, "us-img")

    kept = do(
        reviewer,
        draft,
        "tick",
        shown=[right, wrong],
        row=[right],
        **{f"comment-{wrong}": "It says 70.1."},
    )
    refused = do_approve(reviewer, draft)

    assert said(kept)[-1] == "Kept: 1 row ticked."
    assert "You have not ticked 1 changed row yet." in said(refused)[-1]
    ticks = {tick.about: (tick.is_right, tick.words) for tick in Tick.objects.all()}
    assert ticks == {right: (True, ""), wrong: (False, "It says 70.1.")}
    assert "rob: “It says 70.1.”" in text_of(editor.get(url(Edition, "review", draft.pk)))


def do_approve(who, draft):
    page = url(Edition, "review", draft.pk)
    sent = {"do": "approve", "digest": review_of(draft).digest}
    return who.post(page, sent, follow=True)


def test_tick_is_taken_back(editor, reviewer, draft):
    submit(editor, draft)
    row = row_about(draft, "2028-07-01")
    do(reviewer, draft, "tick", shown=[row], row=[row])

    do(reviewer, draft, "tick", shown=[row])

    assert not Tick.objects.exists()


def test_comment_stays_when_the_row_is_mended(editor, reviewer, draft):
    submit(editor, draft)
    row = row_about(draft, "2028-07-01")
    do(reviewer, draft, "tick", shown=[row], **{f"comment-{row}": "Is it 222?"})
    do(reviewer, draft, "send-back", words="See my comment.")

    PassingStandard.objects.filter(edition=draft, score=221).update(score=222)

    page = text_of(editor.get(url(Edition, "review", draft.pk)))
    assert "rob, before it was changed again: “Is it 222?”" in page


def test_row_changed_meanwhile_is_not_ticked(editor, reviewer, draft):
    submit(editor, draft)
    row = row_about(draft, "2028-07-01")
    PassingStandard.objects.filter(edition=draft, score=221).update(score=222)

    refused = do(reviewer, draft, "tick", shown=[row], row=[row])

    assert "was changed while you looked at it" in said(refused)[-1]
    assert not Tick.objects.exists()


def test_moved_results_stand_in_one_table_with_counts(editor, draft):
    editor.post(url(PassingStandard, "add"), new_mark(draft))
    Edition.objects.filter(pk=draft.pk).update(status="draft")

    page = text_of(editor.get(url(Edition, "review", draft.pk)))

    assert page.count("Every target that reads differently") == 1
    assert "2 of 120, in 1 specialty: 2 by +2 points." in page


# A result under the draft


ASKED = "specialty=dermatology&group=us-md-senior"


def test_any_result_is_shown_under_the_draft(editor, draft):
    rows = MatchScore.objects.filter(edition=draft, specialty__slug="dermatology", cycle="2026")
    rows.filter(group="us-md-senior", outcome="matched").update(median=262)
    address = f"https://usmlegoals.example/goal/?{ASKED}&edition=2025.1#result"

    led = editor.get(reverse("draft-result", args=[draft.pk]), {"address": address}, follow=True)

    page = text_of(led)
    assert f"Under draft {draft}" in page
    assert "Readers get today:" in page
    assert led.context["record"]["target"]["score"] != 258
    assert led.context["record"]["edition"] == draft.label
    assert led.headers["Cache-Control"].startswith("max-age=0")


def test_result_under_the_draft_is_behind_the_sign_in(client, reviewer, draft, published):
    here = f"{reverse('draft-result', args=[draft.pk])}?{ASKED}"

    assert client.get(here).status_code == 302
    assert reviewer.get(here).status_code == 200
    assert reviewer.get(reverse("draft-result", args=[published.pk])).status_code == 404


# People are asked and told


@pytest.fixture
def letters(settings):
    settings.EMAIL_URL = "smtp://mail.example"
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    person("rob", "reviewer")
    User.objects.filter(username="rob").update(email="rob@example.org")
    User.objects.filter(username="alice").update(email="alice@example.org")
    return mail.outbox


def test_named_reviewer_is_asked_and_told(editor, reviewer, draft, letters):
    rob = User.objects.get(username="rob")

    submitted = submit(editor, draft, asked=rob.pk)

    (letter,) = letters
    assert letter.to == ["rob@example.org"]
    assert letter.subject == f"Edition {draft} is waiting for your review"
    assert "As announced." in letter.body
    assert url(Edition, "review", draft.pk) in letter.body
    assert said(submitted)[-1].endswith("rob was notified by e-mail.")
    desk = text_of(reviewer.get("/admin/"))
    assert "Waits for you" in desk
    assert "is waiting for your review: alice asked you" in desk
    assert "an approval by rob, who was asked" in desk


def test_author_is_told_of_what_was_sent_back_with_the_words_on_top(
    editor, reviewer, draft, letters
):
    submit(editor, draft)
    letters.clear()

    do(reviewer, draft, "send-back", words="Cite the announcement.")

    (letter,) = letters
    assert (letter.to, "Cite the announcement." in letter.body) == (["alice@example.org"], True)
    for page in (url(Edition, "change", draft.pk), url(Edition, "review", draft.pk)):
        told = text_of(editor.get(page))
        assert told.index("rob sent it back") < told.index("Standing")
    assert "was sent back by rob: “Cite the announcement.”" in text_of(editor.get("/admin/"))


def test_author_is_told_of_the_approval(editor, reviewer, draft, letters):
    submit(editor, draft)
    look_through(draft, by=User.objects.get(username="rob"), at=timezone.now())
    letters.clear()

    do_approve(reviewer, draft)

    assert [letter.subject for letter in letters] == [f"Edition {draft} is approved"]
    assert "is approved by rob: it can be published." in text_of(editor.get("/admin/"))


def test_without_e_mail_the_desk_tells(editor, reviewer, draft, settings):
    settings.EMAIL_URL = ""

    submitted = submit(editor, draft, asked=User.objects.get(username="rob").pk)

    assert said(submitted)[-1] == f"Edition {draft} is submitted for review."
    assert "Waits for you" in text_of(reviewer.get("/admin/"))


def test_step_stands_where_the_server_of_e_mail_is_away(editor, draft, letters, settings):
    backend = "django.core.mail.backends.smtp.EmailBackend"
    options = {"host": "127.0.0.1", "port": 9, "timeout": 2}
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}

    submitted = submit(editor, draft)

    draft.refresh_from_db()
    assert draft.is_in_review
    assert "No e-mail reached rob: tell them." in said(submitted)[-1]


def test_nobody_is_asked_who_cannot_approve(editor, draft, alice):
    person("bea", "editor")
    signed_in("bea")

    refused = submit(editor, draft, asked=User.objects.get(username="bea").pk)

    assert "bea cannot approve it: ask somebody else." in said(refused)[-1]


def test_address_of_a_server_becomes_its_settings():
    found = mailers_of("smtp://figures%40site.example:a%20word@mail.example:587?tls=1")

    options = found["default"]["OPTIONS"]
    assert (options["host"], options["port"], options["use_tls"]) == ("mail.example", 587, True)
    assert (options["username"], options["password"]) == ("figures@site.example", "a word")
    assert mailers_of("")["default"]["BACKEND"].endswith("dummy.EmailBackend")
    assert mailers_of("smtps://mail.example")["default"]["OPTIONS"]["port"] == 465


def test_ticks_sent_with_the_approval_are_kept_before_it(editor, reviewer, draft, rate):
    submit(editor, draft)
    rows = [row.about for row in review_of(draft).rows]

    approved = do(
        reviewer,
        draft,
        "approve",
        digest=review_of(draft).digest,
        shown=rows,
        row=rows,
        words="Fine.",
    )

    assert "is approved as it is now" in said(approved)[-1]
    assert Tick.objects.filter(is_right=True).count() == len(rows)


def test_no_button_of_a_review_leaves_behind_what_is_typed_elsewhere(editor, reviewer, draft, rate):
    submit(editor, draft)
    right = row_about(draft, "2028-07-01")
    typed = {"words": "A word.", "back": "Look at the rate.", "shown": [right]}

    page = do(reviewer, draft, "tick", row=[right], **typed).content.decode()

    assert ">A word.</textarea>" in page
    assert ">Look at the rate.</textarea>" in page
    assert len(re.findall(r"<form [^>]*id=\"review\"", page)) == 1
    assert len(re.findall(r"name=\"(?:words|back|row|doubt)\"", page)) == len(
        re.findall(r"form=\"review\"[^>]*name=\"(?:words|back|row|doubt)\"", page)
    )


def test_what_is_to_be_done_is_said_with_its_own_words(editor, reviewer, draft, rate):
    submit(editor, draft)

    do(reviewer, draft, "send-back", words="Fine.", back="Look at the rate.")

    page = text_of(editor.get(url(Edition, "review", draft.pk)))
    assert "Look at the rate." in page
    assert "Fine." not in page
