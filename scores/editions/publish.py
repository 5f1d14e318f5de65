"""Begins, submits, approves, publishes and restores editions.

Each function raises EditionRefused with a sentence for the user. The caller checks permissions;
only that no author approves their own edition is checked here.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from scores.editions.diff import values_of
from scores.editions.drafts import hold, hold_draft, record_edit
from scores.editions.fate import fate_of
from scores.editions.lines import content_digest
from scores.editions.load import EditionRefused, copy_of, insert_fixture
from scores.editions.looks import date_draft
from scores.editions.review import (
    Review,
    last_edition,
    last_release,
    next_label,
    reviewers_of,
)
from scores.models import CONTENT, Edition, EventKind, Publication, Release

CHANGED_MEANWHILE = "The edition was changed while you looked at it. Look at it as it is now."


def begin_edition(
    *, by: Any, at: datetime, label: str = "", base: Edition | None = None
) -> Edition:
    """A new draft, copied from a published edition, even one that was withdrawn or taken back.

    Without `base`, it is the edition of the newest release, begun or not.
    """
    base = base or last_edition()
    if base is None:
        raise EditionRefused("There is no edition to begin from: run manage.py load_editions.")
    if not base.is_published:
        raise EditionRefused(f"Edition {base} is not published: work on it, not on a copy.")
    copy = copy_of(base)
    with transaction.atomic():  # short: others wait for it
        copy.edition.label = label or next_label(at.date())
        insert_fixture(fixture=copy)
        copy.edition.events.create(what=EventKind.BEGUN, by=by, at=at, against=base)
        if fate_of(base, at=at) or base != last_edition():
            _keep_looks(base, copy.edition)
    return copy.edition


def _keep_looks(base: Edition, draft: Edition) -> None:
    """Copies summary and ticks to the draft: they still hold for rows that stay the same."""
    draft.summary = base.summary
    draft.save(update_fields=["summary"])
    for tick in base.ticks.all():
        tick.pk, tick.edition = None, draft
        tick.save(force_insert=True)


@transaction.atomic
def tell_readers(*, edition: Edition, by: Any, at: datetime, summary: str) -> None:
    """Saves the summary of a draft, which readers will see."""
    edition = hold_draft(edition=edition)
    before = values_of(edition)
    edition.summary = summary.strip()
    edition.save(update_fields=["summary"])
    record_edit(row=edition, before=before, after=values_of(edition), by=by, at=at)


@transaction.atomic
def submit_edition(
    *,
    edition: Edition,
    by: Any,
    at: datetime,
    words: str = "",
    summary: str | None = None,
    digest: str = "",
    asked: Any = None,
) -> None:
    """Submits a draft for review; `words` is the reason for large moves of targets.

    `summary` replaces the draft's own if given. `digest` is that of the content that the author
    saw, if a page showed it. `asked` is the reviewer who is asked to look, if any.
    """
    (edition,) = hold(edition)
    if edition.status != Edition.Status.DRAFT:
        raise EditionRefused(f"Edition {edition} is {edition.get_status_display()}, not a draft.")
    _refuse_unless_seen(edition, digest)
    if summary is not None:
        tell_readers(edition=edition, by=by, at=at, summary=summary)
        edition.refresh_from_db()
    date_draft(edition=edition, by=by, at=at)
    review = Review(edition, at=at)
    _refuse_without(
        edition.summary, "Say in the summary what is new in this edition: readers will see it."
    )
    if not review.changes:
        raise EditionRefused(f"Nothing in it differs from edition {review.follows}.")
    _refuse_faults(review)
    _refuse_unreasoned(review, words)
    _refuse_doubted(review, {by.pk} | review.people)
    if asked is not None and asked not in reviewers_of(edition):
        raise EditionRefused(f"{asked.get_username()} cannot approve it: ask somebody else.")
    edition.status = Edition.Status.REVIEW
    edition.save(update_fields=["status"])
    edition.events.create(
        what=EventKind.SUBMITTED,
        by=by,
        at=at,
        words=words.strip(),
        asked=asked,
        **_looked_at(review),
    )


@transaction.atomic
def send_back(*, edition: Edition, by: Any, at: datetime, words: str) -> None:
    """Turns an edition in review into a draft again, with a message to its author."""
    (edition,) = hold(edition)
    _refuse_unless_in_review(edition)
    _refuse_without(words, "Say what is to be done before it is submitted again.")
    edition.status = Edition.Status.DRAFT
    edition.save(update_fields=["status"])
    edition.events.create(what=EventKind.SENT_BACK, by=by, at=at, words=words.strip())


@transaction.atomic
def approve_edition(
    *, edition: Edition, by: Any, at: datetime, digest: str, words: str = ""
) -> None:
    """Approves an edition in review; `digest` is that of the content that the reviewer saw.

    Unless the site has a single editor, the reviewer must not have worked on the edition.
    """
    (edition,) = hold(edition)
    _refuse_unless_in_review(edition)
    review = Review(edition, at=at)
    if not review.may_approve(by):
        raise EditionRefused("You have worked on this edition, so somebody else has to approve it.")
    if review.digest != digest:
        raise EditionRefused(CHANGED_MEANWHILE)
    if review.is_changed:
        _refuse_faults(review)
        _refuse_unreasoned(review, review.reason)
    _refuse_doubted(review, {by.pk})
    _refuse_unticked(review, by)
    edition.events.create(
        what=EventKind.APPROVED, by=by, at=at, words=words.strip(), **_looked_at(review)
    )


@transaction.atomic
def publish_edition(
    *, edition: Edition, by: Any, at: datetime, begins: datetime | None = None
) -> Release:
    """Publishes an approved edition for good; it becomes current at `begins`, by default now."""
    begins = begins or at
    if begins < at:
        raise EditionRefused("Choose a day that lies ahead, or publish it now.")
    edition, *_ = hold(edition, last_edition())
    if edition.is_published:
        raise EditionRefused(f"Edition {edition} is published already.")
    _refuse_unless_in_review(edition)
    review = Review(edition, at=at)
    if review.approval is None:
        raise EditionRefused(f"Edition {edition} is not approved: it waits for {review.waits_for}.")
    if review.lapse:
        raise EditionRefused(review.lapse)
    _refuse_before_another(begins)
    _refuse_faults(review)
    edition.status, edition.digest = Edition.Status.PUBLISHED, review.digest
    edition.save(update_fields=["status", "digest"])
    alone = review.approval.by_id in review.people
    Publication.objects.create(edition=edition, changelog=review.changelog, one_person=alone)
    edition.events.create(what=EventKind.PUBLISHED, by=by, at=at, **_looked_at(review))
    return _release(edition, begins, "Published.")


@transaction.atomic
def restore_edition(*, edition: Edition, by: Any, at: datetime, reason: str) -> Release:
    """Makes a published edition current again from now on; the other one stays published."""
    edition, *_ = hold(edition, last_edition())
    if not edition.is_published:
        raise EditionRefused(f"Edition {edition} is not published.")
    if Edition.objects.current(at=at) == edition:
        raise EditionRefused(f"Edition {edition} is the current one.")
    _refuse_without(reason, "Say why: readers will want to know.")
    edition.events.create(what=EventKind.RESTORED, by=by, at=at, words=reason.strip())
    return _release(edition, at, reason.strip())


@transaction.atomic
def withdraw_release(*, release: Release, by: Any, at: datetime, reason: str) -> None:
    """Deletes a release that has not begun; its edition stays published."""
    (edition,) = hold(release.edition)
    _refuse_without(reason, "Say why it is withdrawn.")
    withdrawn, _ = Release.objects.filter(pk=release.pk, begins__gt=at).delete()
    if not withdrawn:
        raise EditionRefused(
            f"Edition {edition} is out since {release.begins:%Y-%m-%d}: "
            "make an earlier edition current again instead."
        )
    edition.events.create(what=EventKind.WITHDRAWN, by=by, at=at, words=reason.strip())


@transaction.atomic
def delete_draft(*, edition: Edition) -> None:
    """Deletes a draft with all its rows and history."""
    (edition,) = hold(edition)
    if edition.is_published:
        raise EditionRefused(f"Edition {edition} is published: it stays.")
    for model in reversed(CONTENT):
        model.objects.filter(**{model.identity[0]: edition.label}).delete()  # type: ignore[attr-defined]
    edition.delete()


def _refuse_unless_seen(edition: Edition, digest: str) -> None:
    if digest and content_digest(edition) != digest:
        raise EditionRefused(CHANGED_MEANWHILE)


def _refuse_without(words: str, says: str) -> None:
    if not words.strip():
        raise EditionRefused(says)


def _refuse_unless_in_review(edition: Edition) -> None:
    if not edition.is_in_review:
        stage = "published" if edition.is_published else "a draft"
        raise EditionRefused(f"Edition {edition} is {stage}, not in review.")


def _refuse_faults(review: Review) -> None:
    if review.faults:
        raise EditionRefused(f"Edition {review.edition} does not pass its checks:", review.faults)


def _refuse_unreasoned(review: Review, words: str) -> None:
    if review.has_large_moves:
        _refuse_without(
            words,
            "A target moves by more than five points, or comes or goes: say why that is right.",
        )


def _refuse_doubted(review: Review, people: set[int]) -> None:
    doubted = [looked.thing for looked in review.doubted_by(people)]
    if doubted:
        many = "1 warning" if len(doubted) == 1 else f"{len(doubted)} warnings"
        raise EditionRefused(f"Look at {many} first: tick each, and say why it is right.")


def _refuse_unticked(review: Review, by: Any) -> None:
    """Refuses unless the approver ticked every changed row, or worked on the edition alone."""
    unticked = review.unticked_by({by.pk})
    if unticked and by.pk not in review.people:
        many = "1 changed row" if len(unticked) == 1 else f"{len(unticked)} changed rows"
        raise EditionRefused(f"You have not ticked {many} yet.")


def _refuse_before_another(begins: datetime) -> None:
    """Refuses a release before the last one: the edition was compared with that one's."""
    last = last_release()
    if last is not None and last.begins > begins:
        raise EditionRefused(
            f"Edition {last.edition} is to be released on {last.begins:%Y-%m-%d}, and this one "
            "follows it. Choose a later day, or withdraw that release first."
        )


def _release(edition: Edition, begins: datetime, reason: str) -> Release:
    """Releases an edition, a little later if it already has a release at that moment."""
    while edition.releases.filter(begins=begins).exists():
        begins += timedelta(milliseconds=1)
    return Release.objects.create(edition=edition, begins=begins, reason=reason)


def _looked_at(review: Review) -> dict[str, Any]:
    """The digest of the content, and the edition it was compared with, for an event."""
    return {"digest": review.digest, "against": review.follows}
