"""Figures as plain rows: what a download holds, what a source is used for.

A source may reserve reproduction: its figures are cited one by one and never listed whole, so a
download leaves its rows out and says how many they are and where they stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from typing import Any

from scores.editions.registry import KIND_OF_VALUE, KINDS, FigureKind
from scores.engine.edition import Edition
from scores.engine.figures import NormTable, Row, Source
from scores.engine.record import number

Cells = dict[str, Any]
"""One row as plain data: strings, numbers, booleans, lists of strings, None."""

COMMON = ("kind", "sources", "carried_back", "note")
"""What every figure has; it comes last in a row."""

LEFT_OUT = frozenset({"where", "bands"})
"""A word made from another column, and what is a table of its own."""

POINT = ("score", "percentile")
"""What one point of a norm table holds."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """What a download leaves out: so many rows, which stand at these sources."""

    rows: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Download:
    table: FigureKind
    columns: tuple[str, ...]
    rows: tuple[Cells, ...]
    withheld: Withheld


def download_of(edition: Edition, table: FigureKind) -> Download:
    """The rows of one kind that may be handed on, and what was left out."""
    columns, rows = columns_of(edition, table), list[Cells]()
    for row in table.rows(edition):
        if not reserved_by(edition, row):
            rows += cells_of(columns, row)
    withheld = extent_of(edition, table).withheld
    return Download(table, tuple(columns.values()), tuple(rows), withheld)


def reserved_by(edition: Edition, row: Any) -> set[str]:
    """The sources of a row that reserve reproduction.

    NRMP's figures are reserved whoever transcribed them, unless the source allows copying.
    """
    if not isinstance(row, Row):
        return set()
    specialty = edition.specialties.get(getattr(row, "specialty", ""))
    is_nrmp = KIND_OF_VALUE[type(row)].reserved and (
        specialty is None or specialty.match_service == "nrmp"
    )
    sources = {name: edition.sources[name] for name in row.sources}
    return {
        name
        for name, source in sources.items()
        if source.reserves_reproduction or (is_nrmp and not source.allows_copying)
    }


def columns_of(edition: Edition, table: FigureKind) -> dict[str, str]:
    """The values of a row and what they are called, what all figures have in common last.

    A column that came later is left out where every row has its default: files of earlier editions
    stay as they were.
    """
    rows = list(table.rows(edition))
    names = [
        field.name
        for field in fields(table.value)
        if field.name not in LEFT_OUT
        and not (
            field.name in table.added
            and all(getattr(row, field.name) == field.default for row in rows)
        )
    ]
    common = [name for name in COMMON if name in names]
    own = [name for name in names if name not in common]
    if table.value is NormTable:
        own[own.index("points") :] = POINT
    return {name: table.downloaded_as.get(name, name) for name in (*own, *common)}


def cells_of(columns: dict[str, str], row: Any) -> Iterator[Cells]:
    """A row as plain data; a norm table gives a row for each of its points."""
    for point in row.points if isinstance(row, NormTable) else [()]:
        given = dict(zip(POINT, point, strict=False))
        yield {
            written: plain_cell(given[name] if name in given else getattr(row, name))
            for name, written in columns.items()
        }


def plain_cell(value: Any) -> Any:
    if isinstance(value, Fraction):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Use:
    """One table that a source is used for: so many rows, in these specialties."""

    table: FigureKind
    rows: int
    specialties: tuple[str, ...]


def uses_of(edition: Edition) -> dict[str, tuple[Use, ...]]:
    """What each source is used for, by its id; empty for one used for nothing."""
    found: dict[str, list[Use]] = {name: [] for name in edition.sources}
    for table in KINDS.values():
        rows: dict[str, list[Row]] = {}
        for row in table.rows(edition):
            for name in getattr(row, "sources", ()):
                rows.setdefault(name, []).append(row)
        for name, cited in rows.items():
            specialties = sorted({getattr(row, "specialty", "") for row in cited} - {""})
            found[name].append(Use(table, len(cited), tuple(specialties)))
    return {name: tuple(uses) for name, uses in found.items()}


@dataclass(frozen=True, slots=True)
class Extent:
    """How many rows an edition holds of one kind, and how many of them a download leaves out."""

    table: FigureKind
    rows: int
    withheld: Withheld


def extents_of(edition: Edition) -> Iterator[Extent]:
    return (extent_of(edition, table) for table in KINDS.values())


def extent_of(edition: Edition, table: FigureKind) -> Extent:
    """How many rows of a kind there are, counted as a download would list them."""
    rows = withheld = 0
    reserved: set[str] = set()
    for row in table.rows(edition):
        lines = len(row.points) if isinstance(row, NormTable) else 1
        names = reserved_by(edition, row)
        rows += lines
        withheld += lines if names else 0
        reserved |= names
    sources = tuple(edition.sources[name] for name in sorted(reserved))
    return Extent(table, rows, Withheld(withheld, sources))
