"""The state of an unpublished edition: who worked on it, who looked at it, what comes next."""

import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model

from scores.editions.changelog import changelog_of
from scores.editions.checks import Fault, faults_in
from scores.editions.checks.doubts import Draft, doubts_in
from scores.editions.diff import RowChange, difference_of
from scores.editions.expected import unexpected
from scores.editions.fate import Fate, fate_of
from scores.editions.lines import Contents
from scores.editions.looked import Looked, looked_at
from scores.editions.reader import LABEL, edition_of, read_edition
from scores.engine.answers import Answers
from scores.engine.record import Record, answers_of
from scores.models import Edition, Event, EventKind, Goal, Release, Revision, Tick
from scores.reference.effect import (
    MOST_GOALS,
    Derived,
    Effect,
    GoalsEffect,
    effects_between,
    goals_effect,
)
from scores.wording.effect import say_effect


def next_label(today: date) -> str:
    """The next free label of this year, or of a later year if a label has that."""
    return free_label(max([today.year, *(year for year, _ in _labels())]))


def free_label(year: int) -> str:
    return f"{year}.{1 + max((number for of, number in _labels() if of == year), default=0)}"


def _labels() -> list[tuple[int, ...]]:
    """Year and number of each edition."""
    labels = Edition.objects.values_list("label", flat=True)
    return [tuple(map(int, label.split("."))) for label in labels if LABEL.fullmatch(label)]


def last_release() -> Release | None:
    """The newest release, whether or not it has begun."""
    return Release.objects.select_related("edition").order_by("-begins", "-pk").first()


def last_edition() -> Edition | None:
    """The edition of the newest release: the next one begins from it and is compared with it."""
    release = last_release()
    return release.edition if release else None


def people_behind(edition: Edition) -> set[int]:
    """The ids of those who began or submitted an edition or changed a row of it."""
    made = (EventKind.BEGUN, EventKind.SUBMITTED)
    return {
        *edition.events.filter(what__in=made).values_list("by", flat=True),
        *edition.edits.order_by().values_list("by", flat=True).distinct(),
    }


def reviewers_of(edition: Edition) -> list[Any]:
    """The people with the permission to approve who did not work on the edition.

    Where the site has a single editor, it includes those who did.
    """
    found = get_user_model().objects.with_perm(
        "scores.review_edition", backend="django.contrib.auth.backends.ModelBackend"
    )
    if not settings.SINGLE_EDITOR:
        found = found.exclude(pk__in=people_behind(edition))
    return list(found.order_by("username"))


class Comparison:
    """A draft compared with the edition before it, by their contents alone.

    Without an edition before it, only its faults are known.
    """

    def __init__(self, before: Edition | None, draft: Contents) -> None:
        self.faults = faults_in(draft)
        self.changes: list[RowChange] = []
        self.doubts: list[Fault] = []
        self.draft: Draft | None = None
        self.derived: tuple[Derived, Derived] | None = None
        self._effects: dict[date, tuple[Effect, ...]] = {}
        if before is not None:
            earlier, there = _derived_of(before.label, before.digest), Contents(before)
            self.changes = difference_of(there, draft)
            self.derived = earlier, Derived(read_edition(draft.edition))
            figures = [derived.edition for derived in self.derived]
            self.draft = Draft(draft, there, self.changes, figures[1], figures[0])
            self.doubts = doubts_in(self.draft)

    def effects(self, today: date) -> tuple[Effect, ...]:
        if self.derived is None:
            return ()
        if today not in self._effects:
            self._effects = {today: effects_between(*self.derived, today=today)}
        return self._effects[today]


@lru_cache(maxsize=2)
def _compared(draft: int, digest: str, last_edit: int, follows: str) -> Comparison:
    """`last_edit` is part of the key, so that a result is not used after a later edit."""
    before = Edition.objects.published().get(label=follows) if follows else None
    return Comparison(before, Contents(Edition.objects.get(pk=draft)))


