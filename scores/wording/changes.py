"""What is another than it was in a shared goal, and because of which figures."""

from typing import Any

from scores.engine.record import Record
from scores.reference.changes import Change
from scores.wording.figures import statistic_of, when_of


def say_change(change: Change) -> dict[str, Any]:
    """One number, then and now, and what moved it."""
    return {
        "rule": change.rule,
        "title": (change.after or change.before or {})["title"],
        "before": _value(change.before),
        "after": _value(change.after),
        "because": _because(change),
    }


def _value(step: Record | None) -> str:
    if step is None:
        return "—"
    unit = "%" if step["unit"] == "percent" else ""
    if step["value"] is not None:
        return f"{step['value']}{unit}"
    return "none" if step["low"] is None else f"{step['low']} to {step['high']}{unit}"


def _because(change: Change) -> str:
    """The figures that moved it, each in a few words."""
    moved = [
        f"{_subject(each.before)}: {each.before['value']} → {each.after['value']}"
        for each in change.moved
        if each.before and each.after
    ]
    came = "; ".join(_figure(each.after) for each in change.moved if each.after and not each.before)
    went = "; ".join(
        _figure(each.before) for each in change.moved if each.before and not each.after
    )
    if came and went:
        moved.append(f"{came} — before: {went}")
    elif came or went:
        moved.append(f"now also {came}" if came else f"no longer {went}")
    return "; ".join(moved)


def _subject(figure: Record) -> str:
    return f"{statistic_of(figure)} of {_whose(figure)}"


def _figure(figure: Record) -> str:
    return f"{statistic_of(figure)} {figure['value']} of {_whose(figure)}"


def _whose(figure: Record) -> str:
    return ", ".join(filter(None, [figure["of"], when_of(figure)]))


def say_since(since: dict[str, Any]) -> str:
    """In one line, what today's figures make of the same answers."""
    label = since["edition"].label
    if since.get("is_same"):
        return f"Nothing has changed: edition {label} is still current."
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


def say_moves(before: dict[str, Any], after: dict[str, Any]) -> str:
    """What became of target and projection from one revision to the next."""
    told = [_move(said, before[name], after[name]) for name, said in MOVES.items()]
    return "; ".join(filter(None, told))


def _move(what: str, before: int | None, after: int | None) -> str:
    if before is None and after is None:
        return ""
    if before is None:
        return f"{what} is {after}, where there was none"
    if after is None:
        return f"{what} was {before}, and now there is none"
    if before == after:
        return f"{what} is still {after}"
    return f"{what} went from {before} to {after}"
