"""The difference of two editions, figure by figure.

A row is the same in both when its natural key is, the edition's label left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from scores.editions.lines import Contents
from scores.models import CONTENT, Edition, Source

Value = str | int | bool | Decimal | date | None

What = Literal["added", "removed", "changed"]

Rows = dict[tuple[Any, ...], Any]
"""The rows of a table by their natural keys, the edition's label left out."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """`old` is None where the row is new, `new` where it is gone."""

    field: str
    old: Value
    new: Value

    def __str__(self) -> str:
        if self.old is None:
            return f"{self.field} {say(self.new)}"
        return f"{self.field} {say(self.old)} → {say(self.new)}"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row, named by its table and the parts of its key, and what became of it."""

    what: What
    table: str
    key: tuple[str, ...]
    fields: tuple[FieldChange, ...] = ()
    sources: tuple[str, ...] = ()
    reserves_reproduction: bool = False
    """Whether one of its sources does: then no page may list the row among the others."""

    @property
    def row(self) -> str:
        return " · ".join(self.key)

    def __str__(self) -> str:
        return f"{self.table} {self.row}"


def difference(old: Edition, new: Edition) -> list[RowChange]:
    """What is removed from, changed in and added to each table, in the order of the tables."""
    return difference_of(Contents(old), Contents(new))


def difference_of(old: Contents, new: Contents) -> list[RowChange]:
    reserving = {
        row.pk for one in (old, new) for row in one.of(Source) if row.reserves_reproduction
    }
    return [
        change
        for model in CONTENT
        for change in _of_table(_by_name(old.of(model)), _by_name(new.of(model)), reserving)
    ]


def _by_name(rows: Iterable[Any]) -> Rows:
    return {row.natural_key()[1:]: row for row in rows}


def _of_table(before: Rows, after: Rows, reserving: set[int]) -> Iterator[RowChange]:
    for key, row in before.items():
        if key not in after:
            yield _change("removed", row, _changes(row, None), reserving)
    for key, row in after.items():
        changes = tuple(_changes(before.get(key), row))
        if key not in before:
            yield _change("added", row, changes, reserving)
        elif changes:
            yield _change("changed", row, changes, reserving)


def _change(what: What, row: Any, changes: Iterable[FieldChange], reserving: set[int]) -> RowChange:
    cited = [row.source, *row.also.all()] if hasattr(row, "also") else []
    of_table = getattr(row, "table", None)  # a norm point has the source of its table
    keys = {source.pk for source in cited} | {getattr(of_table, "source_id", None)}
    return RowChange(
        what,
        str(row._meta.verbose_name),
        row.name_parts,
        tuple(changes),
        tuple(source.slug for source in cited),
        not keys.isdisjoint(reserving),
    )


def _changes(old: Any, new: Any) -> Iterator[FieldChange]:
    """The fields that differ, those that make up the name left out."""
    row = new if new is not None else old
    names = {path.split("__")[0] for path in row.identity}
    for field in (*row._meta.concrete_fields, *row._meta.many_to_many):
        if field.primary_key or field.name in names:
            continue
        before, after = _value(old, field), _value(new, field)
        if before != after:
            yield FieldChange(str(field.verbose_name), before, after)


def _value(row: Any, field: Any) -> Value:
    """A value fit for a page; a reference by its name within the edition; nothing is None."""
    if row is None:
        return None
    if field.many_to_many and row.pk is None:
        return None
    if field.many_to_many:
        return ", ".join(sorted(_name(source) for source in getattr(row, field.name).all())) or None
    value = getattr(row, field.name)
    if field.is_relation and value is not None:
        return _name(value)
    return None if value == "" else value


Values = dict[str, Value]
"""A row at one moment: what each field held, under the name that a person knows it by."""


def values_of(row: Any) -> Values:
    """The row as it is now, but for its key and the edition it belongs to."""
    fields = (*row._meta.concrete_fields, *row._meta.many_to_many)
    return {
        str(field.verbose_name): _value(row, field)
        for field in fields
        if not field.primary_key and field.name != "edition"
    }


def changes_of_values(before: Values | None, after: Values | None) -> list[FieldChange]:
    """What is different; None stands for a row that is not there."""
    before, after = before or {}, after or {}
    names = dict.fromkeys([*before, *after])
    pairs = [(name, before.get(name), after.get(name)) for name in names]
    return [FieldChange(name, old, new) for name, old, new in pairs if old != new]


def _name(row: Any) -> str:
    return row.slug if isinstance(row, Source) else str(row)


def say(value: Value) -> str:
    """A value as a person writes it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
