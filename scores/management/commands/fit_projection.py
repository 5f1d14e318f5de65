from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand

from scores.engine.edition import Edition
from scores.engine.practice import fitting as former
from scores.engine.practice.readings import Model, has_model
from scores.engine.practice.refit import refit
from scores.engine.practice.reports import Report
from scores.engine.practice.scale import Model as FormerModel
from scores.management.figures import add_edition, edition_named, fitting_reports


class Command(BaseCommand):
    help = (
        "Refits the free parameters of the projection on fixtures/backtest and prints them beside "
        "those of the edition. Changes nothing: a new value goes into a new edition."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_edition(parser)

    def handle(self, *, edition: str, **options: Any) -> None:
        figures = edition_named(edition)
        reports = fitting_reports(figures)
        before, fitted = _fitted(figures, reports)
        self.stdout.write(f"Edition {figures.label}, {len(reports)} reports")
        self.stdout.write(f"{'parameter':<20} {'fitted':>9} {'edition':>9}")
        for name, value in fitted.items():
            if value != before[name]:
                self.stdout.write(f"{name:<20} {value:>9.4f} {before[name]:>9.4f}")


def _fitted(
    edition: Edition, reports: tuple[Report, ...]
) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """The parameters of the edition, and what a new fit gives."""
    if has_model(edition):
        model = Model.of(edition)
        return model.values, refit(model, reports).values
    formerly = FormerModel.of(edition)
    return formerly.values, former.refit(formerly, reports).values
