"""After a failed attempt: how many attempts are left, and when the next one is possible."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from scores.engine.answers import Answers
from scores.engine.calendar import months_after
from scores.engine.edition import Edition
from scores.engine.existing_score import advice_step
from scores.engine.figures import Policy
from scores.engine.steps import Figure, Step


@dataclass(frozen=True, slots=True)
class Attempts:
    """Attempts used; only dated ones count. `end` is the policy once none is left."""

    exam: str
    used: int
    limit: int
    end: Policy | None = None

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)


@dataclass(frozen=True, slots=True)
class NextAttempt:
    """When attempt `number` is possible; `earliest` is None if there is no waiting period."""

    number: int
    earliest: date | None
    is_reached: bool
    """Whether `earliest` has come."""
    most: int
    period: int
    """At most `most` attempts are allowed within `period` months."""
    final: "FinalAttempt | None"
    exam_date: date | None

    @property
    def is_open(self) -> bool:
        """Whether the exam date is late enough; True if either day is unknown."""
        return not (self.earliest and self.exam_date) or self.earliest <= self.exam_date


@dataclass(frozen=True, slots=True)
class FinalAttempt:
    """The extra waiting periods before the last attempt, in months."""

    months_after_first: int
    first: date
    months_after_latest: int
    latest: date


def attempt_steps(edition: Edition, answers: Answers, today: date) -> Iterator[Step]:
    """Attempts used and left, the earliest next date, and advice after a failure."""
    policy = edition.policies["attempt-limit"]
    figures: tuple[Figure, ...] = (policy.read("number"),)
    used = Attempts(answers.exam, len(answers.attempt_dates), policy.number or 0)
    if not used.used:
        yield Step("attempts", "rule", used, figures=figures)
        return
    if not used.left:
        end = edition.policies["after-last-attempt"]
        used, figures = replace(used, end=end), (*figures, end.read("text"))
    yield Step("attempts", "rule", used, used.left, "attempts left", figures)
    if used.left:
        facts, figures = next_attempt(edition, answers, today)
        value = facts.earliest.isoformat() if facts.earliest else None
        yield Step("next-attempt", "rule", facts, value, "date", figures)
        if "fail-retake" in edition.claims:
            yield advice_step(edition.claims["fail-retake"])


def next_attempt(
    edition: Edition, answers: Answers, today: date
) -> tuple[NextAttempt, tuple[Figure, ...]]:
    """When and why the next attempt is possible, and the policies read."""
    policies = edition.policies
    a_year, months = policies["attempts-a-year"], policies["attempts-period"]
    most, period = a_year.number or 0, months.number or 0
    figures: tuple[Figure, ...] = (a_year.read("number"), months.read("number"))
    dates, number = sorted(answers.attempt_dates), len(answers.attempt_dates) + 1
    earliest, final = None, None
    if len(dates) >= most:
        earliest = months_after(dates[-most], period)
        if number == policies["attempt-limit"].number:
            first, latest = policies["fourth-after-first"], policies["fourth-after-last"]
            figures += (first.read("number"), latest.read("number"))
            final = FinalAttempt(first.number or 0, dates[0], latest.number or 0, dates[-1])
            earliest = max(
                earliest,
                months_after(final.first, final.months_after_first),
                months_after(final.latest, final.months_after_latest),
            )
    is_reached = earliest is not None and earliest <= today
    facts = NextAttempt(number, earliest, is_reached, most, period, final, answers.exam_date)
    return facts, figures
