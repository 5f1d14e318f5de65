from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scores.engine.backtest import Backtest, Band, Errors, Tested
from scores.engine.figures import band_text
from scores.engine.readings import Model
from scores.management.figures import edition_named, fitting_reports, reports_of

NOTE = (
    "Volunteers: they score high, hardly anyone below 225. Errors are projected minus actual. "
    "Reports the model was fitted on are projected without their own tenth of the data."
)


class Command(BaseCommand):
    help = (
        "Compares projections with actual scores: number, mean absolute error, bias and how often "
        "the interval held the score, beside the simple rules, for files in the formats of "
        "fixtures/backtest. Never in-sample."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--edition", default="", help="default: the current one")

    def handle(self, *, files: list[Path], edition: str, **options: Any) -> None:
        figures = edition_named(edition)
        backtest = Backtest(Model.of(figures), fitting_reports(figures))
        for path in files:
            reports = reports_of(path, figures)
            try:
                results = backtest.of(reports)
            except ValueError as problem:
                raise CommandError(f"{path}: {problem}") from problem
            for tested in results:
                self.stdout.write("\n".join((path.name, *lines_of(tested), "")))
        self.stdout.write(NOTE)


def lines_of(tested: Tested) -> list[str]:
    low, high = tested.coverage.interval
    return [
        f"  {'':<22} {'n':>4} {'MAE':>7} {'bias':>7} {'in interval':>12}",
        *(_line(errors) for errors in tested.baselines),
        f"{_line(tested.projection)} {tested.coverage.share:>11.1%}",
        f"  binomial interval of that share: {low:.1%} to {high:.1%}",
        f"  MAE minus the regression line's: {tested.to_line.points:+.3f} "
        f"(bootstrap error {tested.to_line.error:.3f})",
        "  by projected score",
        *(_band_line(band) for band in tested.bands),
    ]


def _line(errors: Errors) -> str:
    return f"  {errors.name:<22} {errors.n:>4} {errors.mean_absolute:>7.3f} {errors.bias:>+7.2f}"


def _band_line(band: Band) -> str:
    name = band_text(band.low, None if band.high is None else band.high - 1)
    errors, share = band.errors, band.coverage.share
    return (
        f"    {name:<20} {errors.n:>4} {errors.mean_absolute:>7.3f} {errors.bias:>+7.2f}"
        f" {share:>11.1%}"
    )
