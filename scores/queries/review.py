"""Where an edition stands on its way to readers: who made it, who looked at it, what is next."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings

from scores.engine.answers import Answers
from scores.engine.edition import Edition as Figures
from scores.engine.effect import Effect, GoalsEffect, effects_between, goals_effect
from scores.engine.record import Record, answers_of
from scores.models import Edition, Event, Release, Revision

from .changelog import changelog_of
from .checks import Fault, faults_of
from .content import content_digest
from .diffs import RowChange, difference
from .editions import LABEL, read_edition
from .goals import live_goals
from .keep import kept

_effects: dict[tuple[str, str, date], tuple[Effect, ...]] = {}

MOST_GOALS = 1_000
"""How many shared goals the effect is derived for, the newest: more would make the page wait."""


def next_label(today: date) -> str:
    """The next free label of this year, or of a later one that has been used already."""
    labels = Edition.objects.values_list("label", flat=True)
    taken = [tuple(map(int, label.split("."))) for label in labels if LABEL.fullmatch(label)]
    year = max([today.year, *(year for year, _ in taken)])
    return f"{year}.{1 + max((number for of, number in taken if of == year), default=0)}"


def last_release() -> Release | None:
    """The release that the next one follows: the newest, whether or not it has begun."""
    return Release.objects.select_related("edition").order_by("-begins", "-pk").first()


def last_edition() -> Edition | None:
    """The edition that the next one begins from and is compared with."""
    release = last_release()
    return release.edition if release else None


def scheduled_releases(*, at: datetime) -> list[Release]:
    """Releases that have not begun, the next one first."""
    ahead = Release.objects.filter(begins__gt=at).select_related("edition")
    return list(ahead.order_by("begins", "pk"))


def people_behind(edition: Edition) -> set[int]:
    """Whoever began it, submitted it or changed a row of it: none of them may approve it."""
    made = (Event.What.BEGUN, Event.What.SUBMITTED)
    return {
        *edition.events.filter(what__in=made).values_list("by", flat=True),
        *edition.edits.order_by().values_list("by", flat=True).distinct(),
    }


class Review:
    """One edition that is not published yet, with all that a reviewer has to see.

    Each part is read once, when it is asked for.
    """

    def __init__(self, edition: Edition, *, at: datetime) -> None:
        self.edition, self.at = edition, at

    @cached_property
    def digest(self) -> str:
        return content_digest(self.edition)

    @cached_property
    def follows(self) -> Edition | None:
        """The edition it would follow if it were published."""
        return last_edition()

    @cached_property
    def events(self) -> list[Event]:
        return list(self.edition.events.select_related("by", "against"))

    @cached_property
    def submission(self) -> Event | None:
        """The submission that nobody has sent back."""
        return self._newest(Event.What.SUBMITTED) if self.edition.is_in_review else None

    @property
    def is_changed(self) -> bool:
        """Whether it, or the edition that it follows, is another than when it was submitted."""
        there = self.submission
        return there is None or (there.digest, there.against) != (self.digest, self.follows)

    @cached_property
    def approval(self) -> Event | None:
        """The newest approval since the submission, be it of this content or an earlier one."""
        approval, submission = self._newest(Event.What.APPROVED), self.submission
        if approval is None or submission is None:
            return None
        return approval if self._is_later(approval, submission) else None

    def _newest(self, what: str) -> Event | None:
        return next((event for event in self.events if event.what == what), None)

    def _is_later(self, one: Event, other: Event) -> bool:
        return (one.at, one.pk) > (other.at, other.pk)

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
        return faults_of(self.edition)

    @cached_property
    def changes(self) -> list[RowChange]:
        return difference(self.follows, self.edition) if self.follows else []

    @cached_property
    def figures(self) -> tuple[Figures, Figures] | None:
        """The edition before and this one, as the rules read them."""
        if self.follows is None:
            return None
        return read_edition(self.follows), read_edition(self.edition)

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """Derived from every cell of both editions, so kept as long as neither is another."""
        if self.follows is None:
            return ()
        key = (self.follows.digest, self.digest, self.at.date())
        return kept(_effects, key, self._derive_effects)

    def _derive_effects(self) -> tuple[Effect, ...]:
        return effects_between(*self.figures, today=self.at.date()) if self.figures else ()

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
        if self.figures is None:
            return None
        before, after = self.figures
        there = live_goals(at=self.at).count()
        return goals_effect(before, after, newest_answers(at=self.at)), there

    @cached_property
    def changelog(self) -> str:
        return changelog_of(self.changes, [effect.says for effect in self.effects])

    @property
    def waits_for(self) -> str:
        """Whose turn it is, in words."""
        if not self.edition.is_in_review:
            return f"{self._author}, who is working on it"
        if self.is_approved:
            return "somebody to publish it"
        if settings.SINGLE_EDITOR:
            return "an approval"
        return f"an approval by somebody other than {self._author}"

    @property
    def _author(self) -> str:
        begun = self._newest(Event.What.SUBMITTED) or self._newest(Event.What.BEGUN)
        return begun.by.get_username() if begun else "its editor"


def newest_answers(*, at: datetime) -> Iterator[tuple[Answers, date]]:
    """The answers of the newest revision of each live goal, and the day they were given."""
    goals = live_goals(at=at).order_by("-created_at").values("pk")[:MOST_GOALS]
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
    return "superseded" if begins else "published, its release withdrawn"


def edition_at(at: datetime) -> Edition | None:
    try:
        return Edition.objects.current(at=at)
    except Edition.DoesNotExist:
        return None
