from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scores.engine.edition import Edition
from scores.engine.practice.model import forecast
from scores.engine.practice.reports import Report, RowsRefused, read_sittings
from scores.engine.practice.scale import Model
from scores.management.figures import add_edition, edition_named
from scores.management.files import Table, add_files, read_table, write_table

COLUMNS = ("report_id", "mean", "low", "high")


class Command(BaseCommand):
    help = (
        "Projects the actual score of every report in a CSV file with the columns report_id, test, "
        "score, unit (score or percent) and days_before_exam (may be empty). Writes report_id, "
        "mean, low and high (the 80% interval). Names bad rows by line and then writes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_files(parser)
        add_edition(parser)

    def handle(self, *, infile: Path, outfile: Path, edition: str, **options: Any) -> None:
        table = read_table(infile, needs=("report_id", "test", "score"))
        try:
            rows = projected(table, edition_named(edition))
        except RowsRefused as refused:
            problems = "\n".join(refused.problems)
            raise CommandError(f"{infile}: nothing was written.\n{problems}") from refused
        write_table(outfile, COLUMNS, rows)
        self.stdout.write(f"{len(rows)} reports projected to {outfile}.")


def projected(table: Table, edition: Edition) -> list[tuple[str, str, str, str]]:
    """One row for each report, in the order of the file. Raises RowsRefused."""
    reports = read_sittings(table.rows, edition)
    model = Model.of(edition)
    found = [(report, forecast(model, report.sittings)) for report in reports]
    refused = [report for report, projection in found if projection is None]
    if refused:
        raise RowsRefused(_none_before(report, table) for report in refused)
    return [
        (report.id, f"{each.mean:.1f}", f"{each.low:.1f}", f"{each.high:.1f}")
        for report, each in found
        if each is not None
    ]


def _none_before(report: Report, table: Table) -> str:
    line = next(line for line, row in table.rows if row["report_id"].strip() == report.id)
    return f"Line {line}: {report.id} has no practice test before the exam."
