"""Edition 2026.2 as far as the projection reads it: 2026.1 with the figures of `tests/data`."""

import csv
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from scores.engine.figures import HouseSetting, Parameter
from tests.engine.edition import read_fixture

DATA = Path(__file__).parents[1] / "data"


@cache
def projection_edition():
    base = read_fixture("2026.1")
    return replace(
        base,
        label="2026.2",
        as_of=date(2026, 11, 30),
        settings=base.settings | {row.slug: row for row in _settings()},
        parameters={row.slug: row for row in _parameters()},
    )


def _settings():
    for row in _rows("house_settings.csv"):
        yield HouseSetting(
            sources=(row["source"],),
            kind="house",
            slug=row["id"],
            value=_number(row["value"]),
            unit=row["unit"],
            why=row["why"],
        )


def _parameters():
    for row in _rows("projection_parameters.csv"):
        yield Parameter(
            sources=(row["source"],),
            kind="house" if row["kind"] == "house" else "observed",
            slug=row["id"],
            value=_number(row["value"]),
            unit=row["unit"],
            describes=row["population"],
            why=row["why"],
        )


def _rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _number(text):
    number = Fraction(text)
    return int(number) if number.denominator == 1 else number
