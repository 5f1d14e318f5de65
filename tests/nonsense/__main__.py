"""Sends generated nonsense to every address of the site.

`./run nonsense` starts the site as in production under gunicorn with two workers, on a free port
and its own database (or the empty one that DATABASE_URL names). It sends requests over many
connections at once: to every address, with every method, signed in and not. It fails if an answer
is an error of ours, slow or missing, if the log has a traceback, or if the workers grow.
"""

import argparse
import logging
import os
import secrets
import sys
import tempfile
from pathlib import Path

from tests.processes import PRODUCTION, output, served, start

CONNECTIONS = 16


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run nonsense", description=__doc__)
    parser.add_argument("--count", type=int, default=200_000, help="requests (200,000)")
    parser.add_argument("--seed", type=int, help="to send the same requests once more")
    options = parser.parse_args()
    seed = secrets.randbits(32) if options.seed is None else options.seed
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = PRODUCTION | {
            "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3"),
            "DJANGO_SETTINGS_MODULE": "tests.production",
            "VAR_DIR": name,
            "TMPDIR": name,
            "WEB_CONCURRENCY": "2",
        }
        output(start("manage.py", "prepare", **environment))
        output(start("manage.py", "collectstatic", "--noinput", **environment))
        os.environ |= environment
        import django

        django.setup()
        logging.getLogger("axes").setLevel(logging.WARNING)  # it logs each session made here
        from .run import Run

        with served(folder / "log", **environment) as server:
            run = Run(server, options.count, seed, CONNECTIONS)
            run.send_all()
        return run.report((folder / "log").read_text())


if __name__ == "__main__":
    sys.exit(main())
