"""Reads and writes the tables of commands: whole files or nothing."""

import os
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.core.management.base import CommandError

from scores.forms.sheets import MOST_BYTES, SheetRefused, Table, read_sheet, written_sheet


def add_files(parser: ArgumentParser) -> None:
    parser.add_argument("infile", type=Path, metavar="IN", help="a CSV or XLSX file, by its name")
    parser.add_argument("outfile", type=Path, metavar="OUT", help="the same")


def read_table(path: Path, *, needs: Sequence[str] = ()) -> Table:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        table = read_sheet(path.name, data)
    except OSError as problem:
        raise CommandError(f"{path} cannot be read: {problem}") from problem
    except SheetRefused as refused:
        raise CommandError(f"{path}: {refused} Nothing was written.") from refused
    missing = [name for name in needs if name not in table.columns]
    if missing:
        raise CommandError(f"{path} has no column {', '.join(missing)}. Nothing was written.")
    return table


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Writes a table; a file of that name is replaced only once the new one is complete."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        data = written_sheet(path.name, columns, rows)
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as problem:
        raise CommandError(f"{path} cannot be written: {problem}") from problem
    except SheetRefused as refused:
        raise CommandError(f"{path}: {refused} Nothing was written.") from refused
