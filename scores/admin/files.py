"""A CSV file as an editor sends it: every refusal names the line, before any row is looked at."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from import_export.formats.base_formats import CSV

from scores.editions.columns import Columns, is_formula, undefused

MOST_ROWS = 1_000
"""Four times as many as the largest table has: each is checked by itself, which takes a while."""
MOST_BYTES = 5_000_000
MOST_SAID = 20
"""Faults that are said one by one: nobody reads more of them."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The header of a file, and its rows with the line on which each ends."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]


def read_sheet(data: bytes) -> Sheet:
    """Raises ValidationError with a sentence where it is no CSV file that we take."""
    if len(data) > MOST_BYTES:
        raise ValidationError(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ValidationError(
            f"Line {line}: this is not UTF-8. Save the file as “CSV UTF-8” and send it again."
        ) from error
    if "\0" in text:
        raise ValidationError("This is not a CSV file: save the sheet as “CSV UTF-8”.")
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = tuple(name.strip() for name in next(reader, []))
        return Sheet(header, tuple(_rows(reader)))
    except csv.Error as error:
        raise ValidationError(f"Line {reader.line_num}: {error}.") from error


def _rows(reader: Any) -> Iterator[tuple[int, list[str]]]:
    many = 0
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        many += 1
        if many > MOST_ROWS:
            raise ValidationError(
                f"The file has more than {MOST_ROWS:,} rows, more than any table of an edition. "
                "Is it the right one?"
            )
        yield reader.line_num, [cell.strip() for cell in row]


def check_sheet(sheet: Sheet, columns: Columns) -> None:
    """Raises ValidationError with a sentence for each thing that is wrong with its form."""
    said = [*_header_faults(sheet.header, columns)] or [*_row_faults(sheet)]
    if not sheet.rows and not said:
        said = ["The file has no rows below its header."]
    if len(said) > MOST_SAID:
        said = [*said[:MOST_SAID], f"And {len(said) - MOST_SAID} more."]
    if said:
        raise ValidationError(said)


def _header_faults(header: Sequence[str], columns: Columns) -> Iterator[str]:
    missing = [column.name for column in columns.key if column.name not in header]
    unknown = [name for name in header if name not in columns.names]
    if missing:
        yield f"Line 1: there is no column {', '.join(missing)}, by which a row is known."
    if unknown:
        named = ", ".join(f"“{name[:40]}”" for name in unknown[:MOST_SAID])
        yield (
            f"Line 1: there is no such column as {named}."
            f" The columns are {', '.join(columns.names)}."
        )
    if len(set(header)) < len(header):
        yield "Line 1: a column is there twice."


def _row_faults(sheet: Sheet) -> Iterator[str]:
    for line, cells in sheet.rows:
        if len(cells) != len(sheet.header):
            yield f"Line {line}: it has {len(cells)} cells, the header has {len(sheet.header)}."
            continue
        for name, cell in zip(sheet.header, cells, strict=True):
            if is_formula(cell):
                yield f"Line {line}: {name}: “{cell[:40]}” begins like a formula."


class CsvFile(CSV):
    """CSV in UTF-8, kept byte for byte between the preview and the import."""

    def is_binary(self) -> bool:
        return True

    def get_read_mode(self) -> str:
        return "rb"

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> tablib.Dataset:
        sheet = read_sheet(in_stream)
        rows = [tuple(undefused(cell) for cell in cells) for _, cells in sheet.rows]
        dataset = tablib.Dataset(*rows, headers=sheet.header)
        dataset.lines = [line for line, _ in sheet.rows]
        return dataset
