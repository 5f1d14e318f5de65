"""The benchmark, run small: it prints every row, and nothing that it asks fails."""

import os
import subprocess
import sys

import pytest

from tests.bench.__main__ import MARKS
from tests.processes import ROOT

pytestmark = pytest.mark.slow

KINDS = (
    "bare response",
    "result page",
    "result page, three tests",
    "HTMX fragment",
    "HTMX fragment, three tests",
    "JSON",
    "JSON, three tests",
    "comparison, all of four groups",
    "a specialty",
    "a page of benchmarks",
    "shared goal",
    "share POST",
    "conditional request",
    "static file",
)
GROWN = {
    "20 to 40 goals": ("shared goal", "share POST"),
    "3 to 4 editions": (
        "/benchmarks/",
        "/specialties/dermatology/",
        "/sources/",
        "/editions/",
        "result page",
    ),
}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    path = tmp_path_factory.mktemp("bench") / "performance.md"
    path.write_text(f"before\n\n{MARKS[0]}\nold\n{MARKS[1]}\n\nafter\n", "utf-8")
    command = [sys.executable, "-m", "tests.bench", "--quick", "--sqlite", "--write", path]
    # ./run sets a key for a trial, which is not the one that the site under measurement has.
    around = os.environ | {"SECRET_KEY": "another key"}
    subprocess.run(command, cwd=ROOT, env=around, check=True, stdout=subprocess.DEVNULL)
    return path.read_text("utf-8")


def rows(report):
    """The cells of every row of every table, the heads and rules left out."""
    lines = [line for line in report.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]


def test_every_kind_of_request_is_measured_and_none_failed(report):
    measured = {row[0]: row for row in rows(report) if row[0] in KINDS}

    assert tuple(measured) == KINDS
    assert {row[-1] for row in measured.values()} == {"0"}
    assert measured["bare response"][2] == "1.000"
    assert all(float(row[2]) > 0 for row in measured.values())


@pytest.mark.parametrize("grown", GROWN)
def test_growth_is_measured_and_nothing_failed(report, grown):
    found = [row for row in rows(report) if grown in row[0] and row[0].startswith("SQLite")]

    assert tuple(row[1] for row in found) == GROWN[grown]
    assert {row[-1] for row in found} == {"0"}
    assert all(float(row[4]) > 0 for row in found)


def test_report_takes_the_place_of_the_last_and_leaves_the_rest(report):
    assert report.startswith("before\n")
    assert report.endswith("\nafter\n")
    assert "old" not in report
    assert "derive a result" in report
