"""Runs the site and its scripts as separate processes, with separate databases."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = {"USMLEGOALS_LOCAL": "1", "SECRET_KEY": "tests"}
PRODUCTION = {
    "USMLEGOALS_LOCAL": "0",
    "SECRET_KEY": "a key for tests, as long as a key of a real site has to be, and as good",
    "ALLOWED_HOSTS": "goals.example",
}

SHARE = """
import sys
from datetime import UTC, datetime, timedelta
from scores.goals.share import share_goal
from scores.engine.answers import Answers
from scores.goals.redact import Shown
from scores.editions.reader import current_edition
now = datetime.now(UTC)
edition = current_edition(at=now)
answers = Answers(specialty="dermatology", group="us-md-senior")
for number in range(int(sys.argv[1])):
    share_goal(manage=f"managers-token-of-goal-{number:07}", answers=answers, edition=edition,
        shown=Shown(), expires_at=now + timedelta(days=1), at=now)
    print(number, flush=True)
"""
"""Shares this many goals, and prints the number of each once it is stored."""


OPEN = """
import sys
from datetime import UTC, datetime
from scores.goals.links import open_goal, tokens_of
from scores.goals.verify import verify
def opens(number):
    token = tokens_of(f"managers-token-of-goal-{number:07}")["view"]
    opened = open_goal(token, at=datetime.now(UTC))
    return opened and verify(opened.revision).is_derived
print([number for number in range(int(sys.argv[1])) if not opens(number)])
"""
"""Prints the numbers of the goals of SHARE that do not open, or not as they were shared."""


def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def start_script(script: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Starts a script after Django's setup."""
    found = {"DJANGO_SETTINGS_MODULE": "usmlegoals.settings", "PYTHONPATH": str(ROOT)}
    whole = f"import django; django.setup()\n{script}"
    return start("-c", whole, *arguments, **(found | environment))


def output(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return said


def run_at_once(script: str, **environment: str) -> list[str]:
    """The outputs of four processes of a script, which start it together once all are ready."""
    script = f"import sys; print('ready', flush=True); sys.stdin.readline()\n{script}"
    processes = [start_script(script, **environment) for _ in range(4)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=300)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), said
    return said


TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        master = self.process.pid
        return [int(pid) for pid in _read(f"{master}/task/{master}/children").split()]

    def processor_seconds(self) -> float:
        """The processor seconds that the workers have used so far."""
        return sum(_ticks(pid) for pid in self.workers()) / TICKS

    def memory(self) -> list[int]:
        """Bytes of each worker; each counts a part of the memory that they share."""
        return [_bytes(pid, "Pss") for pid in self.workers()]

    def resident(self) -> list[int]:
        """Bytes of each worker with all shared memory, so that it does not grow by sharing less."""
        return [_bytes(pid, "Rss") for pid in self.workers()]


def _read(name: str) -> str:
    return Path("/proc", name).read_text()


def _ticks(pid: int) -> int:
    fields = _read(f"{pid}/stat").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _bytes(pid: int, kind: str) -> int:
    lines = _read(f"{pid}/smaps_rollup").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{kind}:"))


@contextmanager
def served(log: Path, **environment: str) -> Iterator[Server]:
    """The site, served by gunicorn, with its messages in the log."""
    port = free_port()
    with log.open("w") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "usmlegoals.wsgi"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "PORT": str(port), **environment},
            stderr=file,
        )
    try:
        wait_for(port)
        yield Server(port, server)
    finally:
        server.terminate()
        server.wait(timeout=60)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"Nothing listens on port {port}.")
