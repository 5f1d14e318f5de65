"""Adding whole months to a day, and what an exam date means for the application season."""

from dataclasses import dataclass
from datetime import date

from scores.engine.edition import Edition
from scores.engine.figures import Specialty
from scores.engine.seasons import Season, key_dates_of, next_review
from scores.engine.steps import Number, Step


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the first of the next month if there is no such day.

    The day is never too early for a rule that says "at least".
    """
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    try:
        return day.replace(year=year, month=month)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)


def season_of(edition: Edition, specialty: str, day: date) -> Season | None:
    """The specialty's next season whose review begins on or after that day; None if unknown."""
    return next_review(edition, key_dates_of(edition, specialty), day)


@dataclass(frozen=True, slots=True)
class NoSeason:
    """The service has no recorded review date, or none late enough."""

    specialty: Specialty
    service: str


@dataclass(frozen=True, slots=True)
class ExamInSeason:
    """The season an exam date is judged by; a score report may take `slow_days`."""

    season: Season
    slow_days: Number
    exam_date: date | None


def calendar_step(edition: Edition, specialty: str, exam_date: date | None, today: date) -> Step:
    """When to take the exam for the next review; without a value if no review is recorded."""
    season = season_of(edition, specialty, max(today, exam_date or today))
    if season is None:
        service = edition.application_service(specialty)
        return Step("calendar", "rule", NoSeason(edition.specialties[specialty], service))
    facts = ExamInSeason(season, edition.setting("report_days_safe"), exam_date)
    day = season.event.day.isoformat()
    return Step("calendar", season.event.kind, facts, day, "date", season.figures)
