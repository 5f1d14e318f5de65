"""The two seasons an exam date can serve: the one under way, until lists lock, and the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scores.engine.edition import Edition
from scores.engine.figures import KeyDate
from scores.engine.steps import Figure
from scores.engine.vocabulary import EVENTS, REVIEW

LOCK = EVENTS["rank order lists lock"]


@dataclass(frozen=True, slots=True)
class Season:
    """The day by which a score has to arrive, and the last exam dates for that.

    `id` is `under-way` (some programs still look until rank lists lock) or `next` (the day on which
    programs may first review). `last_typical` assumes the usual reporting time, `last_safe` a slow
    report.
    """

    id: str
    event: KeyDate
    last_typical: date
    last_safe: date
    figures: tuple[Figure, ...]

    def reach_of(self, day: date) -> str:
        """Whether an exam on that day is `safe`, only `typical`, or too `late`."""
        if day <= self.last_safe:
            return "safe"
        return "typical" if day <= self.last_typical else "late"


def seasons_of(edition: Edition, key_dates: Sequence[KeyDate], today: date) -> tuple[Season, ...]:
    """The season under way, then the next, as far as known, from the given key dates."""
    following = next_review(edition, key_dates, today)
    lock = _first(key_dates, LOCK, today)
    is_under_way = lock is not None and (following is None or lock.day < following.event.day)
    under_way = _season(edition, "under-way", lock) if lock and is_under_way else None
    return tuple(season for season in (under_way, following) if season)


def next_review(edition: Edition, key_dates: Sequence[KeyDate], day: date) -> Season | None:
    """The season of the first review on or after that day; None if none is recorded."""
    review = _first(key_dates, REVIEW, day)
    return _season(edition, "next", review) if review else None


def season_served(seasons: Sequence[Season], day: date) -> Season | None:
    """The first season that an exam on that day serves, else the last; None without seasons."""
    served = (season for season in seasons if season.reach_of(day) != "late")
    return next(served, seasons[-1] if seasons else None)


def key_dates_of(edition: Edition, specialty: str) -> tuple[KeyDate, ...]:
    """The key dates of a specialty's application and Match services.

    An empty specialty means ERAS and NRMP.
    """
    own = {"eras", "nrmp"}
    if specialty:
        own = {edition.application_service(specialty), edition.match_service(specialty)}
    is_main = not own.isdisjoint({"eras", "nrmp"})  # unnamed in early editions
    return tuple(
        row for row in edition.key_dates if row.service in own or (not row.service and is_main)
    )


def _first(key_dates: Sequence[KeyDate], event: str, today: date) -> KeyDate | None:
    ahead = [row for row in key_dates if row.event_id == event and row.day >= today]
    return min(ahead, key=lambda row: row.day, default=None)


def _season(edition: Edition, name: str, event: KeyDate) -> Season:
    typical, safe = (edition.settings[f"report_days_{name}"] for name in ("typical", "safe"))
    return Season(
        id=name,
        event=event,
        last_typical=event.day - timedelta(days=int(typical.value)),
        last_safe=event.day - timedelta(days=int(safe.value)),
        figures=(event.read("day"), typical.read("value"), safe.read("value")),
    )
