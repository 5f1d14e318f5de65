"""A student's answers, and the problems in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from scores.engine.edition import Edition, Span
from scores.engine.errors import UsmlegoalsError
from scores.engine.floor import standard_on
from scores.engine.steps import Number
from scores.engine.vocabulary import (
    EXAMS,
    GROUPS,
    HIGHEST_SCORE,
    IMG_GROUPS,
    LOWEST_SCORE,
    SENIOR_GROUPS,
)

SITUATIONS = ("planning", "scored", "failed")


AIMS = {"in-range": 25, "typical": 50, "strong": 75}
"""The rank among those who matched that each aim means; 25 and 75 are the quartiles."""

JUST_PASS = "pass"  # noqa: S105
"""The aim for the safe pass, which needs no specialty."""


@dataclass(frozen=True, slots=True)
class Factor:
    """A part of the application that moves the aim up (+1) or down (-1).

    `claim` is the advice behind it. `since` is the first edition that has the factor; empty for
    all.
    """

    direction: int
    claim: str
    groups: frozenset[str] = frozenset(GROUPS)
    since: str = ""

    def is_in(self, edition: Edition) -> bool:
        """Whether an edition has the factor and the advice behind it."""
        return Span(self.since).holds(edition.label) and self.claim in edition.claims


FACTORS: dict[str, Factor] = {
    "failed-exam": Factor(+1, "up-weak-application"),
    "low-class-rank": Factor(+1, "up-weak-application"),
    "little-research": Factor(+1, "up-weak-application"),
    "little-us-experience": Factor(+1, "up-limited-usce", IMG_GROUPS),
    "strong-research": Factor(-1, "down-research"),
    "exceptional-letters": Factor(-1, "down-letters"),
    "strong-grades": Factor(-1, "down-us-strong", SENIOR_GROUPS),
}

CONTRADICTIONS = (("little-research", "strong-research"),)

EVIDENCE_TO_DECLINE = (
    "older-cycle",
    "mean",
    "other-img-group",
    "us-md-seniors",
    "all-specialties",
)

MOST_READINGS = 60
"""The limit in editions up to 2026.1; later editions have a house setting."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One practice test: `score` in whole points (1 to 300), or in percent for the Free 120."""

    test: str
    score: Number
    taken: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Everything a result depends on except the edition and today's date."""

    exam: str = "step2ck"
    situation: str = "planning"
    specialty: str = ""
    group: str = ""
    aim: str = "typical"
    exam_date: date | None = None
    factors: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    actual_score: int | None = None
    attempt_dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem with the answer in `field`; the values after `id` are for its sentence."""

    field: str
    id: str
    value: str = ""
    other: str = ""
    first: date | None = None
    last: date | None = None
    most: int = 0
    reading: Reading | None = None
    """The practice test that the problem is about, if any."""


def counting_failure(answers: Answers) -> Answers:
    """The answers with the factor `failed-exam` added after a failed attempt."""
    if answers.situation != "failed" or "failed-exam" in answers.factors:
        return answers
    return replace(answers, factors=(*answers.factors, "failed-exam"))


class AnswersRefused(UsmlegoalsError):
    """Raised for answers from which no result can be derived; `problems` says why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        fields = ", ".join(dict.fromkeys(problem.field for problem in problems))
        super().__init__(f"These answers cannot be used: {fields}.")
        self.problems = problems


Problems = Iterator[Problem]


def problems_of(answers: Answers, edition: Edition, today: date) -> tuple[Problem, ...]:
    """All problems in the answers; empty if a result can be derived."""
    checks = (_choices, _who, _dates, _profile, _readings, _attempts)
    return tuple(problem for check in checks for problem in check(answers, edition, today))


def _choices(answers: Answers, edition: Edition, today: date) -> Problems:
    allowed: dict[str, Iterable[str]] = {
        "exam": EXAMS,
        "situation": SITUATIONS,
        "aim": (JUST_PASS, *AIMS),
    }
    for name, ids in allowed.items():
        if getattr(answers, name) not in ids:
            yield Problem(name, name)
    needs_score = answers.situation == "scored" and answers.exam != "step1"
    if needs_score and answers.actual_score is None:
        yield Problem("actual_score", "score-missing")
    if answers.actual_score is not None and not _on_scale(answers.actual_score):
        yield Problem("actual_score", "score-off-scale")


def _who(answers: Answers, edition: Edition, today: date) -> Problems:
    if answers.specialty and answers.specialty not in edition.specialties:
        yield Problem("specialty", "specialty-unknown", answers.specialty)
    elif answers.specialty and answers.specialty not in edition.choices:
        yield Problem("specialty", "specialty-no-choice", answers.specialty)
    if answers.group and answers.group not in GROUPS:
        yield Problem("group", "group-unknown")
    needs_both = answers.exam == "step2ck" and answers.aim != JUST_PASS
    for name in ("specialty", "group"):
        if needs_both and not getattr(answers, name):
            yield Problem(name, f"{name}-missing")


