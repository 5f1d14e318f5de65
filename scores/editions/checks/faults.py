"""The faults that checks yield, and the type of a check."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from scores.editions.lines import Contents


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, and where to fix it.

    `table` is the verbose name of a model, `row` the name of the row and `pk` its key. `row` is
    empty and `pk` None where a row is missing. `field` is empty where the whole row is at fault.
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
Check = Callable[[Contents], Faults]


def fault(row: Any, field: str, says: str) -> Fault:
    return Fault(name_of(type(row)), str(row), field, says, row.pk)


def missing(model: Any, says: str) -> Fault:
    return Fault(name_of(model), "", "", says)


def name_of(model: Any) -> str:
    return str(model._meta.verbose_name)
