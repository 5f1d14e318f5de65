"""Differences between two results of the same answers, each traced to the figures that moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scores.engine.record import Record

WATCHED = ("steps", "standing", "attempts")


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that a step read before, and the one it reads now; None if there is none."""

    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a result, before and after; None if the step is missing there.

    `moved` are the figures that moved it, except those that an earlier change names. It is empty if
    the step only follows from earlier changes.
    """

    rule: str
    before: Record | None
    after: Record | None
    moved: tuple[Moved, ...]


def changes_between(old: Record, new: Record) -> tuple[Change, ...]:
    """Every step whose numbers differ or that only one result has, in the order of the old one.

    Steps that only the new result has come last.
    """
    then, now = _steps(old), _steps(new)
    changes: list[Change] = []
    told: list[Moved] = []
    for rule in (*then, *(rule for rule in now if rule not in then)):
        before, after = then.get(rule), now.get(rule)
        if _numbers(before) == _numbers(after):
            continue
        moved = [each for each in _moved(before, after) if each not in told]
        told += moved
        changes.append(Change(rule, before, after, tuple(moved)))
    return tuple(changes)


def _steps(record: Record) -> dict[str, Record]:
    sections = [record.get(name) or [] for name in WATCHED]
    for part in ("projection", "plan", "match"):
        sections.append((record.get(part) or {}).get("steps", []))
    return {step["rule"]: step for section in sections for step in section}


def _numbers(step: Record | None) -> tuple[Any, ...] | None:
    return (step["value"], step["low"], step["high"]) if step else None


def _moved(then: Record | None, now: Record | None) -> Iterator[Moved]:
    """Figures whose value changed, then those that are gone, then new ones."""
    before, after = _figures(then), _figures(now)
    kept = [_fact(figure) for figure in before if _fact(figure) in map(_fact, after)]
    came = [figure for figure in after if _fact(figure) not in kept]
    went = [figure for figure in before if _fact(figure) not in kept]
    for figure in list(came):
        same = [other for other in went if _subject(other) == _subject(figure)]
        if len(same) == 1 and [_subject(each) for each in came].count(_subject(figure)) == 1:
            came.remove(figure)
            went.remove(same[0])
            yield Moved(same[0], figure)
    yield from (Moved(figure, None) for figure in went)
    yield from (Moved(None, figure) for figure in came)


def _figures(step: Record | None) -> list[Record]:
    """The figures of a step, without duplicates."""
    figures: list[Record] = []
    for figure in (step or {}).get("figures", []):
        if _fact(figure) not in map(_fact, figures):
            figures.append(figure)
    return figures


def _subject(figure: Record) -> tuple[Any, ...]:
    """What a figure describes; records of earlier versions do not say whom."""
    who = (figure.get("group"), figure.get("specialty"), figure.get("outcome"))
    return (figure["statistic"], figure["cycle"], *who)


def _fact(figure: Record) -> tuple[Any, ...]:
    """A figure's value and what it describes; nothing else about it can move a number."""
    return (figure["value"], *_subject(figure))
