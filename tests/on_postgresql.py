"""Runs the tests that use the database on PostgreSQL: `./run test --postgres`.

Further arguments go to pytest. The server starts before pytest, as Django reads its settings before
any fixture. Each worker of pytest makes its own database on it.
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
    # Turns SIGTERM into an exit that also stops the server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(run_tests(sys.argv[1:]))
