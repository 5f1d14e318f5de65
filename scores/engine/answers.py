"""What a student tells us, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .edition import Edition
from .errors import UsmlegoalsError
from .steps import Number
from .vocabulary import EXAMS, GROUPS, HIGHEST_SCORE, IMG_GROUPS, LOWEST_SCORE, SENIOR_GROUPS

SITUATIONS: dict[str, str] = {
    "planning": "I have not taken it yet",
    "scored": "I have my score",
    "failed": "I failed an attempt",
}


@dataclass(frozen=True, slots=True)
class Aim:
    """Which rank among those who matched to aim at: 25 and 75 are quartiles by definition."""

    title: str
    rank: int


AIMS: dict[str, Aim] = {
    "in-range": Aim("In range", 25),
    "typical": Aim("Typical", 50),
    "strong": Aim("Strong", 75),
}


@dataclass(frozen=True, slots=True)
class Factor:
    """A part of the application that moves the aim up (+1) or down (-1), on whose advice."""

    title: str
    direction: int
    claim: str
    groups: frozenset[str] = frozenset(GROUPS)


FACTORS: dict[str, Factor] = {
    "failed-exam": Factor("I failed an exam before", +1, "up-weak-application"),
    "low-class-rank": Factor("My class rank is low", +1, "up-weak-application"),
    "little-research": Factor("I have little research", +1, "up-weak-application"),
    "little-us-experience": Factor(
        "I have little clinical experience in the US", +1, "up-limited-usce", IMG_GROUPS
    ),
    "strong-research": Factor("My research is strong", -1, "down-research"),
    "exceptional-letters": Factor("My letters are exceptional", -1, "down-letters"),
    "strong-grades": Factor(
        "My grades are strong, or I am in AOA", -1, "down-us-strong", SENIOR_GROUPS
    ),
}

CONTRADICTIONS = (("little-research", "strong-research"),)

EVIDENCE_TO_DECLINE: dict[str, str] = {
    "older-cycle": "Figures of an older Match cycle",
    "mean": "Means, where no median is recorded",
    "other-img-group": "The other IMG group as a stand-in",
    "us-md-seniors": "US MD seniors as a stand-in",
    "all-specialties": "All specialties together as a stand-in",
}

MOST_READINGS = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """One practice test: `score` in whole points (1 to 300), or percent for the Free 120."""

    test: str
    score: Number
    taken: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Everything a result depends on, besides the edition and today's date."""

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


class AnswersRefused(UsmlegoalsError):
    """Answers no result can be derived from; `problems` are sentences by field."""

    def __init__(self, problems: dict[str, list[str]]) -> None:
        super().__init__(" ".join(says for sentences in problems.values() for says in sentences))
        self.problems = problems


def problems_of(answers: Answers, edition: Edition, today: date) -> dict[str, list[str]]:
    """A sentence for everything that is wrong, by field; empty where a result can be derived."""
    found: dict[str, list[str]] = {}
    for check in (_choices, _who, _dates, _profile, _readings, _attempts):
        for field, sentence in check(answers, edition, today):
            found.setdefault(field, []).append(sentence)
    return found


Problems = Iterator[tuple[str, str]]


def _choices(answers: Answers, edition: Edition, today: date) -> Problems:
    if answers.exam not in EXAMS:
        yield "exam", "Choose Step 1, Step 2 CK or Step 3."
    if answers.situation not in SITUATIONS:
        yield "situation", "Choose what describes you: planning, scored or failed."
    if answers.aim not in AIMS:
        yield "aim", "Choose an aim: in range, typical or strong."
    needs_score = answers.situation == "scored" and answers.exam != "step1"
    if needs_score and answers.actual_score is None:
        yield "actual_score", "Enter the score of your report."
    if answers.actual_score is not None and not _on_scale(answers.actual_score):
        yield "actual_score", f"Enter a whole number from {LOWEST_SCORE} to {HIGHEST_SCORE}."


def _who(answers: Answers, edition: Edition, today: date) -> Problems:
    if answers.specialty and answers.specialty not in edition.specialties:
        yield (
            "specialty",
            f"“{answers.specialty[:60]}” is not a specialty on record here. Choose one from the "
            "list.",
        )
    if answers.group and answers.group not in GROUPS:
        yield "group", "Choose the applicant group you belong to."
    if answers.exam == "step2ck":
        if not answers.specialty:
            yield "specialty", "Choose the specialty you would like to match in."
        if not answers.group:
            yield "group", "Choose the applicant group you belong to."


def _on_scale(score: Number) -> bool:
    return int(score) == score and LOWEST_SCORE <= score <= HIGHEST_SCORE


def latest_date(edition: Edition, today: date) -> date:
    """The last day that is accepted, some years ahead of today."""
    year = today.year + int(edition.setting("exam_date_ahead"))
    return today.replace(year=year, day=28) if _is_leap_day(today) else today.replace(year=year)


def _is_leap_day(day: date) -> bool:
    return (day.month, day.day) == (2, 29)


def earliest_date(edition: Edition, exam: str = "") -> date:
    """The first day for which a pass mark is recorded (of one exam, or of any)."""
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
        yield field, f"Enter a date from {say_day(first)} to {say_day(last)}."


def say_day(day: date) -> str:
    """A date as a person writes it: July 1, 2025."""
    return f"{day:%B} {day.day}, {day.year}"


def _profile(answers: Answers, edition: Edition, today: date) -> Problems:
    for name in answers.factors:
        factor = FACTORS.get(name)
        if factor is None:
            yield "factor", f"“{name[:60]}” is not a factor of this method."
        elif answers.group in GROUPS and answers.group not in factor.groups:
            yield "factor", f"“{factor.title}” does not apply to {GROUPS[answers.group]}."
    for one, other in CONTRADICTIONS:
        if {one, other} <= set(answers.factors):
            yield (
                "factor",
                f"“{FACTORS[one].title}” and “{FACTORS[other].title}” exclude each other: "
                "choose one of them.",
            )
    for name in answers.declined:
        if name not in EVIDENCE_TO_DECLINE:
            yield "decline", f"“{name[:60]}” is not a kind of evidence that can be declined."


def _readings(answers: Answers, edition: Edition, today: date) -> Problems:
    if len(answers.readings) > MOST_READINGS:
        yield "score", f"Enter at most {MOST_READINGS} practice tests."
    for reading in answers.readings:
        yield from problems_of_reading(reading, edition, today)


def problems_of_reading(reading: Reading, edition: Edition, today: date) -> Problems:
    """A sentence for everything that is wrong with one practice test, each with its field."""
    test = edition.practice_tests.get(reading.test)
    if test is None:
        yield "test", f"“{reading.test[:60]}” is not a practice test on record here."
    elif test.unit == "percent" and not 0 <= reading.score <= 100:
        yield "score", f"{test.name}: enter the percent correct, from 0 to 100."
    elif test.unit == "score" and not _on_scale(reading.score):
        yield (
            "score",
            f"{test.name}: enter a whole number from {LOWEST_SCORE} to {HIGHEST_SCORE}.",
        )
    yield from _out_of_range("taken", reading.taken, edition, today)


def _attempts(answers: Answers, edition: Edition, today: date) -> Problems:
    if len(set(answers.attempt_dates)) < len(answers.attempt_dates):
        yield "attempt_date", "Enter each attempt once, with its own date."
    most = edition.policies["attempt-limit"].number or 0
    if len(answers.attempt_dates) > most:
        yield "attempt_date", f"A Step can be attempted {most} times at most: enter those dates."
    if any(day > today for day in answers.attempt_dates):
        yield "attempt_date", "Enter only attempts that lie in the past."
