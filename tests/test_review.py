"""The life of an edition: from a draft to what readers see, and back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from scores.editions import review
from scores.editions.checks import faults_of
from scores.editions.diff import values_of
from scores.editions.drafts import record_edit
from scores.editions.lines import content_digest, fixture_lines
from scores.editions.load import EditionRefused, load_edition
from scores.editions.publish import (
    approve_edition,
    begin_edition,
    delete_draft,
    publish_edition,
    restore_edition,
    send_back,
    submit_edition,
    withdraw_release,
)
from scores.editions.review import Review, next_label, people_behind
from scores.models import Edition, MatchScore, PassingStandard, Release, Source
from tests.drafts import look_through, new_mark

pytestmark = pytest.mark.database

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def raise_pass_mark(draft, score=221, day=date(2028, 7, 1)):
    """What the editor of the story does."""
    mark = new_mark(draft, score=score, effective_from=day, previous_score=218)
    edition, source = mark.pop("edition"), mark.pop("source")
    return PassingStandard.objects.create(edition_id=edition, source_id=source, **mark)


def submit(draft, by, at=NOW, words="As announced."):
    Edition.objects.filter(pk=draft.pk).update(summary="A new passing score from July 2028.")
    submit_edition(edition=draft, by=by, at=at, words=words)
    draft.refresh_from_db()


def approve(draft, by, at=NOW):
    look_through(draft, by=by, at=at)
    approve_edition(edition=draft, by=by, at=at, digest=content_digest(draft))


@pytest.fixture
def approved(draft, alice, rob):
    raise_pass_mark(draft)
    submit(draft, alice)
    approve(draft, rob)
    return draft


def current(at=NOW):
    return Edition.objects.current(at=at).label


# begin_edition


@pytest.mark.parametrize(
    ("today", "label"), [(date(2026, 12, 1), "2026.2"), (date(2027, 1, 1), "2027.1")]
)
def test_next_label_is_the_next_free_one_of_the_year(db, today, label):
    assert next_label(today) == label


def test_draft_begins_as_a_copy_under_the_next_label(draft, alice):
    assert (draft.label, draft.status) == ("2026.2", "draft")
    assert draft.events.get().what == "begun"
    assert people_behind(draft) == {alice.pk}


def test_two_drafts_live_side_by_side(draft, rob):
    other = begin_edition(by=rob, at=NOW)

    assert [edition.label for edition in (draft, other)] == ["2026.2", "2026.3"]


def test_draft_begins_from_what_is_scheduled(approved, alice):
    publish_edition(edition=approved, by=alice, at=NOW, begins=NOW + timedelta(days=30))

    later = begin_edition(by=alice, at=NOW)

    assert PassingStandard.objects.filter(edition=later, score=221).exists()


# submit_edition, send_back


def test_draft_says_what_is_new_before_it_is_submitted(draft, alice):
    with pytest.raises(EditionRefused, match="Say in the summary what is new"):
        submit_edition(edition=draft, by=alice, at=NOW)


def test_draft_without_a_difference_is_not_submitted(draft, alice):
    with pytest.raises(EditionRefused, match=r"Nothing in it differs from edition 2000.1"):
        submit(draft, alice)


def test_draft_with_a_fault_is_not_submitted(draft, alice):
    mark = raise_pass_mark(draft)
    PassingStandard.objects.filter(pk=mark.pk).update(previous_score=209)

    with pytest.raises(EditionRefused, match=r"July 1, 2028: previous_score: It says 209"):
        submit(draft, alice)


def test_large_move_needs_a_written_reason(draft, alice):
    rows = MatchScore.objects.filter(edition=draft, n=356)
    rows.update(q1=rows[0].q1 + 6, median=rows[0].median + 6, q3=rows[0].q3 + 6)

    with pytest.raises(EditionRefused, match="by more than five points"):
        submit(draft, alice, words="")
    submit(draft, alice, words="The report was corrected.")

    assert Review(draft, at=NOW).reason == "The report was corrected."


def test_move_of_five_points_needs_no_reason(draft, alice):
    rows = MatchScore.objects.filter(edition=draft, n=356)
    rows.update(q1=rows[0].q1 + 5, median=rows[0].median + 5, q3=rows[0].q3 + 5)

    submit(draft, alice, words="")

    assert draft.is_in_review


def test_what_is_sent_back_is_a_draft_again(approved, rob):
    send_back(edition=approved, by=rob, at=NOW, words="Name the announcement.")

    approved.refresh_from_db()
    assert approved.status == "draft"
    assert approved.events.first().words == "Name the announcement."


def test_sending_back_needs_a_word(approved, rob):
    with pytest.raises(EditionRefused, match="Say what is to be done"):
        send_back(edition=approved, by=rob, at=NOW, words=" ")


# approve_edition


def test_author_does_not_approve(draft, alice):
    raise_pass_mark(draft)
    submit(draft, alice)

    with pytest.raises(EditionRefused, match="somebody else has to approve it"):
        approve(draft, alice)


def test_whoever_changed_a_row_does_not_approve(draft, alice, rob):
    mark = raise_pass_mark(draft)
    record_edit(row=mark, before=None, after=values_of(mark), by=rob, at=NOW)
    submit(draft, alice)

    with pytest.raises(EditionRefused, match="somebody else has to approve it"):
        approve(draft, rob)


def test_reviewer_approves_what_was_looked_at(draft, alice, rob):
    mark = raise_pass_mark(draft)
    submit(draft, alice)
    looked_at = content_digest(draft)
    PassingStandard.objects.filter(pk=mark.pk).update(score=222)

    with pytest.raises(EditionRefused, match="was changed while you looked at it"):
        approve_edition(edition=draft, by=rob, at=NOW, digest=looked_at)


@pytest.mark.parametrize("changed", ["row", "source", "summary", "day"])
def test_approval_lapses_on_any_edit(approved, alice, changed):
    if changed == "row":
        PassingStandard.objects.filter(edition=approved, score=221).update(score=222)
    elif changed == "source":
        row = PassingStandard.objects.get(edition=approved, score=221)
        row.also.add(Source.objects.get(edition=approved, slug="house"))
    elif changed == "summary":
        Edition.objects.filter(pk=approved.pk).update(summary="Something else.")
    else:
        Edition.objects.filter(pk=approved.pk).update(as_of=date(2026, 11, 23))

    with pytest.raises(EditionRefused, match="The approval has lapsed: the edition was changed"):
        publish_edition(edition=approved, by=alice, at=NOW)


def test_approval_lapses_when_another_edition_comes_between(approved, alice, rob):
    other = begin_edition(by=rob, at=NOW)
    raise_pass_mark(other, score=220)
    submit(other, rob)
    approve(other, alice)
    publish_edition(edition=other, by=rob, at=NOW)

    with pytest.raises(EditionRefused, match=r"now it would follow edition 2026.3"):
        publish_edition(edition=approved, by=alice, at=NOW)


def test_approval_ends_when_it_is_sent_back(approved, alice, rob):
    send_back(edition=approved, by=rob, at=NOW, words="Wait.")
    submit(approved, alice, at=NOW + timedelta(hours=1))

    with pytest.raises(EditionRefused, match="is not approved: it waits for an approval by some"):
        publish_edition(edition=approved, by=alice, at=NOW)


# publish_edition


def test_published_edition_is_current_at_once(approved, alice):
    publish_edition(edition=approved, by=alice, at=NOW)

    approved.refresh_from_db()
    assert current() == "2026.2"
    assert approved.digest == content_digest(approved)
    assert faults_of(approved) == []


def test_draft_is_not_published(draft, alice):
    with pytest.raises(EditionRefused, match=r"Edition 2026.2 is a draft, not in review"):
        publish_edition(edition=draft, by=alice, at=NOW)


def test_edition_is_published_once(approved, alice):
    publish_edition(edition=approved, by=alice, at=NOW)

    with pytest.raises(EditionRefused, match=r"Edition 2026.2 is published already"):
        publish_edition(edition=approved, by=alice, at=NOW)


def test_scheduled_edition_becomes_current_on_its_day(approved, alice):
    day = NOW + timedelta(days=30)

    publish_edition(edition=approved, by=alice, at=NOW, begins=day)

    assert current(day - timedelta(seconds=1)) == "2000.1"
    assert current(day) == "2026.2"


def test_edition_is_not_published_before_one_that_it_follows(approved, alice, rob):
    publish_edition(edition=approved, by=alice, at=NOW, begins=NOW + timedelta(days=30))
    next_one = begin_edition(by=alice, at=NOW)
    PassingStandard.objects.filter(edition=next_one, score=221).update(score=222)
    submit(next_one, alice)
    approve(next_one, rob)

    with pytest.raises(EditionRefused, match=r"Edition 2026.2 is to be released on 2026-12-31"):
        publish_edition(edition=next_one, by=alice, at=NOW)


def test_withdrawn_release_does_not_begin(approved, alice):
    day = NOW + timedelta(days=30)
    release = publish_edition(edition=approved, by=alice, at=NOW, begins=day)

    withdraw_release(release=release, by=alice, at=NOW, reason="The announcement was taken back.")

    assert current(day) == "2000.1"
    assert approved.events.first().words == "The announcement was taken back."


def test_release_that_has_begun_is_not_withdrawn(approved, alice):
    release = publish_edition(edition=approved, by=alice, at=NOW)

    with pytest.raises(EditionRefused, match="make an earlier edition current again instead"):
        withdraw_release(release=release, by=alice, at=NOW, reason="A mistake.")


def test_changelog_names_what_changed_and_what_it_does(approved, alice):
    publish_edition(edition=approved, by=alice, at=NOW)

    assert approved.publication.changelog.splitlines() == [
        "Passing standard step2ck · 2028-07-01 added: score 221; previous score 218.",
        "No target moves for exams before July 1, 2028.",
        "2 of 60 targets read differently for exams from July 1, 2028 on, by 2 points at most.",
    ]
    assert not approved.publication.one_person


def test_published_edition_comes_back_into_the_repository(approved, alice):
    publish_edition(edition=approved, by=alice, at=NOW)
    approved.refresh_from_db()
    lines = list(fixture_lines(approved))
    Release.objects.filter(edition=approved).delete()
    Edition.objects.filter(pk=approved.pk).update(status="draft", digest="")
    delete_draft(edition=approved)

    loaded = load_edition(lines=lines, at=NOW).edition

    assert list(fixture_lines(loaded)) == lines
    assert current() == "2026.2"


# restore_edition, delete_draft


def test_current_edition_and_a_draft_are_not_restored(draft, alice):
    newest = Edition.objects.get(label="2000.1")

    with pytest.raises(EditionRefused, match="is the current one"):
        restore_edition(edition=newest, by=alice, at=NOW, reason="Why not.")
    with pytest.raises(EditionRefused, match="is not published"):
        restore_edition(edition=draft, by=alice, at=NOW, reason="Why not.")


def test_published_edition_is_not_deleted(db):
    edition = Edition.objects.get(label="2026.1")

    with pytest.raises(EditionRefused, match="is published: it stays"):
        delete_draft(edition=edition)


# record_edit


def test_edit_tells_who_changed_what_from_what_to_what(draft, alice):
    row = PassingStandard.objects.get(edition=draft, exam="step2ck", score=218)
    before, was = values_of(row), row.note
    row.note = "As announced."
    row.save()

    edit = record_edit(row=row, before=before, after=values_of(row), by=alice, at=NOW)

    assert edit.fields == [["note", was, "As announced."]]
    assert (edit.by, edit.what, edit.table) == (alice, "changed", "passing standard")


def test_edit_that_changed_nothing_is_not_recorded(draft, alice):
    row = PassingStandard.objects.filter(edition=draft).first()

    assert not record_edit(row=row, before=values_of(row), after=values_of(row), by=alice, at=NOW)
    assert not Release.objects.filter(edition=draft).exists()


def test_contents_are_compared_once(draft, monkeypatch):
    compared = []
    comparison = review.Comparison
    review._compared.cache_clear()
    monkeypatch.setattr(review, "Comparison", lambda *of: compared.append(of) or comparison(*of))

    before = Review(draft, at=NOW)
    assert Review(draft, at=NOW + timedelta(hours=1)).effects is before.effects
    assert Review(draft, at=NOW).changes is before.changes
    raise_pass_mark(draft, day=date(2026, 11, 1))
    after = Review(draft, at=NOW)

    assert (before.effects[0].floors, after.effects[0].floors[0].after[0]) == ((), 221)
    assert (before.changes, len(after.changes)) == ([], 1)
    assert len(compared) == 2


def test_comparison_with_an_edit_in_the_middle_of_it_is_made_anew(draft, alice, monkeypatch):
    comparison = review.Comparison

    def edited_meanwhile(*of):
        made = comparison(*of)
        record_edit(row=draft, before={}, after={"note": "x"}, by=alice, at=NOW)
        return made

    review._compared.cache_clear()
    monkeypatch.setattr(review, "Comparison", edited_meanwhile)

    first = Review(draft, at=NOW).comparison
    assert first.changes == []
    assert Review(draft, at=NOW).comparison is not first


def test_target_is_derived_once_for_each_pass_mark(draft):
    """However many days a draft names, as a careless or hostile editor might."""
    marks = [date(2030, month, 1) for month in range(1, 13)]
    for day in marks:
        raise_pass_mark(draft, day=day)
    derived = Review(draft, at=NOW).comparison.derived

    assert len(Review(draft, at=NOW).effects) == 1 + len(marks)
    assert len(derived[1]._targets) == 2


def test_fault_of_a_draft_begun_again_leads_to_its_own_row(draft, alice):
    """Deleted and begun anew it has the same label and the same content, but other rows."""

    def fault_in(edition):
        raise_pass_mark(edition)
        row = raise_pass_mark(edition, score=222, day=date(2029, 7, 1))
        (fault,) = Review(edition, at=NOW).faults
        assert fault.pk == row.pk
        return Review(edition, at=NOW).digest

    before = fault_in(draft)
    delete_draft(edition=draft)
    assert fault_in(begin_edition(by=alice, at=NOW)) == before
