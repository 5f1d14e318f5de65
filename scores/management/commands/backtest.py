import json
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scores.engine import VERSION
from scores.engine.edition import Edition
from scores.engine.practice.backtest import Backtest, Band, Errors, Tested
from scores.engine.practice.readings import PRIORS, has_model
from scores.engine.practice.scale import Model
from scores.management import evidence
from scores.management.figures import add_edition, edition_named, fitting_reports, reports_of
from scores.wording.values import band_text

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
        add_edition(parser)
        parser.add_argument(
            "--write", type=Path, metavar="FILE", help="the same numbers as JSON, as /method/ reads"
        )
        parser.add_argument(
            "--prior",
            choices=PRIORS,
            help="toward whom scores are adjusted; default: posters, then examinees",
        )

    def handle(
        self,
        *,
        files: list[Path],
        edition: str,
        write: Path | None = None,
        prior: str | None = None,
        **options: Any,
    ) -> None:
        figures = edition_named(edition)
        if has_model(figures):
            self._evidence(figures, files, write, [prior] if prior else evidence.PRIORS)
            return
        backtest = Backtest(Model.of(figures), fitting_reports(figures))
        sets = []
        for path in files:
            reports = reports_of(path, figures)
            try:
                results = backtest.of(reports)
            except ValueError as problem:
                raise CommandError(f"{path}: {problem}") from problem
            for tested in results:
                self.stdout.write("\n".join((path.name, *lines_of(tested), "")))
                sets.append({"file": path.name} | data_of(tested))
        self.stdout.write(NOTE)
        if write:
            kept = {"edition": figures.label, "engine": VERSION, "sets": sets}
            write.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")

    def _evidence(
        self, figures: Edition, files: list[Path], write: Path | None, priors: Sequence[str]
    ) -> None:
        sets = {path.name: reports_of(path, figures) for path in files}
        try:
            found = evidence.evidence_of(figures, fitting_reports(figures), sets, priors)
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write("\n".join(evidence.lines_of(found)))
        if write:
            write.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def data_of(tested: Tested) -> dict[str, Any]:
    """The result in plain numbers, rounded as they are printed."""
    return {
        "set": tested.set,
        "rules": [_errors_data(errors) for errors in (*tested.baselines, tested.projection)],
        "variants": [_errors_data(errors) for errors in tested.variants],
        "weak": [_errors_data(errors) for errors in tested.weak],
        "coverage": [_percent(tested.coverage.share), *map(_percent, tested.coverage.interval)],
        "to_line": [round(tested.to_line.points, 3), round(tested.to_line.error, 3)],
        "bands": [
            _errors_data(_named(band)) | {"coverage": _percent(band.coverage.share)}
            for band in tested.bands
        ],
    }


def _errors_data(errors: Errors) -> dict[str, Any]:
    mean_absolute, bias = round(errors.mean_absolute, 3), _without_minus_zero(errors.bias)
    return {"name": errors.name, "n": errors.n, "mae": mean_absolute, "bias": bias}


def _percent(share: float) -> float:
    return round(100 * share, 1)


def lines_of(tested: Tested) -> list[str]:
    low, high = tested.coverage.interval
    return [
        f"{'':<38} {'n':>4} {'MAE':>7} {'bias':>7} {'in interval':>12}",
        *(_line(errors) for errors in tested.baselines),
        f"{_line(tested.projection)} {tested.coverage.share:>11.1%}",
        f"  binomial interval of that share: {low:.1%} to {high:.1%}",
        f"  MAE minus the regression line's: {tested.to_line.points:+.3f} "
        f"(bootstrap error {tested.to_line.error:.3f})",
        "  the projection otherwise",
        *(_line(errors, indent=4) for errors in tested.variants),
        "  by projected score",
        *(f"{_line(_named(band), indent=4)} {band.coverage.share:>11.1%}" for band in tested.bands),
        *(["  mean reading under 230"] if tested.weak else []),
        *(_line(errors, indent=4) for errors in tested.weak),
    ]


def _line(errors: Errors, indent: int = 2) -> str:
    name, bias = f"{' ' * indent}{errors.name}", _without_minus_zero(errors.bias)
    return f"{name:<38} {errors.n:>4} {errors.mean_absolute:>7.3f} {bias:>+7.2f}"


def _without_minus_zero(bias: float) -> float:
    return round(bias, 2) + 0.0


def _named(band: Band) -> Errors:
    """The errors of a band, under its name."""
    name = band_text(band.low, None if band.high is None else band.high - 1)
    return replace(band.errors, name=name)
