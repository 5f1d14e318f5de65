"""The changes in a shared goal, and the figures behind them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from scores.engine.record import Record
from scores.reference.changes import Change
from scores.wording.figures import statistic_of, when_of
from scores.wording.projection import say_score
from scores.wording.values import short_day


def say_change(change: Change, others: Iterable[Record] = ()) -> dict[str, Any]:
    """One number before and after, and what moved it.

    `others` are the unused figures of the new result; their cautions say why they do not count.
    """
    return {
        "rule": change.rule,
        "title": (change.after or change.before or {})["title"],
        "before": _value(change.before),
        "after": _value(change.after),
        "because": _because(change, {_known(other): other["caution"] for other in others}),
    }


def _value(step: Record | None) -> str:
    if step is None:
        return "—"
    unit = "%" if step["unit"] == "percent" else ""
    if step["value"] is not None:
        return f"{step['value']}{unit}"
    return "none" if step["low"] is None else f"{step['low']} to {step['high']}{unit}"


def _known(figure: Record) -> tuple[Any, ...]:
    """An identity that a figure keeps whether a result rests on it or only shows it."""
    return figure["value"], figure["statistic"], figure["of"], str(figure["cycle"])


def _because(change: Change, cautions: Mapping[tuple[Any, ...], str]) -> str:
    """The figures that moved a number, and why any of them no longer counts."""
    moved = [
        f"{_subject(each.before)}: {each.before['value']} → {each.after['value']}"
        for each in change.moved
        if each.before and each.after
    ]
    came = _listed([_figure(each.after) for each in change.moved if each.after and not each.before])
    went = _listed(
        [
            _figure(each.before)
            + (f" ({why})" if (why := cautions.get(_known(each.before))) else "")
            for each in change.moved
            if each.before and not each.after
        ]
    )
    if came and went:
        moved.append(f"{came} — before: {went}")
    elif came or went:
        moved.append(f"now also {came}" if came else f"no longer {went}")
    return "; ".join(moved)


MOST = 3
"""Figures named one by one; the page of the difference lists all of them."""


def _listed(figures: list[str]) -> str:
    more = [f"{len(figures) - MOST} more"] if len(figures) > MOST else []
    return "; ".join([*figures[:MOST], *more])


def _subject(figure: Record) -> str:
    return f"{statistic_of(figure)} of {_whose(figure)}"


def _figure(figure: Record) -> str:
    if figure.get("kind") == "house":
        return f"our own setting of {figure['value']}"
    return f"{statistic_of(figure)} {figure['value']} of {_whose(figure)}"


def _whose(figure: Record) -> str:
    return ", ".join(filter(None, [figure["of"], when_of(figure)]))


def say_since(since: dict[str, Any]) -> str:
    """One line on the result that today's figures give for the same answers."""
    label = since["edition"].label
    if since.get("is_same"):
        return f"The figures have not changed: edition {label} is still current."
    if since.get("is_refused"):
        return f"Today’s figures, edition {label}, give no result for the same answers."
    if target := since["target"]:
        before, after = target["before"], target["after"]
        return f"The target would be {after} today, on edition {label}; then it was {before}."
    if changes := len(since["changes"]):
        others = "one other number differs" if changes == 1 else f"{changes} other numbers differ"
        return f"The target is the same today, on edition {label}; {others}."
    return f"Nothing in it has changed: edition {label} gives the same."


MOVES = {"target": "the target", "mean": "the projection"}


def say_new_tests(before: list[Record], record: Record) -> str:
    """The practice tests of a record that are not among `before`, those of an earlier revision."""
    readings = (record["projection"] or {}).get("readings", ())
    new = [
        _test(each) for each in readings if {name: each.get(name) for name in TEST} not in before
    ]
    return f"{' and '.join(new)} {'is' if len(new) == 1 else 'are'} new" if new else ""


TEST = ("test", "score", "taken")
"""The answers on a practice test, which together identify a reading."""


def _test(reading: Record) -> str:
    taken = f" of {short_day(date.fromisoformat(reading['taken']))}" if reading["taken"] else ""
    return f"{reading['name']}{taken} at {say_score(reading)}"


def say_moves(before: dict[str, Any], after: dict[str, Any]) -> str:
    """How target and projection changed from one revision to the next."""
    told = [_move(said, before[name], after[name]) for name, said in MOVES.items()]
    if before["mean"] is None and after["mean"] is None:
        told.append(_move("the range", *(_range(row) for row in (before, after))))
    return "; ".join(filter(None, told))


def _range(row: dict[str, Any]) -> str | None:
    """The projected range, which is all there is where tests are too low to forecast a score."""
    return None if row["low"] is None else f"{row['low']}–{row['high']}"


def _move(what: str, before: int | str | None, after: int | str | None) -> str:
    if before is None and after is None:
        return ""
    if before is None:
        return f"{what} is {after}, where there was none"
    if after is None:
        return f"{what} was {before}, and now there is none"
    if before == after:
        return f"{what} is still {after}"
    return f"{what} went from {before} to {after}"
