"""A step of a record as the ledger shows it: its value, and each figure it read, in words."""

from collections.abc import Iterable
from datetime import date

from scores.engine.record import Record
from scores.engine.vocabulary import KINDS
from scores.views.citations import Cite
from scores.wording.figures import say_basis, say_figure
from scores.wording.values import say_day, signed


def shown_step(step: Record, *, record: Record, cite: Cite) -> Record:
    figures = _distinct(step["figures"])
    return step | {
        "kind_name": KINDS[step["kind"]],
        "value_text": _value_text(step, record),
        "marks": cite(*figures),
        "basis": say_basis(figures),
        "figures": [
            {"value": figure["value"], "says": say_figure(figure), "marks": cite(figure)}
            for figure in figures
        ],
    }


def shown_with_marks(step: Record | None, cite: Cite) -> Record | None:
    return step and step | {"marks": cite(*step["figures"])}


def _distinct(figures: Iterable[Record]) -> list[Record]:
    distinct: list[Record] = []
    for figure in figures:
        if figure not in distinct:
            distinct.append(figure)
    return distinct


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
