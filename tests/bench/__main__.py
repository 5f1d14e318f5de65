"""The benchmark: one report, with every rate next to that of a bare response of the same server.

`./run bench` fills its own databases, on SQLite and, where it is installed, on PostgreSQL, and
sends the site every kind of request, each with another query. A full run takes minutes.
"""

import argparse
import os
import tempfile
from pathlib import Path

import django

from tests.bench.site import FIGURES

MARKS = ("<!-- from here on written by ./run bench -->", "<!-- until here -->")


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--write", type=Path, help="also put the report into this file")
    parser.add_argument("--million", action="store_true", help="a million shared goals as well")
    parser.add_argument("--quick", action="store_true", help="little of everything, to try it")
    parser.add_argument("--sqlite", action="store_true", help="nothing on PostgreSQL")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="usmlegoals-") as name:
        folder = Path(name)
        set_up(folder)
        from tests.bench.report import FULL, MILLION, QUICK, report

        size = QUICK if options.quick else MILLION if options.million else FULL
        text = "\n".join(report(folder, size, only_sqlite=options.sqlite))
    print(text)
    if options.write:
        write(text, options.write)


def set_up(folder: Path) -> None:
    """Sets up Django in this process, with a database of the figures and the static files."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench_settings"
    os.environ["VAR_DIR"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / FIGURES}"
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("prepare", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()  # so that the file is complete and can be copied


def write(text: str, path: Path) -> None:
    """Writes the report between the marks of the file, and leaves the rest as it is."""
    found = path.read_text("utf-8") if path.exists() else ""
    before, _, rest = found.partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    path.write_text(f"{before}{MARKS[0]}\n\n{text}\n\n{MARKS[1]}{after}", "utf-8")


if __name__ == "__main__":
    main()
