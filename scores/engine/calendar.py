"""Days: whole months forward, and what an exam date means for the application season."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .answers import say_day
from .edition import Edition
from .figures import KeyDate
from .steps import Figure, Step, plain

REVIEW = "programmes may review"


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


def next_season(edition: Edition, day: date) -> Season | None:
    """The first review on or after that day; None where none is recorded."""
    reviews = [row for row in edition.key_dates if row.event == REVIEW and row.day >= day]
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


def season_of(edition: Edition, specialty: str, day: date) -> Season | None:
    """The season of a specialty in the main Match; None for one with a calendar of its own."""
    is_in_main_match = edition.specialties[specialty].match_service == "nrmp"
    return next_season(edition, day) if is_in_main_match else None


REACH = {
    "safe": "brings the score in, even if the report is slow",
    "typical": "brings the score in if the report takes the typical time, not if it is slow",
    "late": "brings the score too late for that review",
}


def calendar_steps(
    edition: Edition, specialty: str, exam_date: date | None, today: date
) -> Iterator[Step]:
    """When to take the exam for the next review; none where the specialty has its own calendar."""
    own = edition.specialties[specialty]
    title = "Calendar"
    if own.match_service != "nrmp":
        says = (
            f"{own.name} matches through a service with a calendar of its own, which is not "
            "recorded here: ask that service for its dates."
        )
        yield Step("calendar", title, "rule", says)
        return
    season = season_of(edition, specialty, max(today, exam_date or today))
    if season is None:
        yield Step("calendar", title, "rule", "No later program review date is recorded.")
        return
    basis = "" if season.review.basis == "announced" else f" ({season.review.basis})"
    slow = edition.setting("report_days_safe")
    says = (
        f"Programs may review applications of {season.review.cycle} from "
        f"{say_day(season.review.day)}{basis}. An exam by "
        f"{say_day(season.last_typical)} typically brings the score in by then; by "
        f"{say_day(season.last_safe)} it does so even if the report takes {plain(slow)} days."
    )
    if exam_date:
        says += f" Yours, {say_day(exam_date)}, {REACH[season.reach_of(exam_date)]}."
    kind = season.review.kind
    yield Step("calendar", title, kind, says, season.review.day.isoformat(), "date", season.figures)
