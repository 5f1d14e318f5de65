import re
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict
from django.utils import timezone

from scores.engine.edition import Edition
from scores.engine.practice.reports import SURPLUS
from scores.engine.record import Record
from scores.engine.result import derive
from scores.forms.goal import IN_ORDER, read_goal_query
from scores.management.figures import add_edition, edition_named
from scores.management.files import add_files, read_table, write_table
from scores.wording.record import record_of

NUMBERED = re.compile(r"(test|score|taken)([0-9]+)")
FIELDS = tuple(name for name in IN_ORDER if name != "edition")
"""Columns named as in the query; the edition is an option instead, the same for all rows."""

SEVERAL = ("factor", "decline", "attempt_date")
"""Fields that may hold several values, separated by semicolons."""

RESULTS: dict[str, tuple[str, ...]] = {
    "target": ("target", "score"),
    "band_low": ("target", "low"),
    "band_high": ("target", "high"),
    "basis": ("target", "basis"),
    "without_factors": ("target", "without_factors"),
    "percentile": ("target", "percentile_text"),
    **{f"projection_{name}": ("projection", name) for name in ("mean", "low", "high")},
    **{name: ("projection", name) for name in ("p_target", "p_pass", "verdict")},
    **{name: ("projection", name) for name in ("without_gain", "trend")},
    **{name: ("verdict", name) for name in ("state", "headline", "action")},
    "match_percent": ("match", "at_target", "percent"),
    "match_percent_projected": ("match", "projected", "percent"),
}
"""The columns of a result, and where its record has them."""


class Command(BaseCommand):
    help = (
        "Derives the target of every student in a CSV or XLSX file: id, then the fields of the "
        "query of /goal/ (factor, decline and attempt_date separated by semicolons), several "
        "practice tests as test1, score1, taken1 and so on. Names bad rows by line and then writes "
        "nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_files(parser)
        add_edition(parser)

    def handle(self, *, infile: Path, outfile: Path, edition: str, **options: Any) -> None:
        table = read_table(infile, needs=("id",))
        figures, today = edition_named(edition), timezone.now().date()
        lines, problems = [], []
        for number, row in table.rows:
            try:
                record = derived(row, figures, today)
            except ValueError as refused:
                problems.append(f"Line {number}: {refused}")
            else:
                lines.append((row["id"], figures.label, *values_of(record)))
        if problems:
            raise CommandError("\n".join((f"{infile}: nothing was written.", *problems)))
        write_table(outfile, ("id", "edition", *RESULTS), lines)
        if unread := [name for name in table.columns if not _is_read(name)]:
            self.stdout.write(f"These columns were not read: {', '.join(unread)}.")
        self.stdout.write(f"{len(lines)} targets derived to {outfile}.")


def derived(row: dict[str, str], edition: Edition, today: date) -> Record:
    """The result of one student. Raises ValueError with everything that is wrong in the row."""
    if not (row["id"] or "").strip():
        raise ValueError("The id is missing.")
    if SURPLUS in row:
        raise ValueError("The row has a value beyond the named columns.")
    if any(not isinstance(value, str) for value in row.values()):
        raise ValueError("The row has not as many values as there are columns.")
    query = QueryDict(mutable=True)
    for name, value in _pairs(row):
        query.appendlist(name, value)
    read = read_goal_query(query, edition, today)
    if read.errors:
        raise ValueError(" ".join(says for sentences in read.errors.values() for says in sentences))
    return record_of(derive(edition, read.answers, today=today))


def _is_read(column: str) -> bool:
    return column == "id" or column in FIELDS or bool(NUMBERED.fullmatch(column))


def _pairs(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The row as a query: test1, score1 and taken1 become one practice test, in parallel lists."""
    numbers = {match[2] for column in row if (match := NUMBERED.fullmatch(column))}
    for number in sorted(numbers, key=int):
        for name in ("test", "score", "taken"):
            yield name, row.get(f"{name}{number}", "").strip()
    for column, value in row.items():
        if column in FIELDS:
            parts = value.split(";") if column in SEVERAL else [value]
            yield from ((column, part.strip()) for part in parts)


def values_of(record: Record) -> list[object]:
    return [_value(record, path) for path in RESULTS.values()]


def _value(record: Record, path: tuple[str, ...]) -> object:
    """The value at the end of a path; None if the path breaks off."""
    value: Any = record
    for name in path:
        value = (value or {}).get(name)
    return value