@lru_cache(maxsize=1)
def _derived_of(label: str, digest: str) -> Derived:
    return Derived(edition_of(label, digest))


class Review:
    """All that a reviewer has to see of an unpublished edition, each part read when first used."""

    def __init__(self, edition: Edition, *, at: datetime) -> None:
        self.edition, self.at = edition, at

    @cached_property
    def contents(self) -> Contents:
        return Contents(self.edition)

    @property
    def digest(self) -> str:
        return self.contents.digest

    @cached_property
    def comparison(self) -> Comparison:
        """The comparison with the edition before, cached while both contents stay the same."""
        follows = self.follows.label if self.follows else ""
        return _compared(self.edition.pk, self.digest, self.last_edit, follows)

    @cached_property
    def follows(self) -> Edition | None:
        """The edition it would follow if it were published."""
        return last_edition()

    @cached_property
    def events(self) -> list[Event]:
        return list(self.edition.events.select_related("by", "against", "asked"))

    @cached_property
    def last_edit(self) -> int:
        """The key of its last edit, to recognize later ones; 0 if there is none."""
        return self.edition.edits.order_by("-pk").values_list("pk", flat=True).first() or 0

    @cached_property
    def submission(self) -> Event | None:
        """The submission under review; None for a draft."""
        return self._newest(EventKind.SUBMITTED) if self.edition.is_in_review else None

    @property
    def asked(self) -> Any:
        """The reviewer who was asked by name, or None."""
        return self.submission.asked if self.submission else None

    @property
    def author(self) -> Any:
        """The person who submitted it last or, before that, began it."""
        begun = self._newest(EventKind.SUBMITTED) or self._newest(EventKind.BEGUN)
        return begun.by if begun else None

    @property
    def begun_from(self) -> tuple[Edition, Fate] | None:
        """The edition it was begun from, if that was withdrawn or taken back, and its fate."""
        begun = self._newest(EventKind.BEGUN)
        base = begun.against if begun else None
        fate = fate_of(base, at=self.at) if base else None
        return (base, fate) if base and fate else None

    @property
    def sent_back(self) -> Event | None:
        """The event of sending it back, until it is submitted again."""
        newest = self.events[0] if self.events else None
        is_back = newest is not None and newest.what == EventKind.SENT_BACK
        return newest if is_back and not self.edition.is_in_review else None

    @cached_property
    def reviewers(self) -> list[Any]:
        return reviewers_of(self.edition)

    @property
    def is_changed(self) -> bool:
        """Whether its content, or the edition it follows, changed since it was submitted."""
        there = self.submission
        return there is None or (there.digest, there.against) != (self.digest, self.follows)

    @cached_property
    def approval(self) -> Event | None:
        """The newest approval since the submission, even if of earlier content."""
        approval, submission = self._newest(EventKind.APPROVED), self.submission
        if approval is None or submission is None:
            return None
        return approval if (approval.at, approval.pk) > (submission.at, submission.pk) else None

    def _newest(self, what: str) -> Event | None:
        return next((event for event in self.events if event.what == what), None)

    @property
    def is_approved(self) -> bool:
        return self.approval is not None and not self.lapse

    @property
    def lapse(self) -> str:
        """Why the approval no longer holds, as a sentence; empty while it does, or without one."""
        approval = self.approval
        if approval is None:
            return ""
        if approval.digest != self.digest:
            return "The approval has lapsed: the edition was changed since. Approve it again."
        if approval.against != self.follows:
            return (
                f"The approval has lapsed: it was compared with edition {approval.against}, and "
                f"now it would follow edition {self.follows}. Compare and approve it again."
            )
        if not settings.SINGLE_EDITOR and approval.by_id in self.people:
            return "The approval has lapsed: whoever gave it has worked on the edition since."
        return ""

    @cached_property
    def people(self) -> set[int]:
        return people_behind(self.edition)

    def may_approve(self, user: Any) -> bool:
        return settings.SINGLE_EDITOR or user.pk not in self.people

    @cached_property
    def faults(self) -> list[Fault]:
        """The faults that checks find, and the expected values that the draft does not give."""
        derived = self.comparison.derived
        if derived is None:
            return self.comparison.faults
        figures = derived[1].edition
        return [*self.comparison.faults, *unexpected(self.edition, figures, self.at.date())]

    @property
    def changes(self) -> list[RowChange]:
        return self.comparison.changes

    @cached_property
    def _ticks(self) -> list[Tick]:
        return list(self.edition.ticks.select_related("by"))

    @cached_property
    def doubts(self) -> list[Looked[Fault]]:
        """The warnings, with their ticks."""
        return looked_at(self.comparison.doubts, self._ticks)

    @cached_property
    def rows(self) -> list[Looked[RowChange]]:
        """The changed rows, with their ticks."""
        return looked_at(self.changes, self._ticks)

    def doubted_by(self, people: Collection[int]) -> list[Looked[Fault]]:
        """The warnings that none of these people has accepted."""
        return [doubt for doubt in self.doubts if not doubt.is_right_by(people)]

    def unticked_by(self, people: Collection[int]) -> list[Looked[RowChange]]:
        return [row for row in self.rows if not row.is_right_by(people)]

    @property
    def effects(self) -> tuple[Effect, ...]:
        return self.comparison.effects(self.at.date())

    @property
    def has_large_moves(self) -> bool:
        return any(effect.large for effect in self.effects)

    @property
    def reason(self) -> str:
        """The reason for large moves that its author gave with the submission."""
        return self.submission.words if self.submission else ""

    @cached_property
    def goals(self) -> tuple[GoalsEffect, int] | None:
        """The effect on live shared goals, and how many of those there are."""
        derived = self.comparison.derived
        if derived is None:
            return None
        there = Goal.objects.live(at=self.at).count()
        return goals_effect(*derived, newest_answers(at=self.at)), there

    @cached_property
    def changelog(self) -> str:
        return changelog_of(self.changes, [say_effect(effect) for effect in self.effects])

    @property
    def waits_for(self) -> str:
        """Whose turn it is, in words."""
        author = self.author.get_username() if self.author else "its editor"
        if not self.edition.is_in_review:
            return f"{author}, who is working on it"
        if self.is_approved:
            return "somebody to publish it"
        if self.asked:
            return f"an approval by {self.asked.get_username()}, who was asked"
        other = "" if settings.SINGLE_EDITOR else f" by somebody other than {author}"
        return f"an approval{other}"


