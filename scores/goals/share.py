"""Writes shared goals. The server derives every result it stores.

Each action locks the goal before it reads anything of it, so that actions on one goal follow one
another.
"""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from scores.engine.answers import Answers
from scores.engine.edition import Edition
from scores.engine.errors import UsmlegoalsError
from scores.engine.record import Record, canonical
from scores.engine.result import derive
from scores.goals.links import revision_digest, token_hash, tokens_of
from scores.goals.redact import Shown
from scores.goals.traces import empty_log
from scores.models import Capability, Goal, Response, Revision, Throttle, Tombstone
from scores.wording.record import record_of

MOST_SHARES = 60
MOST_REVISIONS_AN_HOUR = 60
MOST_RESPONSES_AN_HOUR = 30
"""The most that one address may do within an hour, on all goals together."""

MOST_BYTES_A_DAY = 20_000_000
"""The most that one address may store in a day, of results and answers: some 300 shares."""

MOST_REVISIONS = 50
MOST_RESPONSES = 200

FORM_AGE = timedelta(days=2)
"""How long a form is accepted, and so how long the deletion of what it made is remembered."""


class GoalRefused(UsmlegoalsError):
    """The goal does not accept this; the message says why."""


class GoalGone(UsmlegoalsError):
    """The goal was deleted, or its link ended, before this arrived."""


class TooOften(UsmlegoalsError):
    """More than an address may do in an hour or store in a day."""


def hold_goal(goal: Goal) -> Goal:
    """The goal as it is now, locked until the transaction ends. Raises GoalGone if deleted."""
    held = Goal.objects.select_for_update().filter(pk=goal.pk).first()
    if held is None:
        raise GoalGone(f"{goal} was deleted.")
    return held


def share_goal(
    *,
    manage: str,
    answers: Answers,
    edition: Edition,
    shown: Shown,
    expires_at: datetime,
    at: datetime,
    address: str = "",
    nickname: str = "",
    question: str = "",
) -> Goal:
    """Stores a new goal with its first revision and three tokens, all derived from `manage`.

    The same `manage` sent again returns the goal that it made, or raises GoalRefused if that was
    deleted. If `address` is given, its use is counted in the same transaction, and TooOften is
    raised beyond the limits.
    """
    submission = token_hash(f"share {manage}")
    record = record_of(derive(edition, answers, today=at.date()))
    goal = Goal(expires_at=expires_at, nickname=nickname, question=question, **shown.columns)
    revision = _revision(goal, 1, record, submission)
    capabilities = [
        Capability(token_hash=token_hash(token), goal=goal, permits=permits)
        for permits, token in tokens_of(manage).items()
    ]
    try:
        with transaction.atomic():  # short: others wait for it
            goal.save(force_insert=True)
            revision.save(force_insert=True)
            _refuse_deleted(submission, SHARE_DELETED)
            Capability.objects.bulk_create(capabilities)
            if address:
                count_use(action="share", address=address, most=MOST_SHARES, at=at)
                _count_stored(revision, address, at)
    except IntegrityError as twice:
        there = Goal.objects.filter(revisions__submission=submission).first()
        if there is None:  # deleted since
            raise GoalRefused(SHARE_DELETED) from twice
        return there
    return goal


SHARE_DELETED = (
    "The goal that this form shared was deleted. Share once more, and it is a new goal with new "
    "links."
)
RESPONSE_DELETED = (
    "The answer that this form sent was deleted. Send it once more to show it here again."
)


def _refuse_deleted(submission: str, says: str) -> None:
    """Runs after the rows are written, so that it sees a deletion that they waited for."""
    if Tombstone.objects.filter(pk=submission).exists():
        raise GoalRefused(says)


