"""A step of a record as the ledger shows it: its value, and each figure it read, in words."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from scores.engine.answers import say_day
from scores.engine.benchmark import signed
from scores.engine.record import Record
from scores.engine.vocabulary import KINDS, STATISTICS

from .citations import Cite

SAID = STATISTICS | {
    "value": "setting",
    "score": "pass mark",
    "ranked_first": "ranked it first",
    "number": "",
    "text": "",
}
"""Statistics in the words of the page, where the field's own name would puzzle."""


def shown_step(step: Record, *, record: Record, cite: Cite) -> Record:
    figures = _distinct(step["figures"])
    return step | {
        "kind_name": KINDS[step["kind"]],
        "value_text": _value_text(step, record),
        "marks": cite(*figures),
        "basis": _basis(figures),
        "figures": [
            {"value": figure["value"], "says": _said_of(figure), "marks": cite(figure)}
            for figure in figures
        ],
    }


def shown_with_marks(step: Record | None, cite: Cite) -> Record | None:
    return step and step | {"marks": cite(*step["figures"])}


def _said_of(figure: Record) -> str:
    """What a figure is, of whom, when, of how many, and of which kind."""
    statistic = SAID.get(figure["statistic"], figure["statistic"])
    people = f"n = {figure['n']:,}" if figure["n"] is not None else ""
    parts = [_in_words(figure["of"]), _in_words(figure["cycle"]), people]
    told = ": ".join(filter(None, [statistic, ", ".join(filter(None, parts))]))
    return f"{told} ({KINDS[figure['kind']]})"


def _distinct(figures: Iterable[Record]) -> list[Record]:
    distinct: list[Record] = []
    for figure in figures:
        if figure not in distinct:
            distinct.append(figure)
    return distinct


def _basis(figures: list[Record]) -> str:
    """Of how many people and of which time the observed figures of a step are."""
    counted = dict.fromkeys(
        (figure["n"], figure["cycle"])
        for figure in figures
        if figure["kind"] == "observed" and figure["n"]
    )
    return "; ".join(
        f"n = {n:,}, {_in_words(cycle)}" if cycle else f"n = {n:,}" for n, cycle in counted
    )


@lru_cache(maxsize=1000)
def _in_words(cycle: str) -> str:
    """A Match year as it is; a day or a window with its days spelled out."""
    return re.sub(r"\d{4}-\d\d-\d\d", lambda day: day_of(day.group()), cycle)


def _value_text(step: Record, record: Record) -> str:
    value, low, high = step["value"], step["low"], step["high"]
    if step["rule"] == "percentile":
        return str(record["target"]["percentile_text"])
    if step["unit"] == "difference" and low is not None:
        return f"{signed(low)} to {signed(high)}"
    if value is not None:
        return f"{value:g}" if isinstance(value, float) else str(value)
    if low is not None:
        return f"{low} or more" if high in (None, 300) else f"{low}–{high}"
    return f"up to {high}" if high is not None else ""


def day_of(text: str) -> str:
    return say_day(date.fromisoformat(text))
