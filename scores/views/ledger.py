"""A step of a record as the ledger shows it: its value and its figures in words."""

from datetime import date

from scores.engine.record import Record
from scores.views.citations import Cite
from scores.wording.figures import say_basis, say_figure
from scores.wording.match import to_five
from scores.wording.plan import NO_WAIT
from scores.wording.values import exact, short_day, signed


def ledger(steps: list[Record], record: Record, cite: Cite) -> list[Record]:
    return [_shown(step, record, cite) for step in steps]


def _shown(step: Record, record: Record, cite: Cite) -> Record:
    figures: list[Record] = []
    for figure in step["figures"]:
        if figure not in figures:
            figures.append(figure)
    return step | {
        "value_text": _value_text(step, record),
        "marks": cite(*figures),
        "basis": say_basis(figures),
        "figures": [
            {"value": figure["value"], "says": say_figure(figure), "marks": cite(figure)}
            for figure in figures
        ],
    }


def _value_text(step: Record, record: Record) -> str:
    value, unit = step["value"], step["unit"]
    if unit == "percentile" and step not in record["standing"]:
        return str(record["target"]["percentile_text"])
    if unit == "date":
        return short_day(date.fromisoformat(value)) if value else NO_WAIT
    if value is None:
        return _range_text(step)
    if step["rule"].startswith("match-"):
        return f"{to_five(value, record['match']['told'])} in 100"
    if unit == "percent":
        return f"{value}%"
    if unit == "percentile":
        return str(next(norms["actual"]["text"] for norms in record["norms"] if norms["actual"]))
    if unit == "difference":
        return signed(value)
    return exact(value) if isinstance(value, float) else str(value)


def _range_text(step: Record) -> str:
    low, high = step["low"], step["high"]
    if low is None:
        return f"up to {high}" if high is not None else ""
    if step["unit"] == "difference":
        return f"{signed(low)} to {signed(high)}"
    is_open = high is None or (high == 300 and step["rule"] != "practice-interval")
    return f"{low} or more" if is_open else f"{low}–{high}"
