"""What another edition makes of the same answers, each difference traced to what moved."""

from dataclasses import dataclass
from typing import Any

from .record import Record
from .vocabulary import STATISTICS

WATCHED = ("steps", "standing", "attempts")

SAID = STATISTICS | {"score": "pass mark"}


@dataclass(frozen=True, slots=True)
class Change:
    """One number of a result, then and now.

    `because` names the figures that moved it, as far as no change before has named them; it is
    empty where the number only follows from the changes before.
    """

    rule: str
    title: str
    before: str
    after: str
    because: str


def changes_between(old: Record, new: Record) -> tuple[Change, ...]:
    """Every step of the old result that reads otherwise in the new one, in their order."""
    then, now = _steps(old), _steps(new)
    changes: list[Change] = []
    told: set[str] = set()
    for rule in (*then, *(rule for rule in now if rule not in then)):
        before, after = then.get(rule), now.get(rule)
        if _numbers(before) == _numbers(after):
            continue
        moved = [says for says in _moved(before, after) if says not in told]
        told.update(moved)
        title = (after or before or {})["title"]
        changes.append(Change(rule, title, _value(before), _value(after), "; ".join(moved)))
    return tuple(changes)


def _steps(record: Record) -> dict[str, Record]:
    sections = [record.get(name) or [] for name in WATCHED]
    for part in ("projection", "plan"):
        sections.append((record.get(part) or {}).get("steps", []))
    return {step["rule"]: step for section in sections for step in section}


def _numbers(step: Record | None) -> tuple[Any, ...] | None:
    return (step["value"], step["low"], step["high"]) if step else None


def _value(step: Record | None) -> str:
    if step is None:
        return "—"
    unit = " %" if step["unit"] == "percent" else ""
    if step["value"] is not None:
        return f"{step['value']}{unit}"
    return "none" if step["low"] is None else f"{step['low']} to {step['high']}{unit}"


def _moved(then: Record | None, now: Record | None) -> list[str]:
    """The figures that the step did not read before, or reads no more, each in a few words."""
    before, after = _figures(then), _figures(now)
    came = [figure for figure in after if figure not in before]
    went = [figure for figure in before if figure not in after]
    moved = []
    for figure in list(came):
        same = next((other for other in went if _subject(other) == _subject(figure)), None)
        if same:
            came.remove(figure)
            went.remove(same)
            moved.append(f"{_subject(figure)}: {same['value']} → {figure['value']}")
    return [*moved, *_replaced([_figure(each) for each in came], [_figure(each) for each in went])]


def _replaced(came: list[str], went: list[str]) -> list[str]:
    if came and went:
        return [f"{'; '.join(came)} — before: {'; '.join(went)}"]
    if came or went:
        return [f"now also {'; '.join(came)}" if came else f"no longer {'; '.join(went)}"]
    return []


def _figures(step: Record | None) -> list[Record]:
    """Their value and what they are of; whatever else is known of them moves no number."""
    names = ("statistic", "value", "of", "cycle")
    figures: list[Record] = []
    for figure in (step or {}).get("figures", []):
        kept = {name: figure[name] for name in names}
        if kept not in figures:
            figures.append(kept)
    return figures


def _subject(figure: Record) -> str:
    return f"{SAID.get(figure['statistic'], figure['statistic'])} of {_whose(figure)}"


def _figure(figure: Record) -> str:
    statistic = SAID.get(figure["statistic"], figure["statistic"])
    return f"{statistic} {figure['value']} of {_whose(figure)}"


def _whose(figure: Record) -> str:
    cycle = figure["cycle"]
    return f"{figure['of']}, {cycle}" if cycle and cycle not in figure["of"] else figure["of"]
