import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scores.engine.practice.readings import PRIORS
from scores.management import evidence
from scores.management.figures import add_edition, edition_with_model, fitting_reports, reports_of


class Command(BaseCommand):
    help = (
        "Compares projections with actual scores: number, mean absolute error, bias and how often "
        "the interval held the score, beside the simple rules on the same people, for files in the "
        "formats of fixtures/backtest. Never in-sample."
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
        figures = edition_with_model(edition)
        sets = {path.name: reports_of(path, figures) for path in files}
        priors = [prior] if prior else evidence.PRIORS
        try:
            found = evidence.evidence_of(figures, fitting_reports(figures), sets, priors)
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write("\n".join(evidence.lines_of(found)))
        if write:
            write.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
