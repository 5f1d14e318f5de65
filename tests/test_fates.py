"""Withdrawn and taken back: readers see it and why, and the work in it is not lost."""

from datetime import UTC, datetime, timedelta

import pytest

from scores.editions.fate import fate_of
from scores.editions.load import EditionRefused
from scores.editions.publish import (
    begin_edition,
    publish_edition,
    restore_edition,
    withdraw_release,
)
from scores.editions.review import Review, standing_of
from scores.models import Edition, HouseSetting, PassingStandard, Source
from tests.drafts import url
from tests.pages import text_of
from tests.test_review import approve, raise_pass_mark, submit

pytestmark = pytest.mark.database

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
WHY = "221 was a misprint."


@pytest.fixture
def approved(draft, alice, rob):
    raise_pass_mark(draft)
    submit(draft, alice, at=NOW)
    approve(draft, rob, at=NOW)
    return draft


@pytest.fixture
def withdrawn(approved, alice):
    release = publish_edition(edition=approved, by=alice, at=NOW, begins=LATER)
    withdraw_release(release=release, by=alice, at=NOW, reason=WHY)
    approved.refresh_from_db()
    return approved


@pytest.fixture
def taken_back(approved, published, alice):
    publish_edition(edition=approved, by=alice, at=NOW)
    restore_edition(edition=published, by=alice, at=NOW + timedelta(seconds=1), reason=WHY)
    approved.refresh_from_db()
    return approved


def pages_of(client, edition):
    addresses = ("/editions/", f"/editions/{edition}/", f"/sources/?edition={edition}")
    return {address: text_of(client.get(address)) for address in addresses}


def test_withdrawn_edition_says_so_to_readers_and_why(client, withdrawn):
    for address, page in pages_of(client, withdrawn).items():
        assert (address, "ithdrawn on November 28, 2026" in page, WHY in page) == (
            address,
            True,
            True,
        )
    assert "Not released yet" not in text_of(client.get("/editions/"))
    assert standing_of(withdrawn, at=NOW) == "withdrawn"


def test_edition_taken_back_says_so_to_readers_and_why(client, taken_back, published):
    for address, page in pages_of(client, taken_back).items():
        assert (address, "aken back on November 28, 2026" in page, WHY in page) == (
            address,
            True,
            True,
        )
    assert (
        f"edition {published} was made current again"
        in pages_of(client, taken_back)[f"/editions/{taken_back}/"]
    )
    assert standing_of(taken_back, at=LATER) == "taken back"
    assert fate_of(published, at=LATER) is None


def test_edition_made_current_after_all_is_neither(taken_back, alice):
    restore_edition(edition=taken_back, by=alice, at=LATER, reason="It was right.")

    assert fate_of(taken_back, at=LATER) is None


def test_editions_jumped_over_are_taken_back_too_and_come_back_together(
    approved, published, alice, rob
):
    publish_edition(edition=approved, by=alice, at=NOW)
    newer = begin_edition(by=alice, at=NOW)
    HouseSetting.objects.filter(edition=newer, slug="small_n").update(value=25)
    submit(newer, alice, at=NOW)
    approve(newer, rob, at=NOW)
    days = [NOW + timedelta(seconds=second) for second in (1, 2, 3)]
    publish_edition(edition=newer, by=alice, at=days[0])
    restore_edition(edition=published, by=alice, at=days[1], reason=WHY)

    for edition in (approved, newer):
        fate = fate_of(edition, at=LATER)
        assert (fate.what, fate.reason, fate.instead) == ("taken back", WHY, published.label)

    restore_edition(edition=newer, by=alice, at=days[2], reason="It was right.")

    assert fate_of(approved, at=LATER) is None
    assert fate_of(newer, at=LATER) is None


def test_edition_followed_by_a_newer_one_is_superseded(approved, published, alice):
    publish_edition(edition=approved, by=alice, at=NOW)

    assert standing_of(published, at=LATER) == "superseded"
    assert fate_of(published, at=LATER) is None


def test_edition_still_to_come_is_not_withdrawn(approved, alice):
    publish_edition(edition=approved, by=alice, at=NOW, begins=LATER)

    assert fate_of(approved, at=NOW) is None


@pytest.mark.parametrize("state", ["withdrawn", "taken_back"])
def test_work_in_it_goes_on_in_a_draft(editor, published, request, state):
    edition = request.getfixturevalue(state)

    page = editor.post("/admin/scores/edition/begin/", {"base": edition.label}, follow=True)

    draft = Edition.objects.exclude(status="published").get()
    assert f"Edition {draft} is begun, as a copy of {edition}." in text_of(page)
    assert PassingStandard.objects.filter(edition=draft, score=221).exists()
    review = Review(draft, at=LATER)
    assert review.follows == published
    assert {change.table for change in review.changes} == {"passing standard"}
    assert draft.events.get().against == edition


def test_draft_of_what_was_taken_back_keeps_what_was_looked_at(editor, taken_back, alice, rob):
    looked = {(tick.about, tick.by) for tick in taken_back.ticks.all()}
    assert looked

    draft = begin_edition(by=alice, at=LATER, base=taken_back)

    assert {(tick.about, tick.by) for tick in draft.ticks.all()} == looked
    assert taken_back.ticks.count() == len(looked)
    assert draft.summary == taken_back.summary
    review = Review(draft, at=LATER)
    assert all(each.is_right_by([rob.pk]) for each in review.rows)
    page = text_of(editor.get(url(Edition, "review", draft.pk)))
    assert f"It began as a copy of edition {taken_back}, which was taken back: “{WHY}”" in page


def test_draft_begins_from_a_superseded_edition(draft, published, alice):
    other = begin_edition(by=alice, at=NOW, base=Edition.objects.get(label="2025.1"))

    assert other.events.get().against.label == "2025.1"
    assert not Source.objects.filter(edition=other, checked_on=None).exists()


def test_draft_does_not_begin_from_a_draft(editor, draft, alice):
    with pytest.raises(EditionRefused, match="is not published: work on it"):
        begin_edition(by=alice, at=NOW, base=draft)

    for label in (draft.label, "nonsense", "2026\x00"):
        answer = editor.post("/admin/scores/edition/begin/", {"base": label})
        assert (label, answer.status_code) == (label, 404)


def test_page_of_a_published_edition_offers_to_begin_from_it(editor, reviewer, published):
    page = url(Edition, "change", published.pk)

    assert "Begin a draft from it" in text_of(editor.get(page))
    assert "Begin a draft from it" not in text_of(reviewer.get(page))
