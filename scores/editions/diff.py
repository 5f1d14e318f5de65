"""The difference between two editions, figure by figure.

Rows of two editions are the same row if their natural keys agree apart from the edition's label.
"""

from collections.abc import Collection, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from scores.editions.lines import Contents
from scores.models import CONTENT, Edition, Source

Value = str | int | bool | Decimal | date | None

What = Literal["added", "removed", "changed"]

Rows = dict[tuple[Any, ...], Any]
"""The rows of a table by natural key, without the edition's label."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that changed. `old` is None where the row is new or the field was empty.

    `new` is None where the row is gone or the field is empty now.
    """

    field: str
    old: Value
    new: Value

    def __str__(self) -> str:
        if self.old is None:
            return f"{self.field} {say(self.new)}"
        return f"{self.field} {say(self.old)} → {say(self.new)}"


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that was added, removed or changed, named by its table and the parts of its key."""

    what: What
    table: str
    key: tuple[str, ...]
    fields: tuple[FieldChange, ...] = ()
    sources: tuple[str, ...] = ()
    reserves_reproduction: bool = False
    """Whether one of its sources does. If so, no page may list the row."""

    @property
    def row(self) -> str:
        return " · ".join(self.key)

    def __str__(self) -> str:
        return f"{self.table} {self.row}"


def difference(old: Edition, new: Edition) -> list[RowChange]:
    """The rows that were removed, changed or added, table by table in the order of `CONTENT`."""
    return difference_of(Contents(old), Contents(new))


def difference_of(old: Contents, new: Contents) -> list[RowChange]:
    reserving = {
        row.pk for one in (old, new) for row in one.of(Source) if row.reserves_reproduction
    }
    dated = _dated_in(old, new)
    return [
        change
        for model in CONTENT
        for change in _of_table(
            _by_name(dated if model is Source else old.of(model)),
            _by_name(new.of(model)),
            reserving,
        )
    ]


def _dated_in(old: Contents, new: Contents) -> list[Source]:
    """The old sources, with the day of their edition where the new one states just that.

    A draft writes that day down where the old edition left it out, which is no change.
    """
    days, sources = {row.slug: row.checked_on for row in new.of(Source)}, list(old.of(Source))
    for place, row in enumerate(sources):
        if row.checked_on is None and days.get(row.slug) == old.edition.as_of:
            sources[place] = copy(row)
            sources[place].checked_on = old.edition.as_of
    return sources


def _by_name(rows: Iterable[Any]) -> Rows:
    return {row.natural_key()[1:]: row for row in rows}


def _of_table(before: Rows, after: Rows, reserving: set[int]) -> Iterator[RowChange]:
    for key in (*(key for key in before if key not in after), *after):
        old, new = before.get(key), after.get(key)
        row: Any = new or old
        named = {path.split("__")[0] for path in row.identity}
        fields = changes_of_values(values_of(old, named), values_of(new, named))
        if fields or not (old and new):
            yield _change(what_became(old, new), row, fields, reserving)


def _change(what: What, row: Any, fields: list[FieldChange], reserving: set[int]) -> RowChange:
    cited = [row.source, *row.also.all()] if hasattr(row, "also") else []
    of_table = getattr(row, "table", None)  # a norm point has the source of its table
    keys = {source.pk for source in cited} | {getattr(of_table, "source_id", None)}
    return RowChange(
        what,
        str(row._meta.verbose_name),
        row.name_parts,
        tuple(fields),
        tuple(source.slug for source in cited),
        not keys.isdisjoint(reserving),
    )


Values = dict[str, Value]
"""The values of a row at one moment, by the name that people know the field by."""


def values_of(row: Any, left_out: Collection[str] = ("edition",)) -> Values | None:
    """The values of a row now, without its key and the fields left out; None for no row."""
    if row is None:
        return None
    return {
        str(field.verbose_name): _value(row, field)
        for field in (*row._meta.concrete_fields, *row._meta.many_to_many)
        if not field.primary_key and field.name not in left_out
    }


def _value(row: Any, field: Any) -> Value:
    """A value to show: a reference by its name within the edition, None where there is nothing."""
    if field.many_to_many:
        linked = getattr(row, field.name).all() if row.pk else ()
        return ", ".join(sorted(map(_name, linked))) or None
    value = getattr(row, field.name)
    if field.is_relation and value is not None:
        return _name(value)
    return None if value == "" else value


def what_became(before: object, after: object) -> What:
    """What happened to a row, given its state before and after; None means that it is not there."""
    if before is None:
        return "added"
    return "removed" if after is None else "changed"


def changes_of_values(before: Values | None, after: Values | None) -> list[FieldChange]:
    before, after = before or {}, after or {}
    pairs = [(name, before.get(name), after.get(name)) for name in {**before, **after}]
    return [FieldChange(name, old, new) for name, old, new in pairs if old != new]


def _name(row: Any) -> str:
    return row.slug if isinstance(row, Source) else " · ".join(row.name_parts)


def say(value: Value) -> str:
    """The value in words, as a page shows it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
