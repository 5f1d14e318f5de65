"""A loss of power at any moment loses no goal that was acknowledged before it, on SQLite.

The system calls of a process that shares goals are written down. From them follows what a disk may
hold after each: everything written before the file was last synchronized, and of what was written
since, nothing or any part, in pieces of a sector. SQLite then opens what is left.
"""

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import defaultdict
from contextlib import closing

import pytest

from tests.processes import LOCAL, ROOT, SHARE, output, start
from tests.programs import find_program

pytestmark = pytest.mark.slow

GOALS = 110
"""So many that the write-ahead log is copied into the database twice on the way."""
TORN = 150
SECTOR = 512
TRACED = "write,pwrite64,fsync,fdatasync,ftruncate,unlink"
CALL = re.compile(
    r'(\w+)\((?:\d+<([^>]*)>|"([^"]*)")'  # the file, by its number or by its name
    r'(?:, (?:"([^"]*)"(?:, \d+(?:, (\d+))?)?|(\d+)))?'  # what and where, or how long
    r"\) += \d"
)


class Disk:
    """What is certain to be on it, by file, and what is on its way."""

    def __init__(self, files):
        copies = {path: bytearray(content) for path, content in files.items()}
        self.files = defaultdict(bytearray, copies)
        self.pending = defaultdict(list)

    def take(self, call, path, data=b"", place=0):
        if call == "pwrite64":
            self.pending[path].append((place, data))
        elif call == "ftruncate":
            self.pending[path].append((place, None))
        elif call in ("fsync", "fdatasync"):
            for change in self.pending.pop(path, ()):
                apply(self.files[path], *change)
        elif call == "unlink":
            self.files.pop(path, None)
            self.pending.pop(path, None)

    def after_power_loss(self, chance=None):
        """Its files; with a source of chance, some sectors of what was on its way are there too."""
        files = {path: bytearray(content) for path, content in self.files.items()}
        for path, changes in self.pending.items() if chance else ():
            for place, data in changes:
                if data is None:
                    continue
                content = files.setdefault(path, bytearray())
                for at in range(0, len(data), SECTOR):
                    if chance.random() < 0.5:
                        apply(content, place + at, data[at : at + SECTOR])
        return files


def apply(content, place, data):
    """`data` at its place, or the end of the file at it."""
    content.extend(bytes(max(0, place - len(content))))
    if data is None:
        del content[place:]
    else:
        content[place : place + len(data)] = data


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """The database before, and the calls after; of acknowledgements the number as their data."""
    strace = find_program("strace", required_by="REQUIRE_STRACE")
    if subprocess.run([strace, "-o", os.devnull, "true"], stderr=subprocess.DEVNULL).returncode:
        pytest.skip("No process may be traced here.")
    folder = tmp_path_factory.mktemp("power")
    environment = LOCAL | {"DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}"}
    output(start("manage.py", "prepare", **environment))
    before = {str(folder / "db.sqlite3"): (folder / "db.sqlite3").read_bytes()}
    trace = folder / "trace"
    script = f"import django; django.setup()\n{SHARE}"
    subprocess.run(
        [
            *(strace, "-y", "-xx", "-s", "1000000", "-e", f"trace={TRACED}", "-o", trace),
            *(sys.executable, "-c", script, str(GOALS)),
        ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "usmlegoals.settings"}
        | environment,
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=300,
    )
    calls = list(calls_in(trace.read_text("ascii"), str(folder)))
    told = [number for number, call in enumerate(calls) if call[0] == "acknowledged"]
    assert any(call == "pwrite64" and path in before for call, path, *_ in calls[: told[-1]])
    return before, calls


def calls_in(trace, folder):
    for line in trace.splitlines():
        found = CALL.match(line)
        if not found:
            continue
        call, path, named, data, place, length = found.groups()
        path, data = unescaped(path or named).decode(), unescaped(data or "")
        if call == "write" and data.strip().isdigit():
            yield "acknowledged", "", data, 0
        elif path.startswith(folder) and not path.endswith("-shm"):
            yield call, path, data, int(place or length or 0)


def unescaped(text):
    return bytes.fromhex(text.replace("\\x", ""))


def states(recorded, *, torn=None, without=()):
    """How many were acknowledged and what is left: after each, or at as many moments as `torn`."""
    before, calls = recorded
    disk, acknowledged = Disk(before), 0
    chance = random.Random(torn)
    moments = set(chance.sample(range(len(calls)), torn)) if torn else ()
    for number, (call, *rest) in enumerate(calls):
        if call == "acknowledged":
            acknowledged += 1
        elif call not in without:
            disk.take(call, *rest)
        if number in moments or (not torn and call == "acknowledged"):
            yield acknowledged, disk.after_power_loss(chance if torn else None)


def goals_in(files, folder):
    """How many goals SQLite finds, once it has recovered what it can."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path, content in files.items():
        (folder / path.rpartition("/")[2]).write_bytes(content)
    with closing(sqlite3.connect(folder / "db.sqlite3")) as left:
        left.execute("PRAGMA ignore_check_constraints=ON")  # they ask for a function of Django's
        assert left.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found: int = left.execute("SELECT count(*) FROM scores_revision").fetchone()[0]
        return found


def test_everything_acknowledged_is_there_if_nothing_more_was_written(recorded, tmp_path):
    found = [(told, goals_in(files, tmp_path / "left")) for told, files in states(recorded)]

    assert found == [(number, number) for number in range(1, GOALS + 1)]


def test_everything_acknowledged_is_there_whatever_else_was_written_in_part(recorded, tmp_path):
    for told, files in states(recorded, torn=TORN):
        assert told <= goals_in(files, tmp_path / "left") <= told + 1


def test_a_site_that_does_not_wait_for_the_disk_would_be_found_out(recorded, tmp_path):
    *_, (told, files) = states(recorded, without=("fsync", "fdatasync"))

    assert goals_in(files, tmp_path / "left") < told == GOALS