def revise_goal(
    *,
    goal: Goal,
    submission: str,
    answers: Answers,
    edition: Edition,
    at: datetime,
    address: str = "",
) -> Revision:
    """Stores a further revision; the earlier ones stay the same. Sent again, it returns the first.

    Raises GoalRefused if nothing changed or the goal is full, GoalGone, and TooOften as
    `share_goal`.
    """
    record = record_of(derive(edition, answers, today=at.date()))
    submission = token_hash(f"revise {goal.pk} {submission}")
    with transaction.atomic():
        goal = hold_goal(goal)
        there = goal.revisions.filter(submission=submission).first()
        if there is not None:
            return there
        newest = goal.revisions.defer("result").order_by("-number")[0]
        if newest.number >= MOST_REVISIONS:
            raise GoalRefused(f"A goal holds at most {MOST_REVISIONS} revisions: share a new one.")
        revision = _revision(goal, newest.number + 1, record, submission)
        if _is_same(revision, newest):
            raise GoalRefused(
                f"Nothing has changed yet: these are the answers of revision {newest.number}, "
                "on the same figures."
            )
        revision.save(force_insert=True)
        if address:
            count_use(action="revise", address=address, most=MOST_REVISIONS_AN_HOUR, at=at)
            _count_stored(revision, address, at)
    return revision


def _is_same(revision: Revision, other: Revision) -> bool:
    """Whether both have the same answers, figures and version of the rules, on whatever day."""
    one, two = (
        (row.edition, row.engine, json.loads(row.inputs) | {"today": ""})
        for row in (revision, other)
    )
    return one == two


def _revision(goal: Goal, number: int, record: Record, submission: str) -> Revision:
    stored = {
        "submission": submission,
        "edition": record["edition"],
        "engine": record["engine"],
        "inputs": canonical(record["inputs"]),
        "result": canonical(record),
    }
    return Revision(
        goal=goal,
        number=number,
        **stored,
        digest=revision_digest(**stored),
        target=record["target"]["score"],
        **_stored_projection(record),
    )


def _stored_projection(record: Record) -> dict[str, float | None]:
    """The projection for the history; nothing where the record states no mean."""
    projection = record["projection"] or {}
    if projection.get("mean") is None:
        return {}
    return {name: projection[name] for name in ("mean", "low", "high")}


@transaction.atomic
def respond(
    *,
    goal: Goal,
    revision: int,
    submission: str,
    name: str,
    note: str = "",
    agreed_target: int | None = None,
    look_again: Any = None,
    is_public: bool = True,
    is_owner: bool = True,
    at: datetime | None = None,
    address: str = "",
) -> Response:
    """Stores an advisor's answer; sent again, it returns the first.

    Raises GoalRefused if it is empty or was deleted, or the goal is full, and TooOften as
    `share_goal`. From anybody but the owner, it raises GoalGone once the links have ended.
    """
    goal, at = hold_goal(goal), at or timezone.now()
    if not (is_owner or goal.is_live(at=at)):
        raise GoalGone(f"The links to {goal} have ended.")
    submission = token_hash(f"respond {goal.pk} {submission}")
    there = goal.responses.filter(submission=submission).first()
    if there is not None:
        return there
    if not (note or agreed_target or look_again):
        raise GoalRefused("Enter an agreed target, a note or a date to look again.")
    if goal.responses.count() >= MOST_RESPONSES:
        raise GoalRefused(f"A goal holds at most {MOST_RESPONSES} responses.")
    _refuse_deleted(submission, RESPONSE_DELETED)
    written = {"name": name, "note": note, "agreed_target": agreed_target, "look_again": look_again}
    written |= {"is_public": is_public}
    if address:
        count_use(action="respond", address=address, most=MOST_RESPONSES_AN_HOUR, at=at)
        count_bytes(len(f"{name}{note}".encode()), address=address, at=at)
    return goal.responses.create(submission=submission, revision=revision, **written)


@transaction.atomic
def change_goal(
    *,
    goal: Goal,
    shown: Shown,
    expires_at: datetime | None = None,
    nickname: str | None = None,
    question: str | None = None,
) -> None:
    """Changes what the links show and, where given, the expiry, the nickname and the question."""
    goal, values = hold_goal(goal), shown.columns
    told = {"expires_at": expires_at, "nickname": nickname, "question": question}
    values |= {name: value for name, value in told.items() if value is not None}
    for name, value in values.items():
        setattr(goal, name, value)
    goal.save(update_fields=values)


@transaction.atomic
def revoke_goal(*, goal: Goal, at: datetime) -> None:
    """Closes the view and respond links at once."""
    goal = hold_goal(goal)
    goal.revoked_at = at
    goal.save(update_fields=["revoked_at"])


@transaction.atomic
def restore_goal(*, goal: Goal) -> None:
    goal = hold_goal(goal)
    goal.revoked_at = None
    goal.save(update_fields=["revoked_at"])


