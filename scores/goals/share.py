"""Whatever writes shared goals. The server derives everything it stores."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from scores.engine.answers import Answers
from scores.engine.edition import Edition
from scores.engine.errors import UsmlegoalsError
from scores.engine.record import Record, canonical
from scores.engine.result import derive
from scores.goals.links import revision_digest, token_hash, tokens_of
from scores.goals.redact import Shown
from scores.models import Capability, Goal, Response, Revision, Throttle
from scores.wording.record import record_of

MOST_SHARES = 60
"""By one address, within an hour."""

MOST_REVISIONS = 100
MOST_RESPONSES = 200


class GoalRefused(UsmlegoalsError):
    """Something a goal does not take; the message says why."""


class TooOften(UsmlegoalsError):
    """More than an address may do in an hour."""


def share_goal(
    *,
    manage: str,
    answers: Answers,
    edition: Edition,
    shown: Shown,
    expires_at: datetime,
    at: datetime,
    address: str = "",
) -> Goal:
    """A new goal that three tokens open, all of them found from `manage`.

    The same `manage` sent twice gives the goal of the first time. Where an address is given it is
    counted with the same commit, and TooOften raised beyond MOST_SHARES.
    """
    submission = token_hash(f"share {manage}")
    record = record_of(derive(edition, answers, today=at.date()))
    goal = Goal(expires_at=expires_at, **shown.columns)
    revision = _revision(goal, 1, record, submission)
    capabilities = [
        Capability(token_hash=token_hash(token), goal=goal, permits=permits)
        for permits, token in tokens_of(manage).items()
    ]
    try:
        with transaction.atomic():  # within it, others wait
            goal.save(force_insert=True)
            revision.save(force_insert=True)
            Capability.objects.bulk_create(capabilities)
            if address:
                count_use(action="share", address=address, most=MOST_SHARES, at=at)
    except IntegrityError:
        return Goal.objects.get(revisions__submission=submission)
    return goal


def revise_goal(
    *, goal: Goal, submission: str, answers: Answers, edition: Edition, at: datetime
) -> Revision:
    """A further revision; the ones before it stay as they are. Sent twice, it is one."""
    record = record_of(derive(edition, answers, today=at.date()))
    submission = token_hash(f"revise {goal.pk} {submission}")
    with transaction.atomic():
        there = Revision.objects.filter(submission=submission, goal=goal).first()
        if there is not None:
            return there
        revisions = Goal.objects.select_for_update().get(pk=goal.pk).revisions
        newest = revisions.defer("result").order_by("-number")[0]
        if newest.number >= MOST_REVISIONS:
            raise GoalRefused(f"A goal holds at most {MOST_REVISIONS} revisions: share a new one.")
        revision = _revision(goal, newest.number + 1, record, submission)
        if _is_same(revision, newest):
            raise GoalRefused(
                f"Nothing has changed yet: these are the answers of revision {newest.number}, "
                "on the same figures."
            )
        revision.save(force_insert=True)
    return revision


def _is_same(revision: Revision, other: Revision) -> bool:
    """Whether both hold the same answers, on the same figures and rules. The day does not count."""
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
    """For the history: nothing where no point was told."""
    projection = record["projection"] or {}
    if projection.get("mean") is None:
        return {}
    return {name: projection[name] for name in ("mean", "low", "high")}


def respond(
    *,
    goal: Goal,
    revision: int,
    submission: str,
    name: str,
    note: str = "",
    agreed_target: int | None = None,
    look_again: Any = None,
) -> Response:
    """An advisor's answer beside the goal; sent twice, it is one."""
    if not (note or agreed_target or look_again):
        raise GoalRefused("Enter an agreed target, a note or a date to look again.")
    if goal.responses.count() >= MOST_RESPONSES:
        raise GoalRefused(f"A goal holds at most {MOST_RESPONSES} responses.")
    written = {"name": name, "note": note, "agreed_target": agreed_target, "look_again": look_again}
    response, _ = Response.objects.get_or_create(
        submission=token_hash(f"respond {goal.pk} {submission}"),
        defaults=written | {"goal": goal, "revision": revision},
    )
    return response


def change_goal(*, goal: Goal, shown: Shown, expires_at: datetime) -> None:
    """What the links reveal, and until when."""
    values = shown.columns | {"expires_at": expires_at}
    for name, value in values.items():
        setattr(goal, name, value)
    goal.save(update_fields=values)


def revoke_goal(*, goal: Goal, at: datetime) -> None:
    """At once: the view and respond links open nothing any more."""
    goal.revoked_at = at
    goal.save(update_fields=["revoked_at"])


def restore_goal(*, goal: Goal) -> None:
    goal.revoked_at = None
    goal.save(update_fields=["revoked_at"])


def delete_goal(*, goal: Goal) -> None:
    """For good, with every revision, response and link."""
    goal.delete()


def delete_response(*, goal: Goal, response_id: int) -> None:
    goal.responses.filter(pk=response_id).delete()


BATCH = 500
"""Rows deleted in one transaction: few enough that nobody waits for it."""


def purge_goals(*, at: datetime) -> tuple[int, int]:
    """Deletes expired goals and spent throttles; how many goals and throttles that were."""
    expired = Goal.objects.filter(expires_at__lte=at).order_by("expires_at")
    return _deleted_in_batches(expired), _deleted_in_batches(_spent_throttles(at))


def _deleted_in_batches(rows: QuerySet[Any]) -> int:
    """Only those of the first batch that are still among the rows count: others may delete too."""
    count = 0
    while keys := list(rows.values_list("pk", flat=True)[:BATCH]):
        _, deleted = rows.filter(pk__in=keys).delete()
        count += deleted.get(rows.model._meta.label, 0)
    return count


THROTTLE_WINDOW = timedelta(hours=1)
SWEEP, MOST_SPENT = 10, 500
"""With every tenth new throttle, so many are deleted: more than come in, so they never pile up."""


def _spent_throttles(at: datetime) -> QuerySet[Throttle]:
    return Throttle.objects.filter(window__lt=at - 2 * THROTTLE_WINDOW)


def count_use(*, action: str, address: str, most: int, at: datetime) -> None:
    """Counts one more use of an action by an address. Raises TooOften beyond `most` an hour.

    The address is kept as a keyed hash only, and for two hours at most.
    """
    window = at.replace(minute=0, second=0, microsecond=0)
    key = hmac.digest(settings.SECRET_KEY.encode(), f"{action} {address}".encode(), hashlib.sha256)
    with transaction.atomic(savepoint=False):
        throttle, is_new = Throttle.objects.get_or_create(
            key=key.hex(), window=window, defaults={"count": 0}
        )
        throttle.count = F("count") + 1
        throttle.save(update_fields=["count"])
        if is_new and throttle.pk % SWEEP == 0:
            spent = _spent_throttles(at).select_for_update(skip_locked=True)
            Throttle.objects.filter(pk__in=spent.values("pk")[:MOST_SPENT]).delete()
    if throttle.count > most:
        raise TooOften(
            f"From your address this was done {most} times within the hour, which is the most. "
            "Wait until the next full hour and send it again: nothing you typed is lost."
        )
