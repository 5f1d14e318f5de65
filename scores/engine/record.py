"""A record: a result as plain data, which is what pages, JSON and shared goals hold.

Pages render from the record and from nothing else, so that a goal shared years ago is shown from
what was stored then, whatever became of the figures and of this code. `scores.wording.record`
writes it, facts and words together; here is what concerns its form, and the answers in it.
"""

import json
from datetime import date
from fractions import Fraction
from typing import Any

from scores.engine.answers import Answers, Reading
from scores.engine.steps import Number

Record = dict[str, Any]


def canonical(data: Record) -> str:
    """The one way a record is written down, so that the same record has the same digest."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def inputs_of(answers: Answers, today: date) -> Record:
    """The answers under the names of the query, and the day they were given."""
    return {
        "today": today.isoformat(),
        "exam": answers.exam,
        "situation": answers.situation,
        "specialty": answers.specialty,
        "group": answers.group,
        "aim": answers.aim,
        "exam_date": day_text(answers.exam_date),
        "factor": list(answers.factors),
        "decline": list(answers.declined),
        "tests": [
            {"test": reading.test, "score": number(reading.score), "taken": day_text(reading.taken)}
            for reading in answers.readings
        ],
        "actual_score": answers.actual_score,
        "attempt_date": [day.isoformat() for day in answers.attempt_dates],
    }


def answers_of(inputs: Record) -> Answers:
    """The answers of a record. Raises KeyError, TypeError or ValueError where it is none."""
    return Answers(
        exam=inputs["exam"],
        situation=inputs["situation"],
        specialty=inputs["specialty"],
        group=inputs["group"],
        aim=inputs["aim"],
        exam_date=_date(inputs["exam_date"]),
        factors=tuple(inputs["factor"]),
        declined=tuple(inputs["decline"]),
        readings=tuple(
            Reading(reading["test"], reading["score"], _date(reading["taken"]))
            for reading in inputs["tests"]
        ),
        actual_score=inputs["actual_score"],
        attempt_dates=tuple(date.fromisoformat(day) for day in inputs["attempt_date"]),
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def number(value: Number | None) -> int | float | None:
    """An exact number as JSON has it: whole where it is whole, else to four places."""
    if value is None or isinstance(value, int):
        return value
    exact = Fraction(value)
    return int(exact) if exact.denominator == 1 else round(float(exact), 4)


def day_text(day: date | None) -> str | None:
    """A day as records have it: 2026-12-21."""
    return day.isoformat() if day else None
