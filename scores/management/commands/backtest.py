import json
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scores.engine import VERSION
from scores.engine.practice.backtest import Backtest, Band, Errors, Tested
from scores.engine.practice.scale import Model
from scores.management.figures import edition_named, fitting_reports, reports_of
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
        parser.add_argument("--edition", default="", help="default: the current one")
        parser.add_argument(
            "--write", type=Path, metavar="FILE", help="the same numbers as JSON, as /method/ reads"
        )

    def handle(
        self, *, files: list[Path], edition: str, write: Path | None = None, **options: Any
    ) -> None:
        figures = edition_named(edition)
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


def data_of(tested: Tested) -> dict[str, Any]:
    """The result in plain numbers, rounded as they are printed."""
    low, high = tested.coverage.interval
    return {
        "set": tested.set,
        "rules": [_errors_data(errors) for errors in (*tested.baselines, tested.projection)],
        "variants": [_errors_data(errors) for errors in tested.variants],
        "weak": [_errors_data(errors) for errors in tested.weak],
        "coverage": _percents(tested.coverage.share, low, high),
        "to_line": [round(tested.to_line.points, 3), round(tested.to_line.error, 3)],
        "bands": [
            _errors_data(band.errors) | {"name": _band_name(band)} | _share(band)
            for band in tested.bands
        ],
    }


def _errors_data(errors: Errors) -> dict[str, Any]:
    return {
        "name": errors.name,
        "n": errors.n,
        "mae": round(errors.mean_absolute, 3),
        "bias": _without_minus_zero(errors.bias),
    }


def _percents(*shares: float) -> list[float]:
    return [round(100 * share, 1) for share in shares]


def _share(band: Band) -> dict[str, float]:
    return {"coverage": _percents(band.coverage.share)[0]}


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
        *(_band_line(band) for band in tested.bands),
        *(["  mean reading under 230"] if tested.weak else []),
        *(_line(errors, indent=4) for errors in tested.weak),
    ]


def _line(errors: Errors, indent: int = 2) -> str:
    name, bias = f"{' ' * indent}{errors.name}", _without_minus_zero(errors.bias)
    return f"{name:<38} {errors.n:>4} {errors.mean_absolute:>7.3f} {bias:>+7.2f}"


def _without_minus_zero(bias: float) -> float:
    return round(bias, 2) + 0.0


def _band_line(band: Band) -> str:
    line = _line(replace(band.errors, name=_band_name(band)), indent=4)
    return f"{line} {band.coverage.share:>11.1%}"


def _band_name(band: Band) -> str:
    return band_text(band.low, None if band.high is None else band.high - 1)
