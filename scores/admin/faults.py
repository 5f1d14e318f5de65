"""The faults of a file, each kind reported once with all its cells."""

import copy
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, UniqueConstraint

MOST_KINDS, MOST_CELLS = 40, 12
"""How many kinds of faults, and cells of each, are listed; the others are only counted."""

EMPTY = "This is empty, and has to be given."


@dataclass(frozen=True, slots=True)
class FileFault:
    """A fault in a file; `cells` is empty if it is in no particular cell of its line."""

    line: int
    cells: tuple[str, ...]
    columns: str
    says: str


def say_faults(faults: Iterable[FileFault]) -> list[tuple[str, str, str]]:
    """Places, columns and sentence of each kind of fault."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for fault in faults:
        where = " and ".join(fault.cells) or f"line {fault.line}"
        kinds.setdefault((fault.columns, fault.says), []).append(where)
    told = [(_places(where), *kind) for kind, where in kinds.items()]
    more = len(told) - MOST_KINDS
    return [*told[:MOST_KINDS], ("And", "", f"{more} more.")] if more > 0 else told


def _places(where: list[str]) -> str:
    shown = ", ".join(dict.fromkeys(where[:MOST_CELLS]))
    more = len(where) - MOST_CELLS
    places = f"{shown} and {more} more" if more > 0 else shown
    return places[:1].upper() + places[1:]


def misfits_of(row: Any, failed: Collection[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """What the columns and constraints of its table refuse: the fields, and a sentence."""
    wrong = set(failed)
    try:
        row.clean_fields(exclude=failed)
    except ValidationError as error:
        for name, (first, *_) in error.error_dict.items():
            wrong.add(name)
            is_empty = first.code in ("null", "blank")
            yield (name,), EMPTY if is_empty else " ".join(first.messages)
    for constraint in row._meta.constraints:
        fields = _fields_of(constraint)
        says = _says(constraint, row) if wrong.isdisjoint(fields) else ""
        if says:
            culprits = _culprits(constraint, row, fields)
            wrong |= {*culprits} if len(culprits) < len(fields) else set()
            yield culprits, says


def _fields_of(constraint: Any) -> tuple[str, ...]:
    if isinstance(constraint, CheckConstraint):
        condition: Any = constraint.condition
        return tuple(sorted(condition.referenced_base_fields))
    if isinstance(constraint, UniqueConstraint):
        return tuple(name for name in constraint.fields if name != "edition")
    return ()


def _says(constraint: Any, row: Any) -> str:
    try:
        constraint.validate(type(row), row)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _culprits(constraint: Any, row: Any, fields: tuple[str, ...]) -> tuple[str, ...]:
    """The fields that break a constraint by themselves, or all of its fields if none does."""
    if not isinstance(constraint, CheckConstraint):
        return fields
    alone = []
    for name in fields:
        one = copy.copy(row)
        for other in fields:
            if other != name:
                setattr(one, other, None)
        if _says(constraint, one):
            alone.append(name)
    return tuple(alone) or fields