def newest_answers(*, at: datetime) -> Iterator[tuple[Answers, date]]:
    """The answers of the newest revision of each live goal, and the day they were given."""
    goals = Goal.objects.live(at=at).order_by("-created_at").values("pk")[:MOST_GOALS]
    rows = Revision.objects.filter(goal__in=goals).order_by("goal", "-number")
    seen: set[int] = set()
    for goal, inputs in rows.values_list("goal", "inputs"):
        if goal not in seen:
            seen.add(goal)
            yield from _readable(json.loads(inputs))


def _readable(inputs: Record) -> Iterator[tuple[Answers, date]]:
    """Yields nothing if an earlier version stored the answers and they can no longer be read."""
    with suppress(KeyError, TypeError, ValueError):
        yield answers_of(inputs), date.fromisoformat(inputs["today"])


def standing_of(edition: Edition, *, at: datetime) -> str:
    """The state of an edition in words. It follows from its status, its releases and its fate."""
    if not edition.is_published:
        return str(edition.get_status_display())
    if edition_at(at) == edition:
        return "current"
    begins = list(edition.releases.values_list("begins", flat=True))
    ahead = [moment for moment in begins if moment > at]
    if ahead:
        return f"published, current from {min(ahead):%Y-%m-%d} on"
    fate = fate_of(edition, at=at)
    return fate.what if fate else "superseded"


def edition_at(at: datetime) -> Edition | None:
    try:
        return Edition.objects.current(at=at)
    except Edition.DoesNotExist:
        return None
