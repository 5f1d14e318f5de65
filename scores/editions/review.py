"""Where an edition stands on its way to readers: who made it, who looked at it, what is next."""

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
    """The next free label of this year, or of a later one that has been used already."""
    return free_label(max([today.year, *(year for year, _ in _labels())]))


def free_label(year: int) -> str:
    return f"{year}.{1 + max((number for of, number in _labels() if of == year), default=0)}"


def _labels() -> list[tuple[int, ...]]:
    """Year and number of each edition."""
    labels = Edition.objects.values_list("label", flat=True)
    return [tuple(map(int, label.split("."))) for label in labels if LABEL.fullmatch(label)]


def last_release() -> Release | None:
    """The release that the next one follows: the newest, whether or not it has begun."""
    return Release.objects.select_related("edition").order_by("-begins", "-pk").first()


def last_edition() -> Edition | None:
    """The edition that the next one begins from and is compared with."""
    release = last_release()
    return release.edition if release else None


def people_behind(edition: Edition) -> set[int]:
    """Whoever began it, submitted it or changed a row of it: none of them may approve it."""
    made = (EventKind.BEGUN, EventKind.SUBMITTED)
    return {
        *edition.events.filter(what__in=made).values_list("by", flat=True),
        *edition.edits.order_by().values_list("by", flat=True).distinct(),
    }


def reviewers_of(edition: Edition) -> list[Any]:
    """Whoever may approve it: with the permission, and none of those who worked on it."""
    found = get_user_model().objects.with_perm(
        "scores.review_edition", backend="django.contrib.auth.backends.ModelBackend"
    )
    if not settings.SINGLE_EDITOR:
        found = found.exclude(pk__in=people_behind(edition))
    return list(found.order_by("username"))


class Comparison:
    """A draft beside the edition that it would follow: what comes of their contents alone."""

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
    """After an edit in the middle of it there is another last edit, so nobody asks for this one."""
    before = Edition.objects.published().get(label=follows) if follows else None
    return Comparison(before, Contents(Edition.objects.get(pk=draft)))


@lru_cache(maxsize=1)
def _derived_of(label: str, digest: str) -> Derived:
    return Derived(edition_of(label, digest))


class Review:
    """One edition that is not published yet, with all that a reviewer has to see.

    Each part is read once, when it is asked for.
    """

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
        """Kept as long as neither content is another."""
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
        """What tells later edits from those that a page shows."""
        return self.edition.edits.order_by("-pk").values_list("pk", flat=True).first() or 0

    @cached_property
    def submission(self) -> Event | None:
        """The submission that nobody has sent back."""
        return self._newest(EventKind.SUBMITTED) if self.edition.is_in_review else None

    @property
    def asked(self) -> Any:
        """The reviewer who was asked by name."""
        return self.submission.asked if self.submission else None

    @property
    def author(self) -> Any:
        """Whoever submitted it last; before that, whoever began it."""
        begun = self._newest(EventKind.SUBMITTED) or self._newest(EventKind.BEGUN)
        return begun.by if begun else None

    @property
    def begun_from(self) -> tuple[Edition, Fate] | None:
        """The edition that readers no longer see and this one is a copy of, and why."""
        begun = self._newest(EventKind.BEGUN)
        base = begun.against if begun else None
        fate = fate_of(base, at=self.at) if base else None
        return (base, fate) if base and fate else None

    @property
    def sent_back(self) -> Event | None:
        """The word with which it was made a draft again, until it is submitted the next time."""
        newest = self.events[0] if self.events else None
        is_back = newest is not None and newest.what == EventKind.SENT_BACK
        return newest if is_back and not self.edition.is_in_review else None

    @cached_property
    def reviewers(self) -> list[Any]:
        return reviewers_of(self.edition)

    @property
    def is_changed(self) -> bool:
        """Whether it, or the edition that it follows, is another than when it was submitted."""
        there = self.submission
        return there is None or (there.digest, there.against) != (self.digest, self.follows)

    @cached_property
    def approval(self) -> Event | None:
        """The newest approval since the submission, be it of this content or an earlier one."""
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
        """Why the approval does not hold any more, as a sentence; empty where it does."""
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
        """What the checks say, and each target that is another than somebody expects."""
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
        """What may be right and is often a slip, and who looked at it twice."""
        return looked_at(self.comparison.doubts, self._ticks)

    @cached_property
    def rows(self) -> list[Looked[RowChange]]:
        """Every row that differs, and who says that it is as its source says."""
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
        """What the editor wrote when the edition was submitted."""
        return self.submission.words if self.submission else ""

    @cached_property
    def goals(self) -> tuple[GoalsEffect, int] | None:
        """What it does to the live shared goals, and how many of those there are."""
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
    """Nothing where an earlier version of the rules wrote what cannot be read any more."""
    with suppress(KeyError, TypeError, ValueError):
        yield answers_of(inputs), date.fromisoformat(inputs["today"])


def standing_of(edition: Edition, *, at: datetime) -> str:
    """Where an edition stands, in words. Nothing of it is stored but the status and releases."""
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
