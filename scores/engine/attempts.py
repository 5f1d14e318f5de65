"""After a failed attempt: how many are left, and from when the next one is possible."""

from collections.abc import Iterator
from datetime import date

from .answers import Answers, say_day
from .calendar import months_after
from .edition import Edition
from .figures import Policy
from .standing import advice_step
from .steps import Figure, Step
from .vocabulary import EXAMS

ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth"}


def attempt_steps(edition: Edition, answers: Answers, today: date) -> Iterator[Step]:
    """Attempts used and left, the earliest next date, and what is advised after a failure."""
    used = len(answers.attempt_dates)
    limit = edition.policies["attempt-limit"]
    if used == 0:
        says = (
            f"A Step can be attempted {limit.number} times in all. Enter the dates of your "
            "attempts to see when the next one is possible."
        )
        yield Step("attempts", "Attempts", "rule", says, figures=(limit.read("number"),))
        return
    left = max(0, (limit.number or 0) - used)
    yield _used_step(edition, answers, limit, used, left)
    if left:
        yield _next_step(edition, answers, today)
        if "fail-retake" in edition.claims:
            yield advice_step(edition.claims["fail-retake"])


def _used_step(edition: Edition, answers: Answers, limit: Policy, used: int, left: int) -> Step:
    figures = [limit.read("number")]
    says = (
        f"{used} of {limit.number} attempts at {EXAMS[answers.exam]} used, {left} left. "
        "Incomplete attempts count."
    )
    if left == 0:
        after = edition.policies["after-last-attempt"]
        says += f" After that many failures: {after.text}."
        figures.append(after.read("text"))
    elif left == 1:
        says += " The next failure would end eligibility for every Step: see an advisor first."
    return Step("attempts", "Attempts left", "rule", says, left, "attempts left", tuple(figures))


def _next_step(edition: Edition, answers: Answers, today: date) -> Step:
    number = len(answers.attempt_dates) + 1
    earliest, figures, because = earliest_attempt(edition, answers.attempt_dates)
    ordinal = ORDINALS.get(number, f"{number}th")
    if earliest is None:
        says = f"No waiting time is set for your {ordinal} attempt{because}."
        value = None
    else:
        when = "has passed" if earliest <= today else "is the earliest day"
        says = f"{say_day(earliest)} {when} for your {ordinal} attempt{because}."
        value = earliest.isoformat()
    if answers.exam_date:
        is_open = earliest is None or earliest <= answers.exam_date
        says += f" {say_day(answers.exam_date)} is {'possible' if is_open else 'too early'}."
    says += " Confirm it with the examining body before you book."
    return Step("next-attempt", "Next attempt", "rule", says, value, "date", figures)


def earliest_attempt(
    edition: Edition, attempts: tuple[date, ...]
) -> tuple[date | None, tuple[Figure, ...], str]:
    """The first day of the next attempt (None: no waiting time), the policies read, and why."""
    policies = edition.policies
    a_year, period = policies["attempts-a-year"], policies["attempts-period"]
    most = a_year.number or 0
    figures: tuple[Figure, ...] = (a_year.read("number"), period.read("number"))
    dates = sorted(attempts)
    if len(dates) < most:
        return None, figures, f": {most} are allowed within any {period.number} months"
    waits = [months_after(dates[-most], period.number or 0)]
    because = f": at most {most} attempts within {period.number} months"
    if len(dates) + 1 == policies["attempt-limit"].number:
        first, last = policies["fourth-after-first"], policies["fourth-after-last"]
        figures += (first.read("number"), last.read("number"))
        waits.append(months_after(dates[0], first.number or 0))
        waits.append(months_after(dates[-1], last.number or 0))
        because = (
            f": at least {first.number} months after the first ({say_day(dates[0])}) and "
            f"{last.number} months after the latest ({say_day(dates[-1])})"
        )
    return max(waits), figures, because
