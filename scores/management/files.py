"""Files a command reads and writes: the whole of them or nothing."""

import csv
import os
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.management.base import CommandError

from scores.engine.practice.reports import SURPLUS


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: its columns, and its rows with the line each ends on."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def add_files(parser: ArgumentParser) -> None:
    parser.add_argument("infile", type=Path, metavar="IN.csv")
    parser.add_argument("outfile", type=Path, metavar="OUT.csv")


def read_table(path: Path, *, needs: Sequence[str] = ()) -> Table:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey=SURPLUS, strict=True)
            columns = tuple(reader.fieldnames or ())
            rows = tuple((reader.line_num, row) for row in reader)
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise CommandError(f"{path} cannot be read: {problem}") from problem
    if not columns:
        raise CommandError(f"{path} is empty.")
    missing = [name for name in needs if name not in columns]
    if missing:
        raise CommandError(f"{path} has no column {', '.join(missing)}. Nothing was written.")
    return Table(columns, rows)


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A file that was there before is replaced once the new one is complete."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows((columns, *rows))
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as problem:
        raise CommandError(f"{path} cannot be written: {problem}") from problem