def _on_scale(score: Number) -> bool:
    return int(score) == score and LOWEST_SCORE <= score <= HIGHEST_SCORE


def latest_date(edition: Edition, today: date) -> date:
    """The last day accepted, `exam_date_ahead` years after today."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=today.year + int(edition.setting("exam_date_ahead")), day=day)


def earliest_date(edition: Edition, exam: str = "") -> date:
    """The first day with a recorded passing score, of the given exam or of any."""
    return min(row.effective_from for row in edition.passing_standards if exam in ("", row.exam))


def _dates(answers: Answers, edition: Edition, today: date) -> Problems:
    exam = answers.exam if answers.exam in EXAMS else ""
    yield from _out_of_range("exam_date", answers.exam_date, edition, today, exam)
    for day in answers.attempt_dates:
        yield from _out_of_range("attempt_date", day, edition, today)


def _out_of_range(
    field: str, day: date | None, edition: Edition, today: date, exam: str = ""
) -> Problems:
    first, last = earliest_date(edition, exam), latest_date(edition, today)
    if day is not None and not first <= day <= last:
        yield Problem(field, "date-out-of-range", first=first, last=last)


def _factor(name: str, group: str, edition: Edition) -> Problems:
    factor = FACTORS.get(name)
    if factor is None:
        yield Problem("factor", "factor-unknown", name)
    elif not factor.is_in(edition):
        yield Problem("factor", "factor-of-later-edition", name, factor.since)
    elif group in GROUPS and group not in factor.groups:
        yield Problem("factor", "factor-of-another-group", name, group)


def _profile(answers: Answers, edition: Edition, today: date) -> Problems:
    for name in answers.factors:
        yield from _factor(name, answers.group, edition)
    for one, other in CONTRADICTIONS:
        if {one, other} <= set(answers.factors):
            yield Problem("factor", "factors-exclude", one, other)
    for name in answers.declined:
        if name not in EVIDENCE_TO_DECLINE:
            yield Problem("decline", "decline-unknown", name)


def _readings(answers: Answers, edition: Edition, today: date) -> Problems:
    most = most_readings(edition)
    if len(answers.readings) > most:
        yield Problem("score", "too-many-tests", most=most)
    for reading in answers.readings:
        for problem in _of_reading(reading, edition, today):
            yield replace(problem, reading=reading)


def most_readings(edition: Edition) -> int:
    setting = edition.settings.get("most_readings")
    return int(setting.value) if setting else MOST_READINGS


def _of_reading(reading: Reading, edition: Edition, today: date) -> Problems:
    test = edition.practice_tests.get(reading.test)
    if test is None:
        yield Problem("test", "test-unknown", reading.test)
    elif test.unit == "percent" and not 0 <= reading.score <= 100:
        yield Problem("score", "percent-off-scale", test.slug)
    elif test.unit == "score" and not _on_scale(reading.score):
        yield Problem("score", "test-off-scale", test.slug)
    elif test.unit == "score" and is_like_percent(edition, reading.score):
        yield Problem("score", "is-it-percent", test.slug)
    yield from _out_of_range("taken", reading.taken, edition, today)


def is_like_percent(edition: Edition, score: Number) -> bool:
    """Whether a score is so low that we ask if it is a percent."""
    least = edition.settings.get("ask_percent_under")
    return least is not None and score < least.value


def _attempts(answers: Answers, edition: Edition, today: date) -> Problems:
    if len(set(answers.attempt_dates)) < len(answers.attempt_dates):
        yield Problem("attempt_date", "attempt-twice")
    most = edition.policies["attempt-limit"].number or 0
    if len(answers.attempt_dates) > most:
        yield Problem("attempt_date", "too-many-attempts", most=most)
    if any(day > today for day in answers.attempt_dates):
        yield Problem("attempt_date", "attempt-ahead")
    yield from _failed_score(answers, edition, today)


def _failed_score(answers: Answers, edition: Edition, today: date) -> Problems:
    """Refuses a failed score that passed by the standard of the latest attempt, or of today."""
    if answers.situation != "failed" or answers.actual_score is None or answers.exam not in EXAMS:
        return
    day = min(today, max(answers.attempt_dates, default=today))
    if day >= earliest_date(edition, answers.exam):
        mark = standard_on(edition, answers.exam, day)
        if mark.reporting != "pass-fail" and answers.actual_score >= mark.score:
            yield Problem("actual_score", "failed-but-passed", str(mark.score), first=day)
