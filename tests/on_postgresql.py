"""The tests that use the database, on a PostgreSQL of their own: `./run test --postgres`.

What follows goes to pytest. The server is there before pytest begins, as Django reads its
settings before any fixture; each worker of pytest makes a database of its own on it.
"""

import os
import signal
import subprocess
import sys

from tests.postgres import DEBIAN, postgres_server
from tests.programs import look_for


def run_tests(arguments: list[str]) -> int:
    initdb = look_for("initdb", folders=DEBIAN.glob("*/bin"))
    if initdb is None:
        print("There is no PostgreSQL on this machine: no test has run on it.")
        return int(os.environ.get("REQUIRE_POSTGRES") == "1")
    with postgres_server(initdb) as url:
        pytest = [sys.executable, "-m", "pytest", "--database-only", "--migrations", *arguments]
        return subprocess.run(pytest, env=os.environ | {"DATABASE_URL": url}).returncode


if __name__ == "__main__":
    # Told to stop, it takes its server along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(run_tests(sys.argv[1:]))
