"""Reads shared goals: what a token opens."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import F, OuterRef, Subquery

from scores.engine.record import Record
from scores.goals.redact import Shown
from scores.models import Capability, Goal, Permits, Response, Revision

TOKEN_BYTES = 22


def token_hash(token: str) -> str:
    """The SHA-256 of a token: all that is stored of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived_token(token: str, permits: str) -> str:
    """A weaker token, derived from a stronger one that cannot be computed back from it.

    So the owner's link alone is enough to find the other two, though only hashes are stored.
    """
    digest = hmac.digest(token.encode(), f"usmlegoals {permits}".encode(), hashlib.sha256)
    return urlsafe_b64encode(digest[:TOKEN_BYTES]).decode().rstrip("=")


def tokens_of(manage: str) -> dict[str, str]:
    """All three tokens of a goal, by what they permit, from the owner's."""
    respond = derived_token(manage, "respond")
    return {"view": derived_token(respond, "view"), "respond": respond, "manage": manage}


def view_token(token: str, permits: str) -> str:
    """The token of the view link, from any of the three."""
    if permits == Permits.MANAGE:
        return tokens_of(token)["view"]
    return token if permits == Permits.VIEW else derived_token(token, "view")


@dataclass(frozen=True)
class Opened:
    """A goal opened by a token: what the token permits, and the revision that was asked for."""

    goal: Goal
    permits: str
    revision: Revision
    is_first_and_newest: bool

    @property
    def is_owner(self) -> bool:
        return self.permits == Permits.MANAGE

    @property
    def may_respond(self) -> bool:
        return self.permits != Permits.VIEW

    @property
    def title(self) -> str:
        return self.goal.nickname or ("Your shared goal" if self.is_owner else "A shared goal")

    @cached_property
    def record(self) -> Record:
        record: Record = json.loads(self.revision.result)
        return record

    @property
    def shown(self) -> Shown:
        goal = self.goal
        return Shown(goal.shows_projection, goal.shows_scores, goal.shows_profile)


LARGEST_NUMBER = 2**15 - 1
"""The highest number to look up: SQLite refuses one larger than it could store."""


def open_goal(token: str, *, at: datetime, number: int | None = None) -> Opened | None:
    """The goal that a token opens, at revision `number` or the newest.

    None if the token is wrong, expired or revoked, or there is no such revision. The owner's token
    opens the goal as long as it exists.
    """
    capabilities = Capability.objects.select_related("goal")
    found = capabilities.filter(token_hash=token_hash(token)).first()
    if found is None or not (found.permits == Permits.MANAGE or found.goal.is_live(at=at)):
        return None
    revisions = found.goal.revisions.order_by("-number")
    if number is not None:
        revisions = revisions.filter(number=min(number, LARGEST_NUMBER))
    revision = revisions.first()
    if revision is None:
        return None
    is_only = number is None and revision.number == 1
    return Opened(found.goal, found.permits, revision, is_first_and_newest=is_only)


def history_of(opened: Opened, *, with_projection: bool) -> list[dict[str, Any]]:
    """All revisions: number, time, edition, target, and the projection, None unless shown."""
    projection = ("mean", "low", "high")
    columns = ["number", "created_at", "edition", "target"]
    columns += projection if with_projection else ()
    rows: Iterable[Any] = opened.goal.revisions.order_by("number").values(*columns)
    if opened.is_first_and_newest:
        rows = [{name: getattr(opened.revision, name) for name in columns}]
    return [dict.fromkeys(projection) | row for row in rows]


def history_of_all(goals: Iterable[Goal]) -> dict[int, list[dict[str, Any]]]:
    """The revisions of each goal by its key: as in `history_of`, without the edition."""
    found: dict[int, list[dict[str, Any]]] = {}
    revisions = Revision.objects.filter(goal__in=goals).order_by("number")
    rows: Iterable[Any] = revisions.values(
        "goal", "number", "created_at", "target", "mean", "low", "high"
    )
    for row in rows:
        found.setdefault(row["goal"], []).append(row)
    return found


UNNAMED = "An advisor"
"""The name shown to view links for an advisor who did not choose to be named there."""


def responses_to(opened: Opened) -> list[Response]:
    """The answers, without what the token may not see; those with nothing left are dropped."""
    responses = list(opened.goal.responses.all())
    if not opened.may_respond:
        for response in responses:
            if not response.is_public:
                response.name, response.note = UNNAMED, ""
    return [each for each in responses if each.note or each.agreed_target or each.look_again]


def goals_of(tokens: Iterable[str], permits: str) -> list[tuple[str, Opened]]:
    """The tokens that open a goal with `permits`, in order, each with its newest revision."""
    hashes = {token_hash(token): token for token in tokens}
    newest = Revision.objects.filter(goal=OuterRef("goal")).order_by("-number").values("pk")[:1]
    revisions = Revision.objects.filter(
        goal__capabilities__token_hash__in=hashes, goal__capabilities__permits=permits
    )
    revisions = revisions.filter(pk=Subquery(newest)).select_related("goal")
    rows = revisions.annotate(token_hash=F("goal__capabilities__token_hash"))
    found = {hashes[row.token_hash]: Opened(row.goal, permits, row, False) for row in rows}
    return [(token, found[token]) for token in hashes.values() if token in found]


def answers_to(goals: Iterable[Goal]) -> dict[int, list[Response]]:
    """The answers to each goal by its key, the oldest first; goals without any are missing."""
    answers: dict[int, list[Response]] = {}
    for response in Response.objects.filter(goal__in=goals).order_by("created_at", "pk"):
        answers.setdefault(response.goal_id, []).append(response)
    return answers


def revision_digest(*, edition: str, engine: str, inputs: str, result: str, submission: str) -> str:
    """SHA-256 over all that a revision holds, as it is stored.

    `submission` is a hash of a random value that is shown to nobody. Without it, anyone who sees
    the digest but not the practice scores could try out scores until one gives the same digest.
    """
    text = "\n".join((edition, engine, inputs, result, submission))
    return hashlib.sha256(text.encode()).hexdigest()
