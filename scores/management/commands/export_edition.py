from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from scores.editions.lines import fixture_lines
from scores.management.figures import find_edition


class Command(BaseCommand):
    help = "Writes the fixture of an edition, the same bytes for the same content."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("label")
        parser.add_argument("--output", type=Path, help="a file (default: standard output)")

    def handle(self, *, label: str, output: Path | None, **options: Any) -> None:
        text = "".join(f"{line}\n" for line in fixture_lines(find_edition(label)))
        if output is None:
            self.stdout.write(text, ending="")
        else:
            output.write_text(text, "utf-8", newline="\n")
