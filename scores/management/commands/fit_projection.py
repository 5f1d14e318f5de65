from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from scores.engine.practice.readings import Model
from scores.engine.practice.refit import refit
from scores.management.figures import add_edition, edition_with_model, fitting_reports


class Command(BaseCommand):
    help = (
        "Refits the free parameters of the projection on fixtures/backtest and prints them beside "
        "those of the edition. Changes nothing: a new value goes into a new edition."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_edition(parser)

    def handle(self, *, edition: str, **options: Any) -> None:
        figures = edition_with_model(edition)
        reports = fitting_reports(figures)
        model = Model.of(figures)
        fitted = refit(model, reports).values
        self.stdout.write(f"Edition {figures.label}, {len(reports)} reports")
        self.stdout.write(f"{'parameter':<20} {'fitted':>9} {'edition':>9}")
        for name, value in fitted.items():
            if value != model.values[name]:
                self.stdout.write(f"{name:<20} {value:>9.4f} {model.values[name]:>9.4f}")