@transaction.atomic
def delete_goal(*, goal: Goal) -> None:
    """Deletes a goal for good, with every revision, answer and link."""
    goal = hold_goal(goal)
    shared = goal.revisions.filter(number=1).values_list("submission", flat=True)
    Tombstone.objects.bulk_create(Tombstone(submission=each) for each in shared)
    goal.delete()
    transaction.on_commit(empty_log)


@transaction.atomic
def delete_response(*, goal: Goal, response_id: int) -> None:
    response = hold_goal(goal).responses.filter(pk=response_id).first()
    if response is not None:
        Tombstone.objects.create(submission=response.submission)
        response.delete()
        transaction.on_commit(empty_log)


BATCH = 500
"""Rows deleted in one transaction: few enough that nobody waits for it."""


def purge_goals(*, at: datetime) -> tuple[int, int]:
    """Deletes expired goals and old throttles, and returns how many of each."""
    expired = Goal.objects.filter(expires_at__lte=at).order_by("expires_at")
    return _deleted_in_batches(expired), _deleted_in_batches(_spent_throttles(at))


def purge_tombstones(*, at: datetime) -> int:
    """Deletes the tombstones of forms that are too old to be accepted, and returns how many."""
    return _deleted_in_batches(Tombstone.objects.filter(created_at__lt=at - FORM_AGE))


def _deleted_in_batches(rows: QuerySet[Any]) -> int:
    """Deletes rows in batches, except those that somebody has locked, and returns how many."""
    count = 0
    while True:
        with transaction.atomic():
            held = rows.select_for_update(skip_locked=True)
            keys = list(held.values_list("pk", flat=True)[:BATCH])
            _, deleted = rows.filter(pk__in=keys).delete()
        count += deleted.get(rows.model._meta.label, 0)
        if not keys:
            return count


THROTTLE_WINDOW = timedelta(hours=1)
SWEEP, MOST_SPENT = 10, 500
"""Every `SWEEP`th new throttle deletes up to `MOST_SPENT` old ones: more than come in."""


def _spent_throttles(at: datetime) -> QuerySet[Throttle]:
    return Throttle.objects.filter(window__lt=at - 2 * THROTTLE_WINDOW)


def count_use(*, action: str, address: str, most: int, at: datetime) -> None:
    """Counts one more use of an action by an address. Raises TooOften beyond `most` an hour.

    Only a keyed hash of the address is stored. Two hours after the hour began it may be deleted, by
    a sweep or the next purge.
    """
    window = at.replace(minute=0, second=0, microsecond=0)
    if _count(action, address, 1, window, at) > most:
        raise TooOften(
            f"From your address this was done {most} times within the hour, which is the most. "
            "Wait until the next full hour and send it again: nothing you typed is lost."
        )


def count_bytes(size: int, *, address: str, at: datetime) -> None:
    """Counts the bytes that an address stores in a day (UTC), in the way of `count_use`."""
    last_hour = at.replace(hour=23, minute=0, second=0, microsecond=0)
    if _count("bytes", address, size, last_hour, at) > MOST_BYTES_A_DAY:
        raise TooOften(
            f"From your address {MOST_BYTES_A_DAY // 1_000_000} MB were shared and answered today, "
            "which is the most. Send it again after midnight UTC: nothing you typed is lost."
        )


def _count_stored(revision: Revision, address: str, at: datetime) -> None:
    count_bytes(len(f"{revision.inputs}{revision.result}".encode()), address=address, at=at)


def _count(action: str, address: str, many: int, window: datetime, at: datetime) -> int:
    """Adds `many` to the count of a window, and returns the new count."""
    key = hmac.digest(settings.SECRET_KEY.encode(), f"{action} {address}".encode(), hashlib.sha256)
    with transaction.atomic(savepoint=False):
        throttle, is_new = Throttle.objects.get_or_create(
            key=key.hex(), window=window, defaults={"count": 0}
        )
        throttle.count = F("count") + many
        throttle.save(update_fields=["count"])
        if is_new and throttle.pk % SWEEP == 0:
            spent = _spent_throttles(at).select_for_update(skip_locked=True)
            Throttle.objects.filter(pk__in=spent.values("pk")[:MOST_SPENT]).delete()
    return throttle.count
