"""A small edition, with the rows of the newest that the checks require.

It has five specialties, the four groups and one norm table: a quarter of the rows, and of the time.
It is for tests where the number of rows makes no difference.
"""

import json
from datetime import UTC, date, datetime
from functools import cache

import pytest

from scores.editions.checks.readers import POLICIES, claims_of_factors
from scores.editions.fixture import NOT_CONTENT, Fixture, read_rows
from scores.editions.load import insert_fixture
from scores.models import Edition, Release
from tests.editions import publish
from tests.engine.edition import FIXTURES, newest_label

LABEL = "2000.1"
AS_OF = date(2026, 11, 22)
BEGINS = datetime(2026, 11, 23, tzinfo=UTC)
"""The day after 2026.1 began, so that this is the current edition and new drafts copy it."""

SPECIALTIES = ("anesthesiology", "dermatology", "neurology", "psychiatry", "urology")
NORMS, NORM_SCORES = "2023-07-01", {*range(155, 300, 10), 250}
SOURCES = {"acemedboards-passing", "house", "kaplan-2026"}


def is_of_specialty(row):
    return row["specialty"] and row["specialty"][1] in SPECIALTIES


KEPT = {
    "specialty": lambda row: row["slug"] in SPECIALTIES,
    "normtable": lambda row: row["exam"] == "step2ck" and row["window_from"] == NORMS,
    "normpoint": lambda row: (
        row["table"][1:3] == ["step2ck", NORMS] and row["score"] in NORM_SCORES
    ),
    "scoredistribution": lambda row: row["until"] == 2026,
    "matchscore": lambda row: is_of_specialty(row) and row["cycle"] in ("2024", "2026"),
    "scorebandmatchrate": lambda row: is_of_specialty(row) and row["specialty"][1] < "b",
    "specialtymatchrate": is_of_specialty,
    "groupmatchrate": lambda row: row["cycle"] == "2026",
    "passrate": lambda row: row["year"].startswith("2025"),
    "practicetest": lambda row: row["slug"] in ("free120", "nbme14", "uwsa2"),
    "practicetestband": lambda row: row["test"][1] == "free120" and row["low"] < 75,
    "policy": lambda row: row["slug"] in {*POLICIES, "seven-years"},
    "claim": lambda row: row["slug"] in {*claims_of_factors(), "pct-245-50"},
    "competitiveness": is_of_specialty,
    "surveyanswer": lambda row: row["year"] != "2021" or "USMLE" in row["factor"],
    "specialtyname": is_of_specialty,
    "applicationservice": is_of_specialty,
    "specialtypositions": is_of_specialty,
    "trackapplicants": is_of_specialty,
    "applicationprofile": is_of_specialty,
    "earlymatchrate": is_of_specialty,
}
"""The rows that are kept of these tables; other tables keep all rows."""


@cache
def small_content():
    """Its lines without the edition and the releases."""
    lines = (FIXTURES / f"{newest_label()}.jsonl").read_text("utf-8").splitlines()
    content = [line for line in lines if not line.startswith(NOT_CONTENT)]
    records = [(line, json.loads(line)) for line in content]
    kept = [(line, record) for line, record in records if is_kept(record)]
    named = SOURCES | {slug for _, record in kept for slug in sources_of(record["fields"])}
    return [
        line
        for line, record in kept
        if record["model"] != "scores.source" or record["fields"]["slug"] in named
    ]


def is_kept(record):
    return KEPT.get(record["model"].removeprefix("scores."), bool)(record["fields"])


def sources_of(row):
    return {key[1] for key in [row.get("source"), *row.get("also", [])] if key}


def insert_small(label):
    """Saves a draft with these rows."""
    edition = Edition(label=label, as_of=AS_OF, summary="A few of the figures.")
    insert_fixture(fixture=read_rows(small_content(), Fixture(edition)))
    return edition


def publish_small():
    edition = insert_small(LABEL)
    publish(edition)
    Release.objects.create(edition=edition, begins=BEGINS, reason="For the tests.")
    return edition


@pytest.fixture
def small_edition(db):
    """The small edition, published and current."""
    return publish_small()
