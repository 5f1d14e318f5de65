"""The ticks of a draft, sorted by the warning or changed row that they belong to.

A tick counts only for what was shown to the person: once that changes, it counts as earlier.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scores.editions.checks import Fault
from scores.editions.diff import RowChange
from scores.models import Tick

LONGEST_SUBJECT = 600


@dataclass(frozen=True)
class Looked[T: Fault | RowChange]:
    """A warning or a changed row, and its ticks."""

    thing: T
    ticks: Sequence[Tick]
    """Ticks on its present state."""
    earlier: Sequence[Tick] = ()
    """Ticks on another state of it."""

    @cached_property
    def about(self) -> str:
        return about(self.thing)

    def by(self, user: Any) -> Tick | None:
        return next((tick for tick in self.ticks if tick.by_id == user.pk), None)

    def is_right_by(self, people: Collection[int]) -> bool:
        return any(tick.is_right and tick.by_id in people for tick in self.ticks)


def about(thing: Fault | RowChange) -> str:
    """A digest of what a tick confirms."""
    fields = "; ".join(map(str, thing.fields)) if isinstance(thing, RowChange) else ""
    what = thing.what if isinstance(thing, RowChange) else "warning"
    return hashlib.sha256("\n".join((what, str(thing), fields)).encode()).hexdigest()


def looked_at[T: Fault | RowChange](things: Iterable[T], ticks: Iterable[Tick]) -> list[Looked[T]]:
    found = list(ticks)
    return [_looked(thing, found) for thing in things]


def _looked[T: Fault | RowChange](thing: T, ticks: list[Tick]) -> Looked[T]:
    digest, subject = about(thing), str(thing)[:LONGEST_SUBJECT]
    now = [tick for tick in ticks if tick.about == digest]
    earlier = [tick for tick in ticks if tick.subject == subject and tick.about != digest]
    return Looked(thing, now, earlier)
