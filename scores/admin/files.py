"""Reads an editor's file as rows of a table.

`headers` finds what its columns are. A wide table becomes one row for the matched and one for the
unmatched. Values given for all rows fill what the file leaves empty.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from import_export.formats.base_formats import Format
from openpyxl.utils import get_column_letter

from scores.admin.columns import Columns
from scores.admin.headers import Header, Heading, heading_of
from scores.forms.cells import ENDS, NOTHING
from scores.forms.sheets import Cells, SheetRefused, lines_of

MOST_ROWS = 1_000
"""Almost four times the rows of the largest table: each is checked separately, which takes time."""
TOTALS = {"total", "totals", "grand total", "sum"}
"""The first words of a line of totals."""
MOST_BYTES = 5_000_000
"""The largest file, in bytes."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file: its text by column, the cell of each text, and texts without a column."""

    line: int
    cells: Mapping[str, str]
    places: Mapping[str, str]
    strays: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    rows: tuple[FileRow, ...]
    columns: tuple[tuple[str, str, str], ...]
    """For each column of the file: its letter, its header, and the title it was read as."""
    notes: tuple[str, ...]
    for_all: Mapping[str, str]

    def kept(self) -> bytes:
        """The bytes kept from the preview to the import, so that both have the same rows."""
        return json.dumps(asdict(self)).encode()


