"""The columns of text by which files of a table are read and written.

A row is known by its natural key without the edition, and refers to other rows by theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from scores.editions.lines import rows_of
from scores.editions.registry import written_as
from scores.forms.cells import read_cell
from scores.models import Edition
from scores.wording.help import help_of

Key = tuple[str | None, ...]

ALSO = "also"
"""The column of further sources: several slugs separated by spaces."""


@dataclass(frozen=True)
class Column:
    """One column of a file; `path` leads from the row to its value."""

    model: Any
    name: str
    path: str
    field: Any

    @property
    def root(self) -> str:
        """The field of the row that holds the value, or the link to the row that does."""
        return self.path.split("__")[0]

    @property
    def is_link(self) -> bool:
        return self.path.endswith("__slug")

    @property
    def title(self) -> str:
        """The name of the column on a page."""
        own = field_at(self.model, self.root) if self.is_link else self.field
        return str(own.verbose_name).capitalize()

    @property
    def help(self) -> str:
        """The help text of the column; where a norm point has it from its table, the table's."""
        is_of_table = self.path.startswith("table__")
        model = field_at(self.model, "table").related_model if is_of_table else self.model
        return help_of(model, self.path.split("__")[is_of_table])

    def read(self, text: str) -> Any:
        """The value of a cell as people write it. Raises ValidationError with a sentence."""
        return read_cell(self.field, text)

    def write(self, row: Any) -> str:
        value = row
        for part in self.path.split("__"):
            value = getattr(value, part) if value is not None else None
        return _written(value)


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


class Columns:
    """The columns of one table: those of its natural key first, then the others in their order."""

    def __init__(self, model: Any) -> None:
        self.model = model

    @cached_property
    def key(self) -> tuple[Column, ...]:
        paths = self.model.identity[1:]
        return tuple(map(self._column, paths))

    @cached_property
    def every(self) -> tuple[Column, ...]:
        """The columns of its natural key, then the other fields; links are columns of slugs."""
        named = {column.path for column in self.key}
        return (*self.key, *(column for column in self._own() if column.path not in named))

    def _own(self) -> Iterator[Column]:
        for field in self.model._meta.concrete_fields:
            if field.primary_key or field.related_model is Edition or field.name == "table":
                continue
            path = f"{field.name}__slug" if field.is_relation else field.name
            yield self._column(path)

    def _column(self, path: str) -> Column:
        return Column(self.model, self._name(path), path, field_at(self.model, path))

    def _name(self, path: str) -> str:
        """The name of a column as in fixtures; `source__slug` is source, `table__exam` is exam."""
        name = path.removesuffix("__slug").removeprefix("table__")
        return written_as(self.model).get(name, name)

    @property
    def has_also(self) -> bool:
        return hasattr(self.model, ALSO)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return (*(column.name for column in self.every), *([ALSO] if self.has_also else []))

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.every}

    @cached_property
    def titles(self) -> dict[str, str]:
        """The name of each column on a page."""
        titles = {column.name: column.title for column in self.every}
        return titles | ({ALSO: "Also"} if self.has_also else {})

    def write(self, row: Any) -> list[str]:
        cells = [column.write(row) for column in self.every]
        if self.has_also:
            cells.append(" ".join(sorted(source.slug for source in row.also.all())))
        return cells

    def rows_in(self, edition: Edition) -> dict[Key, Any]:
        """The rows of the edition by natural key, without the edition."""
        return {
            tuple(map(part_of, row.natural_key()[1:])): row for row in rows_of(self.model, edition)
        }


def part_of(value: Any) -> str | None:
    """A value as part of a row's key: text, a slug for a row, None if it is empty."""
    value = getattr(value, "slug", value)
    if value in (None, ""):
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def field_at(model: Any, path: str) -> Any:
    field: Any = None
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model
    return field
