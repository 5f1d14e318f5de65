"""Changed rows as a reviewer sees them: the change, its neighbors and its source."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scores.editions.checks.doubts import Draft
from scores.editions.checks.faults import name_of
from scores.editions.diff import FieldChange, RowChange, say
from scores.editions.looked import Looked
from scores.editions.neighbors import say_neighbor
from scores.models import CONTENT, Source

MOST_NEIGHBORS = 6


@dataclass(frozen=True, slots=True)
class Verified:
    looked: Looked[RowChange]
    row: str
    fields: tuple[str, ...]
    """Each with the old value, the new value, and the difference of numbers."""
    pk: int | None
    """None where the row was removed."""
    table: str
    neighbors: tuple[str, ...]
    source: Source | None


def rows_to_verify(draft: Draft | None, rows: Iterable[Looked[RowChange]]) -> list[Verified]:
    if draft is None:
        return []
    now = {_named(row): row for model in CONTENT for row in draft.now.of(model)}
    before = {_named(row): row for model in CONTENT for row in draft.before.of(model)}
    return [_verified(draft, looked, now, before) for looked in rows]


def _named(row: Any) -> tuple[str, tuple[str, ...]]:
    return name_of(type(row)), row.name_parts


def _verified(draft: Draft, looked: Looked[RowChange], now: Any, before: Any) -> Verified:
    change = looked.thing
    name = (change.table, change.key)
    row = now.get(name)
    near = draft.neighborhood.of(row).every if row is not None else ()
    return Verified(
        looked,
        f"{change.table} {row}" if row is not None else str(change),
        tuple(map(say_difference, change.fields)),
        row.pk if row is not None else None,
        change.table,
        tuple(map(say_neighbor, near[:MOST_NEIGHBORS])),
        source_of(row if row is not None else before.get(name)),
    )


def source_of(row: Any) -> Source | None:
    """The source of a row: its own, that of its table for a norm point, or the row itself."""
    if isinstance(row, Source):
        return row
    found: Source | None = getattr(getattr(row, "table", row), "source", None)
    return found


def say_difference(field: FieldChange) -> str:
    """A change in words, with the difference where both values are numbers."""
    old, new = field.old, field.new
    if type(old) is type(new) and isinstance(old, int | Decimal) and not isinstance(old, bool):
        apart = Decimal(str(new)) - Decimal(old)
        return f"{field} ({'+' if apart > 0 else '−'}{say(abs(apart))})"
    return str(field)
