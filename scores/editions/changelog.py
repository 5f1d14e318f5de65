"""The changelog of an edition: its difference from the one before, in a few lines."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from scores.editions.catalog import TableChanges, changes_by_table
from scores.editions.diff import FieldChange, RowChange

MOST_LINES = 12
"""How many rows of a table are named; if there are more, they are only counted."""


def changelog_of(changes: Sequence[RowChange], effects: Sequence[str]) -> str:
    """One line per row, or per table with many changed rows; the effects on targets come last."""
    lines = [line for table in changes_by_table(changes) for line in _lines(table)]
    return "\n".join([*lines, *effects])


def _lines(table: TableChanges) -> Iterator[str]:
    shown = (*table.added, *table.changed, *table.removed)
    if len(shown) <= MOST_LINES:
        yield from (_line(change) for change in shown)
    else:
        yield f"{table.table.capitalize()}: {_counted(table)}."
    if table.withheld:
        many = sum(table.withheld.values())
        rows = "1 row" if many == 1 else f"{many} rows"
        yield f"{table.table.capitalize()}: {rows} of sources that reserve reproduction."


def _line(change: RowChange) -> str:
    line = f"{change.table.capitalize()} {change.row} {change.what}"
    told = [str(field) for field in change.fields if change.what == "changed" or is_number(field)]
    return f"{line}: {'; '.join(told)}." if told and change.what != "removed" else f"{line}."


def is_number(field: FieldChange) -> bool:
    """Whether the changelog states this value of a new row; the difference states the others."""
    return isinstance(field.new, int | Decimal) and not isinstance(field.new, bool)


def _counted(table: TableChanges) -> str:
    counts = [(len(getattr(table, what)), what) for what in ("added", "changed", "removed")]
    return ", ".join(f"{many} {what}" for many, what in counts if many)