def understand(name: str, data: bytes, columns: Columns, for_all: Mapping[str, str]) -> Understood:
    """What a file says. Raises ValidationError with a sentence for each fault in its form."""
    if len(data) > MOST_BYTES:
        raise ValidationError(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        lines = lines_of(name, data)
    except SheetRefused as refused:
        raise ValidationError(str(refused)) from refused
    heading = heading_of(lines, columns)
    said = [*_faults(heading, columns, for_all)]
    below = lines[heading.index + 1 :]
    if not below and not said:
        said = ["The file has no rows below its header."]
    if len(below) > MOST_ROWS:
        said = [f"The file has more than {MOST_ROWS:,} rows, more than any table of an edition."]
    if said:
        raise ValidationError(said)
    notes = [*_notes(lines, heading)]
    rows = [*_rows(below, heading, for_all, notes)]
    notes += _ends(rows)
    return Understood(tuple(rows), _columns(heading, columns), tuple(notes), dict(for_all))


def _faults(heading: Heading, columns: Columns, for_all: Mapping[str, str]) -> Iterator[str]:
    titles, given = columns.titles, {header.column for header in heading.known}
    if not given:
        yield f"No line of the file names a column. The columns are {', '.join(titles.values())}."
        return
    outcome = {"outcome"} if heading.outcomes else set[str]()
    missing = [
        titles[column.name]
        for column in columns.key
        if column.name not in given | for_all.keys() | outcome
    ]
    if missing:
        named = " and no column ".join(f"“{name}”" for name in missing)
        yield (
            f"There is no column {named}, by which a row is known. Add it, or say it below under "
            "The same for all rows."
        )
    for header in heading.headers:
        if header.meant and not header.column:
            yield f"{header.letter}: is “{header.text[:40]}” the column “{titles[header.meant]}”?"
    yield from _twice(heading, titles)


def _twice(heading: Heading, titles: Mapping[str, str]) -> Iterator[str]:
    first: dict[tuple[str, str], str] = {}
    for header in heading.known:
        letter = first.setdefault((header.column, header.outcome), header.letter)
        if letter != header.letter:
            yield f"Columns {letter} and {header.letter} are both “{titles[header.column]}”."
            return


def _notes(lines: Sequence[tuple[int, Cells]], heading: Heading) -> Iterator[str]:
    if heading.index:
        line = lines[heading.index][0]
        yield f"The header ends on line {line}; of what is above it, only titles of columns count."
    if heading.outcomes:
        said = " and one for the ".join(heading.outcomes)
        yield f"Each line becomes one row for the {said}."


def _ends(rows: Iterable[FileRow]) -> Iterator[str]:
    """Says that percentiles such as “<1” and “>99” are kept as numbers."""
    texts = [row.cells.get("percentile", "").replace(" ", "") for row in rows]
    for text, number in ENDS.items():
        if many := texts.count(text):
            yield f"“{text}” is kept as {number}, in {many} row{'' if many == 1 else 's'}."


def _columns(heading: Heading, columns: Columns) -> tuple[tuple[str, str, str], ...]:
    titles = columns.titles
    return tuple((each.letter, each.text[:60], _read_as(each, titles)) for each in heading.headers)


def _read_as(header: Header, titles: Mapping[str, str]) -> str:
    if not header.column:
        return ""
    return titles[header.column] + (f", of the {header.outcome}" if header.outcome else "")


def _rows(
    lines: Iterable[tuple[int, Cells]],
    heading: Heading,
    for_all: Mapping[str, str],
    notes: list[str],
) -> Iterator[FileRow]:
    alone: list[str] = []
    sums: list[str] = []
    empty: dict[str, None] = {}
    for line, cells in lines:
        skipped = _skipped(cells, heading, alone, sums)
        if skipped is not None:
            skipped.append(str(line))
            continue
        for outcome in heading.outcomes or ("",):
            row = _row(line, cells, heading, outcome, for_all)
            if row is None:
                empty[f"line {line}{f', {outcome}' if outcome else ''}"] = None
            else:
                yield row
    if alone:
        notes.append(f"Not read, with a single cell: line {', '.join(alone)}.")
    if sums:
        notes.append(f"Not read, a total: line {', '.join(sums)}.")
    if empty:
        notes.append(f"Left out, without a figure: {'; '.join(empty)}.")


def _skipped(cells: Cells, heading: Heading, alone: list[str], sums: list[str]) -> list[str] | None:
    """The list of skipped lines that a line belongs to; None if it is a row."""
    filled = [cell.strip() for cell in cells if cell and cell.strip()]
    if len(filled) == 1 and len(heading.known) > 2:
        return alone
    return sums if filled and filled[0].casefold().rstrip(":") in TOTALS else None


def _row(
    line: int, cells: Cells, heading: Heading, outcome: str, for_all: Mapping[str, str]
) -> FileRow | None:
    """The row of one outcome; None if all columns of that outcome are empty."""
    texts, places = dict(for_all), dict.fromkeys(for_all, "")
    if outcome:
        texts["outcome"], places["outcome"] = outcome, ""
    own = False
    for header in heading.known:
        if header.outcome in ("", outcome):
            text = _text(cells, header.place)
            own = own or bool(header.outcome and text.casefold() not in {"", *NOTHING})
            if text or header.column not in for_all:
                texts[header.column], places[header.column] = text, f"{header.letter}{line}"
    named = {header.place for header in heading.headers}
    strays = tuple(
        (f"{get_column_letter(place + 1)}{line}", cell.strip()[:40])
        for place, cell in enumerate(cells)
        if cell and cell.strip() and place not in named
    )
    return None if outcome and not own else FileRow(line, texts, places, strays)


def _text(cells: Cells, place: int) -> str:
    return ((cells[place] if place < len(cells) else "") or "").strip()


class Kept(Format):
    """The format of a file that was read, between the preview and the import."""

    def __init__(self, encoding: str | None = None) -> None:
        """Ignores the encoding: the bytes are ours, whatever the file had."""

    def get_title(self) -> str:
        return "kept"

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> tablib.Dataset:
        kept = json.loads(in_stream)
        rows = [FileRow(**row) for row in kept["rows"]]
        names = list(dict.fromkeys(name for row in rows for name in row.cells))
        dataset = tablib.Dataset(headers=names)
        for row in rows:
            dataset.append([row.cells.get(name) for name in names])
        dataset.rows, dataset.for_all = rows, kept["for_all"]
        return dataset
