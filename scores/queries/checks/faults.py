"""What a check reads and what it says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scores.models import CONTENT, Edition
from scores.queries.content import rows_of


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, said where it can be mended.

    `table` is a name of a model, `row` the row in words and `pk` its key; both are empty where a
    row is missing. `field` is empty where the row as a whole is at fault.
    """

    table: str
    row: str
    field: str
    says: str
    pk: int | None = None

    def __str__(self) -> str:
        where = " ".join(part for part in (self.table, self.row) if part)
        return f"{where}: {self.field}: {self.says}" if self.field else f"{where}: {self.says}"


Faults = Iterator[Fault]
Check = Callable[["Contents"], Faults]


class Contents:
    """All rows of an edition, each table read once."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.tables: dict[Any, list[Any]] = {model: rows_of(model, edition) for model in CONTENT}

    def of(self, model: Any) -> list[Any]:
        return self.tables[model]

    @cached_property
    def figures(self) -> list[Any]:
        """Every row that names a source."""
        return [row for rows in self.tables.values() for row in rows if hasattr(row, "source_id")]


def fault(row: Any, field: str, says: str) -> Fault:
    return Fault(name_of(type(row)), str(row), field, says, row.pk)


def missing(model: Any, says: str) -> Fault:
    return Fault(name_of(model), "", "", says)


def name_of(model: Any) -> str:
    return str(model._meta.verbose_name)
