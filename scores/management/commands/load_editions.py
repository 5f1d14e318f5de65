from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from scores.editions.load import Loaded, load_edition
from scores.engine.errors import UsmlegoalsError

NOTHING_TO_DO = "nothing to do, this edition is there."


class Command(BaseCommand):
    help = "Loads the editions of a folder, the oldest first, and leaves alone those it has."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--path",
            type=Path,
            default=settings.BASE_DIR / "fixtures",
            help="the folder of the .jsonl files (default: fixtures)",
        )

    def handle(self, *, path: Path, verbosity: int, **options: Any) -> None:
        files = sorted(path.glob("*.jsonl"), key=_age)
        if not files:
            raise CommandError(f"There is no .jsonl file in {path}.")
        for file in files:
            loaded = self._load(file)
            if verbosity > 0:
                self._tell(file.name, loaded)

    def _load(self, file: Path) -> Loaded:
        try:
            lines = file.read_text("utf-8").splitlines()
            return load_edition(lines=lines, at=timezone.now())
        except UsmlegoalsError as refused:
            raise CommandError(f"{file.name}: {refused}") from refused
        except UnicodeDecodeError as error:
            raise CommandError(f"{file.name}: it is not written in UTF-8.") from error

    def _tell(self, name: str, loaded: Loaded) -> None:
        if loaded.renamed:
            self.stdout.write(f"{name}: the draft of this label is now edition {loaded.renamed}.")
        done = f"loaded edition {loaded.edition}." if loaded.edition else NOTHING_TO_DO
        self.stdout.write(f"{name}: {done}")


def _age(file: Path) -> tuple[int, ...]:
    """A key that sorts 2026.2 before 2026.10."""
    return tuple(int(part) for part in file.stem.split(".") if part.isdecimal())
