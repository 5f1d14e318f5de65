"""Days: whole months forward, and what an exam date means for the application season."""

from dataclasses import dataclass
from datetime import date

from scores.engine.edition import Edition
from scores.engine.figures import Specialty
from scores.engine.seasons import Season, key_dates_of, next_review
from scores.engine.steps import Number, Step


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


def season_of(edition: Edition, specialty: str, day: date) -> Season | None:
    """The next season of the service through which a specialty takes applications."""
    return next_review(edition, key_dates_of(edition, specialty), day)


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
    day = season.event.day.isoformat()
    return Step("calendar", season.event.kind, facts, day, "date", season.figures)
