"""A record: a result as plain data, which pages, JSON and shared goals use.

Pages render from the record alone, so a goal shared years ago shows what was stored then, even if
the figures and this code have changed. `scores.wording.record` writes a record, facts and words
together; this module handles its form and the answers in it.
"""

import json
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import singledispatch
from types import NoneType
from typing import Any

from scores.engine.answers import Answers, Reading
from scores.engine.steps import Number

Record = dict[str, Any]


def canonical(data: Record) -> str:
    """A record as JSON text in one fixed form, so that equal records have equal digests."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


IN_THE_QUERY = {
    "factors": "factor",
    "declined": "decline",
    "readings": "tests",
    "attempt_dates": "attempt_date",
}
"""The answers whose name differs in a query, and therefore in a record."""


def inputs_of(answers: Answers, today: date) -> Record:
    """The answers by their names in a query, and the day they were given."""
    given = {IN_THE_QUERY.get(name, name): value for name, value in asdict(answers).items()}
    inputs: Record = as_data({"today": today} | given)
    return inputs


def answers_of(inputs: Record) -> Answers:
    """The answers of a record. Raises KeyError, TypeError or ValueError for anything else."""
    as_they_are = ("exam", "situation", "specialty", "group", "aim", "actual_score")
    return Answers(
        **{name: inputs[name] for name in as_they_are},
        exam_date=_date(inputs["exam_date"]),
        factors=tuple(inputs["factor"]),
        declined=tuple(inputs["decline"]),
        readings=tuple(
            Reading(reading["test"], reading["score"], _date(reading["taken"]))
            for reading in inputs["tests"]
        ),
        attempt_dates=tuple(date.fromisoformat(day) for day in inputs["attempt_date"]),
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


PLAIN = frozenset({str, int, float, bool, NoneType})
"""Types that need no conversion. They are most of a record, so they are checked first."""


def as_data(value: Any) -> Any:
    """A value converted to what JSON can hold."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, dict):
        return {key: as_data(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_data(each) for each in value]
    return written(value)


@singledispatch
def written(value: Any) -> Any:
    """Any other value for JSON; a dataclass without a registered function becomes its fields."""
    if is_dataclass(value):
        return {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
    return value


@written.register
def _(value: date) -> str:
    return value.isoformat()


@written.register(Fraction)
def number(value: Number) -> int | float:
    """An exact number for JSON: an int if it is whole, else rounded to four places."""
    exact = Fraction(value)
    return int(exact) if exact.denominator == 1 else round(float(exact), 4)
