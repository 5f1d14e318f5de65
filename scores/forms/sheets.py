"""Reading and writing files with a table: CSV or a workbook (XLSX).

A CSV file may be separated by commas, semicolons, tabs or bars, and be in UTF-8, UTF-16 or
Windows-1252. `workbooks` handles workbooks.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from scores.engine.errors import UsmlegoalsError
from scores.engine.practice.reports import SURPLUS
from scores.forms.cells import is_formula
from scores.forms.workbooks import BrokenWorkbook, cells_of, workbook_of

MOST_BYTES = 10_000_000
WORKBOOKS = (".xlsx", ".xlsm")
OTHER_WORKBOOKS = (".xls", ".xlsb", ".ods", ".numbers")
SEPARATORS = ",;\t|"
LOOKED_AT, MOST_LOOKED_AT = 20, 100_000
"""How many lines, and characters, are examined to find the separator."""

Cells = Sequence[str | None]
Lines = Iterable[tuple[int, Cells]]
"""The number and cells of each line; None is a cell that the line is too short for."""


class SheetRefused(UsmlegoalsError):
    """The file cannot be read as a table. The message says why."""


@dataclass(frozen=True, slots=True)
class Table:
    """The named columns of a file, and its rows by line number, without blank ones.

    A row's cells outside the named columns are under SURPLUS.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict], ...]


def is_workbook(name: str) -> bool:
    return PurePath(name).suffix.lower() in WORKBOOKS


def read_sheet(name: str, data: bytes) -> Table:
    """The table in a file; the ending of its name gives the format. Raises SheetRefused."""
    return _table_of(lines_of(name, data))


def lines_of(name: str, data: bytes) -> list[tuple[int, Cells]]:
    """The number and cells of each line that is not blank. Raises SheetRefused."""
    _see_that_it_is_known(name)
    if len(data) > MOST_BYTES:
        raise SheetRefused(f"The file is larger than {MOST_BYTES // 1_000_000} MB: split it.")
    try:
        lines: Lines = cells_of(data) if is_workbook(name) else _lines_of(_text_of(data))
        return [(line, cells) for line, cells in lines if any(map(_is_filled, cells))]
    except (BrokenWorkbook, UnicodeDecodeError, csv.Error) as problem:
        raise SheetRefused(f"The file cannot be read: {problem}") from problem


def written_sheet(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A file with these columns and rows, in which no text runs as a formula.

    The ending of the name gives the format. Raises SheetRefused.
    """
    _see_that_it_is_known(name)
    if is_workbook(name):
        return workbook_of([columns, *rows])
    text = io.StringIO()
    lines = ([_as_text(value) for value in row] for row in (columns, *rows))
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode()


def _see_that_it_is_known(name: str) -> None:
    ending = PurePath(name).suffix.lower()
    if ending in OTHER_WORKBOOKS:
        raise SheetRefused(f"Workbooks ending in {ending} are not supported: use XLSX or CSV.")


def _as_text(value: object) -> object:
    """The value, with an apostrophe before a text that a spreadsheet would run as a formula."""
    return f"'{value}" if isinstance(value, str) and is_formula(value) else value


def _text_of(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        raise BrokenWorkbook("it is a workbook: give its name the ending .xlsx.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _lines_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each record, with the number of the line that it ends on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    for cells in reader:
        if not (reader.line_num == 1 and re.fullmatch("sep=.?", "".join(cells))):
            yield reader.line_num, cells


def _separator(text: str) -> str:
    """The separator of the columns. The first line may name it, as in sep=;.

    Otherwise it is the one that occurs equally often in most lines, outside of quotes.
    """
    first = text.partition("\n")[0].rstrip("\r")
    if first.startswith("sep=") and first[4:] and first[4] in SEPARATORS:
        return first[4]
    start = re.sub(r'"[^"]*"', "", text[:MOST_LOOKED_AT])
    lines = [line for line in start.splitlines()[:LOOKED_AT] if line.strip()]
    return max(SEPARATORS, key=lambda one: _agreement([line.count(one) for line in lines]))


def _agreement(counts: Sequence[int]) -> tuple[int, int]:
    """How many lines share the most common count, and that count; zeros do not count."""
    return max(((counts.count(many), many) for many in set(counts) - {0}), default=(0, 0))


def _table_of(lines: Lines) -> Table:
    filled = iter(lines)
    _, header = next(filled, (0, ()))
    columns = tuple(_column(cell) for cell in header)
    named = tuple(name for name in columns if name)
    twice = sorted({name for name in named if named.count(name) > 1})
    if not named:
        raise SheetRefused("The file is empty.")
    if twice:
        raise SheetRefused(f"The column {twice[0]} is there twice.")
    return Table(named, tuple((line, _row_of(columns, cells)) for line, cells in filled))


def _is_filled(cell: str | None) -> bool:
    return bool(cell and cell.strip())


def _column(cell: str | None) -> str:
    """The name of a column from its head: “Exam date” becomes exam_date."""
    return re.sub(r"\s+", "_", (cell or "").strip().casefold())


def _row_of(columns: Sequence[str], cells: Cells) -> dict:
    short = [None] * (len(columns) - len(cells))
    row: dict = {name: cell for name, cell in zip(columns, (*cells, *short), strict=False) if name}
    unnamed = [cell for name, cell in zip(columns, cells, strict=False) if not name]
    surplus = [cell for cell in (*unnamed, *cells[len(columns) :]) if _is_filled(cell)]
    return row | {SURPLUS: surplus} if surplus else row
