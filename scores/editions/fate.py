"""Why readers no longer see an edition: it was withdrawn or taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal, NamedTuple

from scores.editions.away import remembered
from scores.models import Edition, Event, EventKind, Release


@dataclass(frozen=True, slots=True)
class Fate:
    what: Literal["withdrawn", "taken back"]
    at: datetime
    reason: str
    instead: str = ""
    """The label of the edition that was made current again."""


class _Release(NamedTuple):
    label: str
    begins: datetime
    reason: str


def fate_of(edition: Edition, *, at: datetime) -> Fate | None:
    """The fate of an edition; None if it is current, superseded or not released yet."""
    return fates_of([edition], at=at)[0]


def fates_of(editions: Sequence[Edition], *, at: datetime) -> list[Fate | None]:
    """The fate of each edition, in the same order."""
    releases = remembered("releases with reasons", _releases)
    # `remembered` keeps no empty answer, and mostly no release was withdrawn: hence the tuple.
    (withdrawn,) = remembered("releases withdrawn", lambda: (_withdrawn(),))
    begun = [release for release in releases if release.begins <= at]
    taken_back = _taken_back(begun)
    released = {release.label for release in releases}
    return [
        taken_back.get(edition.label) if edition.label in released else withdrawn.get(edition.label)
        for edition in editions
    ]


def _releases() -> list[_Release]:
    rows = Release.objects.order_by("begins", "pk")
    return [_Release(*row) for row in rows.values_list("edition__label", "begins", "reason")]


def _withdrawn() -> dict[str, Fate]:
    """By label, the last withdrawal of a release of each edition."""
    events = Event.objects.filter(what=EventKind.WITHDRAWN).order_by("at", "pk")
    rows = events.values_list("edition__label", "at", "words")
    return {label: Fate("withdrawn", at, words) for label, at, words in rows}


def _taken_back(begun: list[_Release]) -> dict[str, Fate]:
    """By label, the editions that were taken back.

    When an edition is released again, all that were first released after it are taken back. If it
    had been taken back itself, the editions before it that were taken back with it return too.
    """
    found, out = dict[str, Fate](), list[str]()
    for before, after in pairwise(begun):
        out += [before.label] if before.label not in out else []
        returned = found.pop(after.label, None)
        if after.label not in out or after.label == before.label:
            continue
        place = out.index(after.label)
        if returned:
            with_it = [label for label in out[:place] if label in found]
            found = {
                label: fate
                for label, fate in found.items()
                if label not in with_it or fate.at != returned.at
            }
        for label in out[place + 1 :]:
            found.setdefault(label, Fate("taken back", after.begins, after.reason, after.label))
    return found
