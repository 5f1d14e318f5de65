from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scores.engine.edition import Edition
from scores.engine.floor import floor_on
from scores.engine.practice.model import Forecast, forecast
from scores.engine.practice.projection import is_thin, weak_low
from scores.engine.practice.readings import PRIORS, Model
from scores.engine.practice.reports import FIRST_YEAR, LAST_YEAR, Report, RowsRefused, read_sittings
from scores.engine.verdict import level_state
from scores.forms.sheets import Table
from scores.management.figures import add_edition, edition_with_model
from scores.management.files import add_files, read_table, write_table

COLUMNS = ("report_id", "mean", "low", "high", "without_gain", "trend", "state")


class Command(BaseCommand):
    help = (
        "Projects the actual score of every report in a CSV file with the columns report_id, test, "
        "score, unit (score or percent) and days_before_exam (may be empty), perhaps exam_year. "
        "Writes report_id, mean (empty where only a range is given), low and high (the 80% "
        "interval), where the tests are without gain, their trend, and whether that is "
        "below-passing, not-safe, falling or ok. Names bad rows by line and then writes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_files(parser)
        add_edition(parser)
        parser.add_argument(
            "--prior",
            choices=PRIORS,
            default=PRIORS[0],
            help="toward whom scores are adjusted; posters is for checking, and tells every mean",
        )
        parser.add_argument(
            "--exam-year",
            type=int,
            metavar="YYYY",
            choices=range(FIRST_YEAR, LAST_YEAR + 1),
            help="where the file has no column exam_year; default: today’s",
        )

    def handle(
        self,
        *,
        infile: Path,
        outfile: Path,
        edition: str,
        prior: str = PRIORS[0],
        exam_year: int | None = None,
        **options: Any,
    ) -> None:
        table = read_table(infile, needs=("report_id", "test", "score"))
        figures = edition_with_model(edition)
        try:
            rows = list(projected(table, figures, prior, exam_year))
        except RowsRefused as refused:
            problems = "\n".join(refused.problems)
            raise CommandError(f"{infile}: nothing was written.\n{problems}") from refused
        write_table(outfile, COLUMNS, rows)
        self.stdout.write(f"{len(rows)} reports projected to {outfile}.")


def projected(
    table: Table, edition: Edition, prior: str, exam_year: int | None
) -> Iterator[tuple[str, ...]]:
    """One row for each report, in the order of the file. Raises RowsRefused."""
    reports = read_sittings(table.rows, edition)
    refused = [report for report in reports if _is_all_after(report)]
    if refused:
        raise RowsRefused(_none_before(report, table) for report in refused)
    for report in reports:
        year = report.year or exam_year
        model = Model.of(edition, prior, year)
        if found := forecast(model, report.sittings):
            yield (report.id, *_told(edition, model, found, year))


def _is_all_after(report: Report) -> bool:
    return all(each.days is not None and each.days < 0 for each in report.sittings)


def _told(edition: Edition, model: Model, found: Forecast, year: int | None) -> tuple[str, ...]:
    """The values of a row as a result shows them; with the prior posters, always with a mean."""
    day = date(year, 12, 31) if year else timezone.localdate()
    level, is_weak = found.without_gain, is_thin(model, found) and found.prior.id != "posters"
    low = weak_low(model, found) if is_weak else found.low
    state = level_state(edition, floor_on(edition, "step2ck", day), level)
    if not state:
        state = "falling" if found.trend.id == "falling" else "ok"
    mean = "" if is_weak else f"{found.mean:.1f}"
    return (mean, f"{low:.1f}", f"{found.high:.1f}", f"{level:.1f}", found.trend.id, state)


def _none_before(report: Report, table: Table) -> str:
    line = next(line for line, row in table.rows if row["report_id"].strip() == report.id)
    return f"Line {line}: {report.id} has no practice test before the exam."
