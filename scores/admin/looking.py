"""Steps of a review that accept warnings and tick changed rows."""

from datetime import datetime
from typing import Any

from django.http import QueryDict

from scores.editions.looked import about
from scores.editions.review import Review
from scores.editions.ticks import Mark, accept_doubts, tick_rows
from scores.models import Edition


def accept(edition: Edition, by: Any, at: datetime, values: dict[str, Any]) -> str:
    sent: QueryDict = values["sent"]
    words = {
        digest: _text(sent, f"why-{digest}") or _text(sent, "why")
        for digest in sent.getlist("doubt")
    }
    doubts = Review(edition, at=at).comparison.doubts
    many = accept_doubts(edition=edition, by=by, at=at, doubts=doubts, words=words)
    return f"{many} {'warning is' if many == 1 else 'warnings are'} ticked with your reason."


def tick(edition: Edition, by: Any, at: datetime, values: dict[str, Any]) -> str:
    sent: QueryDict = values["sent"]
    ticked = set(sent.getlist("row"))
    marks = [
        Mark(digest, digest in ticked, _text(sent, f"comment-{digest}"))
        for digest in sent.getlist("shown")
    ]
    return _tick(edition, by, at, marks)


def tick_all(edition: Edition, by: Any, at: datetime, values: dict[str, Any]) -> str:
    """Ticks every changed row of the draft, with the comments on this page."""
    sent: QueryDict = values["sent"]
    marks = [
        Mark(digest, True, _text(sent, f"comment-{digest}"))
        for digest in map(about, Review(edition, at=at).changes)
    ]
    return _tick(edition, by, at, marks)


def _tick(edition: Edition, by: Any, at: datetime, marks: list[Mark]) -> str:
    changes = Review(edition, at=at).changes
    many = tick_rows(edition=edition, by=by, at=at, changes=changes, marks=marks)
    return f"Kept: {many} {'row' if many == 1 else 'rows'} ticked."


def _text(sent: QueryDict, name: str) -> str:
    """A sent text, without the NUL that a database refuses."""
    return sent.get(name, "").replace("\0", "").strip()
