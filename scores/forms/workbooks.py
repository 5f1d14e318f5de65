"""Workbooks (XLSX): reads the first visible sheet as text, and writes tables."""

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from scores.engine.errors import UsmlegoalsError

MOST_UNPACKED = 20_000_000
"""In bytes: a small file may unpack to more than the memory holds."""

MOST_ROWS = 1_048_576
"""The most rows that a sheet can have."""

ENCRYPTED = b"\xd0\xcf\x11\xe0"
"""The first bytes of a workbook with a password, or from a program before 2007."""


class BrokenWorkbook(UsmlegoalsError):
    """The file is no workbook, or not a readable one. The message says why."""


def cells_of(data: bytes) -> list[tuple[int, list[str]]]:
    """The number and cells of each filled row of the first visible sheet, as text.

    All rows have the same length. Raises BrokenWorkbook.
    """
    _see_that_it_can_be_read(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts that are not read, like validation rules
            rows = list(_rows(data))
    except BrokenWorkbook:
        raise
    except Exception as problem:  # a damaged file can make the library raise anything
        raise BrokenWorkbook("it is damaged, or no workbook. Save it as XLSX anew.") from problem
    width = max((len(cells) for _, cells in rows), default=0)
    return [(number, cells + [""] * (width - len(cells))) for number, cells in rows]


def workbook_of(rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook with one sheet, in which no text runs as a formula."""
    book = Workbook(write_only=True)
    add_sheet(book, "Targets", rows)
    return saved(book)


def add_sheet(book: Workbook, title: str, rows: Iterable[Sequence[object]]) -> Any:
    """Add a sheet of these rows after the others. Its first row stays in view."""
    sheet: Any = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    return sheet


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, value: object) -> object:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _see_that_it_can_be_read(data: bytes) -> None:
    if data.startswith(ENCRYPTED):
        raise BrokenWorkbook("it has a password, or is of an old program. Save it as XLSX without.")
    try:
        with ZipFile(io.BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        # zipfile raises NotImplementedError for a compression or version that it does not know.
        raise BrokenWorkbook("it is damaged, or no workbook. Save it as XLSX anew.") from problem
    if unpacked > MOST_UNPACKED:
        raise BrokenWorkbook("it is too large. Copy the class list alone to a new workbook.")


def _rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Filled rows by number. Read twice: for the values, and to find which are formulas."""
    pair = zip(_sheet(data, data_only=True), _sheet(data, data_only=False), strict=True)
    for number, (values, formulas) in enumerate(pair, start=1):
        for value, formula in zip(values, formulas, strict=True):
            if formula.data_type == "f" and value.value is None and value.data_type != "str":
                raise BrokenWorkbook(
                    f"the formula in {value.coordinate} has no value yet. Open the file in a "
                    "spreadsheet and save it."
                )
        cells = [_text(cell) for cell in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _sheet(data: bytes, *, data_only: bool) -> Iterator[Sequence[Any]]:
    """The cells of the first visible sheet. Its stated size is ignored, as it may be wrong."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=data_only)
    sheets = book.worksheets
    if not sheets:
        raise BrokenWorkbook("it has no sheet.")
    sheet: Any = next((each for each in sheets if each.sheet_state == "visible"), sheets[0])
    sheet.reset_dimensions()
    rows: Iterator[Sequence[Any]] = sheet.iter_rows(max_row=MOST_ROWS)
    return rows


def _text(cell: Any) -> str:
    """The text of a cell: a day as 2027-05-01, 0.78 in percent as 78%, 250.0 as 250."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).strip()
    return _number(value, cell.number_format or "")


def _number(value: float, shown_as: str) -> str:
    if "%" in shown_as:
        return f"{value * 100:.10g}%"
    if value == int(value):
        zeros = shown_as if re.fullmatch("0+", shown_as) else ""
        return str(int(value)).zfill(len(zeros))
    return f"{value:.10g}"
