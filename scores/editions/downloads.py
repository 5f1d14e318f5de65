"""Figures as plain rows for downloads, and what each source is used for.

The figures of a source that reserves reproduction may be cited one by one but never listed whole. A
download leaves such rows out, and says how many there are and where to read them.
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
"""Columns that every figure has; they come last."""

LEFT_OUT = frozenset({"where", "bands"})
"""Fields without a column: a word derived from another column, and rows with their own table."""

POINT = ("score", "percentile")
"""The columns of one point of a norm table."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """How many rows a download leaves out, and the sources that reserve them."""

    rows: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Download:
    table: FigureKind
    columns: tuple[str, ...]
    rows: tuple[Cells, ...]
    withheld: Withheld


def download_of(edition: Edition, table: FigureKind) -> Download:
    """The rows of one kind that may be passed on, and how many were left out."""
    columns, rows = columns_of(edition, table), list[Cells]()
    for row in table.rows(edition):
        if not reserved_by(edition, row):
            rows += cells_of(columns, row)
    withheld = extent_of(edition, table).withheld
    return Download(table, tuple(columns.values()), tuple(rows), withheld)


def reserved_by(edition: Edition, row: Any) -> set[str]:
    """The ids of the sources of a row that reserve reproduction; empty if it may be listed.

    NRMP's figures are reserved no matter who transcribed them, unless the source allows copying.
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
    """The columns of a download, by field name; those that all figures share come last.

    A column added later is left out while every row has its default, so that the files of earlier
    editions stay the same.
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
    """A figure as rows of plain data: one row, or one for each point of a norm table."""
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
    """A kind of figure that a source is used for: how many rows, and in which specialties."""

    table: FigureKind
    rows: int
    specialties: tuple[str, ...]


def uses_of(edition: Edition) -> dict[str, tuple[Use, ...]]:
    """The uses of each source, by its id; empty for a source without any."""
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
    """How many rows of one kind an edition has, and how many of them a download leaves out."""

    table: FigureKind
    rows: int
    withheld: Withheld


def extents_of(edition: Edition) -> Iterator[Extent]:
    return (extent_of(edition, table) for table in KINDS.values())


def extent_of(edition: Edition, table: FigureKind) -> Extent:
    """The extent of one kind, counted in rows of a download."""
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
