"""A table of an edition as columns of text: what a file of it holds, read and written alike.

A row is known by its natural key, and refers to others by theirs; the edition is left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from scores.editions.lines import rows_of
from scores.editions.registry import written_as
from scores.models import Edition

Key = tuple[str | None, ...]

ALSO = "also"
"""The column of further sources, several slugs with a space between."""

TRUTH = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}


@dataclass(frozen=True)
class Column:
    """One column of a file; `path` leads from the row to its value."""

    name: str
    path: str
    field: Any

    def read(self, text: str) -> Any:
        """The value of a cell. Raises ValidationError with a sentence."""
        if isinstance(self.field, models.BooleanField):
            return _truth(text)
        if text == "" and not isinstance(self.field, models.CharField | models.TextField):
            return None
        return self.field.to_python(text)

    def write(self, row: Any) -> str:
        value = row
        for part in self.path.split("__"):
            value = getattr(value, part) if value is not None else None
        return _written(value)


def _truth(text: str) -> bool:
    try:
        return TRUTH[text.lower()]
    except KeyError:
        raise ValidationError(f"“{text}” is neither yes nor no.") from None


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


class Columns:
    """The columns of one table: those of its name first, then the others in their order."""

    def __init__(self, model: Any) -> None:
        self.model = model

    @cached_property
    def key(self) -> tuple[Column, ...]:
        paths = self.model.identity[1:]
        return tuple(Column(self._name(path), path, field_at(self.model, path)) for path in paths)

    @cached_property
    def every(self) -> tuple[Column, ...]:
        """Those of its name, then the others of the row, and the slugs of those it refers to."""
        named = {column.path for column in self.key}
        return (*self.key, *(column for column in self._own() if column.path not in named))

    def _own(self) -> Iterator[Column]:
        for field in self.model._meta.concrete_fields:
            if field.primary_key or field.related_model is Edition or field.name == "table":
                continue
            path = f"{field.name}__slug" if field.is_relation else field.name
            yield Column(self._name(path), path, field_at(self.model, path))

    def _name(self, path: str) -> str:
        """`source__slug` is called source, `table__exam` exam, and a column as fixtures call it."""
        name = path.removesuffix("__slug").removeprefix("table__")
        return written_as(self.model).get(name, name)

    @property
    def has_also(self) -> bool:
        return hasattr(self.model, ALSO)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return (*(column.name for column in self.every), *([ALSO] if self.has_also else []))

    def write(self, row: Any) -> list[str]:
        cells = [column.write(row) for column in self.every]
        if self.has_also:
            cells.append(" ".join(sorted(source.slug for source in row.also.all())))
        return cells

    def key_of(self, cells: Mapping[str, str]) -> Key | None:
        """The name of the row in these cells; None where a part of it cannot be read."""
        try:
            return tuple(_part(column.read(cells[column.name])) for column in self.key)
        except (ValidationError, KeyError):
            return None

    def rows_in(self, edition: Edition) -> dict[Key, Any]:
        """Every row of the edition under its name."""
        return {
            tuple(map(_part, row.natural_key()[1:])): row for row in rows_of(self.model, edition)
        }


def _part(value: Any) -> str | None:
    if value in (None, ""):
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def field_at(model: Any, path: str) -> Any:
    field: Any = None
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model
    return field


# Spreadsheets take a text that begins like this for a formula, and run it.

FORMULA = ("=", "@", "+", "-", "\t", "\r")


def is_formula(text: str) -> bool:
    return text.startswith(FORMULA) and not _is_number(text)


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdecimal()


def defused(text: str) -> str:
    """A text that no spreadsheet runs; a file that comes back is read as if it had not been."""
    return f"'{text}" if is_formula(text) else text


def undefused(text: str) -> str:
    return text[1:] if text.startswith("'") and is_formula(text[1:]) else text
