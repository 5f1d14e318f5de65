"""The reports that the projection is fitted and checked on, as engine values."""

import csv
from pathlib import Path

from scores.engine.practice.reports import read_reports, set_of

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "backtest"
FILES = ("survey-2018.csv", "practice-averages-2026.csv", "free120-2026.csv")


def read_file(name, edition):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(enumerate(reader, start=2))
    return read_reports(rows, set_of(reader.fieldnames), edition)


def read_all(edition):
    return tuple(report for name in FILES for report in read_file(name, edition))
