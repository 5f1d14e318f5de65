"""Days: whole months forward, and what an exam date means for the application season."""

from dataclasses import dataclass
from datetime import date, timedelta

from scores.engine.edition import Edition
from scores.engine.figures import KeyDate, Specialty
from scores.engine.steps import Figure, Number, Step
from scores.engine.vocabulary import REVIEW


def months_after(day: date, months: int) -> date:
    """The same day some months later; where that month has no such day, the first of the next.

    Later rather than earlier: a rule that says "at least" is never broken by this.
    """
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    try:
        return day.replace(year=year, month=month)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Season:
    """The next program review after a day, and the last exam dates that bring a score in."""

    review: KeyDate
    last_typical: date
    last_safe: date
    figures: tuple[Figure, ...]

    def reach_of(self, day: date) -> str:
        """Whether an exam on that day is "safe", only "typical", or too "late" for the review."""
        if day <= self.last_safe:
            return "safe"
        return "typical" if day <= self.last_typical else "late"


def next_season(edition: Edition, day: date, service: str = "eras") -> Season | None:
    """The first review of a service on or after that day; None where none is recorded."""
    reviews = [row for row in reviews_of(edition, service) if row.day >= day]
    review = min(reviews, key=lambda row: row.day, default=None)
    if review is None:
        return None
    typical, safe = (edition.settings[f"report_days_{name}"] for name in ("typical", "safe"))
    return Season(
        review=review,
        last_typical=review.day - timedelta(days=int(typical.value)),
        last_safe=review.day - timedelta(days=int(safe.value)),
        figures=(review.read("day"), typical.read("value"), safe.read("value")),
    )


def reviews_of(edition: Edition, service: str) -> list[KeyDate]:
    """The days on which programs may review applications of a service."""
    return [
        row
        for row in edition.key_dates
        if row.event_id == REVIEW and (row.service or "eras") == service
    ]


def season_of(edition: Edition, specialty: str, day: date) -> Season | None:
    """The next season of the service through which a specialty takes applications."""
    return next_season(edition, day, edition.application_service(specialty))


@dataclass(frozen=True, slots=True)
class NoSeason:
    """No review of the specialty's service: no date of it is recorded, or no later one."""

    specialty: Specialty
    service: str


@dataclass(frozen=True, slots=True)
class ExamInSeason:
    """The season, and what an exam date means for it; `slow_days` is how long a report may take."""

    season: Season
    slow_days: Number
    exam_date: date | None


def calendar_step(edition: Edition, specialty: str, exam_date: date | None, today: date) -> Step:
    """When to take the exam for the next review; none where its service has no date recorded."""
    season = season_of(edition, specialty, max(today, exam_date or today))
    if season is None:
        service = edition.application_service(specialty)
        return Step("calendar", "rule", NoSeason(edition.specialties[specialty], service))
    facts = ExamInSeason(season, edition.setting("report_days_safe"), exam_date)
    day = season.review.day.isoformat()
    return Step("calendar", season.review.kind, facts, day, "date", season.figures)
