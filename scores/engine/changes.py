"""What another edition makes of the same answers, each difference traced to what moved."""

from dataclasses import dataclass
from typing import Any

from .record import Record

WATCHED = ("steps", "standing", "attempts")


@dataclass(frozen=True, slots=True)
class Change:
    """One number of a result, then and now, with the sentence of the step that gives it now."""

    title: str
    before: str
    after: str
    because: str


def changes_between(old: Record, new: Record) -> tuple[Change, ...]:
    """Every step of the old result that reads otherwise in the new one, in their order."""
    then, now = _steps(old), _steps(new)
    changes = [
        Change(
            (now.get(rule) or then[rule])["title"],
            _value(then.get(rule)),
            _value(now.get(rule)),
            _because(then.get(rule), now.get(rule)),
        )
        for rule in (*then, *(rule for rule in now if rule not in then))
        if _numbers(then.get(rule)) != _numbers(now.get(rule))
    ]
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
    if step["value"] is not None:
        return str(step["value"])
    return "none" if step["low"] is None else f"{step['low']} to {step['high']}"


def _because(then: Record | None, now: Record | None) -> str:
    """The figures that the step did not read before, or reads no more."""
    before, after = _figures(then), _figures(now)
    came = [text for text in after if text not in before]
    went = [text for text in before if text not in after]
    if came and went:
        return f"{'; '.join(came)} — before: {'; '.join(went)}"
    if came or went:
        return f"now also {'; '.join(came)}" if came else f"no longer {'; '.join(went)}"
    return "follows from the changes above"


def _figures(step: Record | None) -> list[str]:
    return list(dict.fromkeys(_figure(figure) for figure in (step or {}).get("figures", [])))


def _figure(figure: Record) -> str:
    cycle = f", {figure['cycle']}" if figure["cycle"] else ""
    return f"{figure['statistic']} {figure['value']} of {figure['of']}{cycle}"
