"""Shared by commands: the edition, and the reports that the projection was fitted on."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from scores import models
from scores.editions.reader import current_edition, published_edition
from scores.engine.edition import Edition
from scores.engine.practice.readings import has_model
from scores.engine.practice.reports import SET_COLUMNS, Report, RowsRefused, read_reports, set_of
from scores.management.files import read_table

FITTED_ON = ("survey-2018.csv", "practice-averages-2026.csv", "free120-2026.csv")


def find_edition(label: str) -> models.Edition:
    """The edition of a label, draft or published. Raises CommandError if there is none."""
    try:
        return models.Edition.objects.get(label=label)
    except models.Edition.DoesNotExist:
        labels = ", ".join(models.Edition.objects.values_list("label", flat=True)) or "none"
        raise CommandError(f"There is no edition {label} (there are: {labels}).") from None


def add_edition(parser: ArgumentParser) -> None:
    parser.add_argument("--edition", default="", help="default: the current one")


def edition_named(label: str) -> Edition:
    """The published edition of a label, or the current one for "". Raises CommandError."""
    try:
        return published_edition(label) if label else current_edition(at=timezone.now())
    except models.Edition.DoesNotExist as problem:
        name = f"edition {label}" if label else "edition"
        raise CommandError(f"No {name} is published. Run load_editions first.") from problem


def edition_with_model(label: str) -> Edition:
    """As `edition_named`; raises CommandError if it lacks the parameters of the projection."""
    edition = edition_named(label)
    if not has_model(edition):
        raise CommandError(f"Edition {edition.label} has no model: take 2026.2 or a later one.")
    return edition


def reports_of(path: Path, edition: Edition) -> tuple[Report, ...]:
    """The reports of a file of one of the three kinds. CommandError names every bad line."""
    table = read_table(path)
    kind = set_of(table.columns)
    if kind is None:
        kinds = "; ".join(f"{name}: {', '.join(sorted(row))}" for name, row in SET_COLUMNS.items())
        raise CommandError(f"{path} does not have the columns of any kind of report ({kinds}).")
    try:
        return read_reports(table.rows, kind, edition)
    except RowsRefused as refused:
        raise CommandError("\n".join((f"{path}:", *refused.problems))) from refused


def fitting_reports(edition: Edition) -> tuple[Report, ...]:
    """The reports that the parameters were fitted on."""
    folder = settings.BASE_DIR / "fixtures" / "backtest"
    return tuple(report for name in FITTED_ON for report in reports_of(folder / name, edition))
