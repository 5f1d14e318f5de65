from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from scores.editions.diff import RowChange, difference
from scores.management.figures import find_edition

MARKS = {"added": "+", "removed": "-", "changed": "~"}


class Command(BaseCommand):
    help = "Prints what changed from one edition to another, figure by figure."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("old")
        parser.add_argument("new")

    def handle(self, *, old: str, new: str, **options: Any) -> None:
        changes = difference(find_edition(old), find_edition(new))
        for change in changes:
            self.stdout.write(_line(change))
        counts = [f"{sum(c.what == what for c in changes)} {what}" for what in MARKS]
        self.stdout.write(f"From {old} to {new}: {', '.join(counts)}.")


def _line(change: RowChange) -> str:
    if change.what == "removed":
        return f"- {change}"
    fields = "; ".join(str(field) for field in change.fields)
    return f"{MARKS[change.what]} {change}" + (f": {fields}" if fields else "")
