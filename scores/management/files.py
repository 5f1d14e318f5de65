"""Files a command reads and writes: the whole of them or nothing."""

import csv
import os
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


def read_table(path: Path) -> Table:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey=SURPLUS, strict=True)
            columns = tuple(reader.fieldnames or ())
            rows = tuple((reader.line_num, row) for row in reader)
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise CommandError(f"{path} cannot be read: {problem}") from problem
    if not columns:
        raise CommandError(f"{path} is empty.")
    return Table(columns, rows)


def need_columns(path: Path, table: Table, columns: Sequence[str]) -> None:
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise CommandError(f"{path} has no column {', '.join(missing)}. Nothing was written.")


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A file that was there before is replaced once the new one is complete."""
    try:
        _write_beside(path, columns, rows)
    except OSError as problem:
        raise CommandError(f"{path} cannot be written: {problem}") from problem


def _write_beside(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
