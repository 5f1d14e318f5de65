"""The fixtures: what they hold, and that they survive every way in and out."""

import gc
import json
import os
import re
import subprocess
import sys
import weakref
from collections import Counter, defaultdict
from dataclasses import fields, replace
from datetime import date

import pytest
from django.core.management import call_command

from scores.editions import fixture
from scores.editions.lines import content_digest, fixture_lines
from scores.editions.load import clone_edition
from scores.editions.reader import published_edition, read_edition
from scores.editions.registry import KIND_OF_TABLE
from scores.engine.answers import Answers
from scores.engine.result import derive
from scores.models import (
    CONTENT,
    Edition,
    KeyDate,
    MatchScore,
    NormTable,
    PracticeTestBand,
    Release,
    ScoreBandMatchRate,
    Specialty,
)
from scores.wording.record import record_of
from tests.editions import load_edition
from tests.engine.edition import FIXTURES, newest_label, read_fixture

pytestmark = pytest.mark.database

LABELS = ["2025.1", "2026.1"]

KNOWN_COUNTS = {
    "source": 66,
    "specialty": 25,
    "housesetting": 16,
    "passingstandard": 10,
    "normtable": 6,
    "normpoint": 147,
    "scoredistribution": 13,
    "scoreprecision": 7,
    "matchscore": 229,
    "scorebandmatchrate": 168,
    "specialtymatchrate": 24,
    "groupmatchrate": 8,
    "passrate": 59,
    "practicetest": 18,
    "practicetestband": 55,
    "policy": 13,
    "keydate": 19,
    "claim": 50,
    "surveyanswer": 6,
    "competitiveness": 13,
}
"""Rows of the figures as they were gathered; the projection adds some of its own."""

GROWING = {"source", "housesetting"}


def path_of(label):
    return FIXTURES / f"{label}.jsonl"


def rows_of_edition(model, label):
    return model.objects.filter(**{model.identity[0]: label})


def count_rows(label):
    return {model._meta.model_name: rows_of_edition(model, label).count() for model in CONTENT}


@pytest.fixture
def no_editions(db):
    Release.objects.all().delete()
    for model in reversed(CONTENT):
        model.objects.all().delete()
    Edition.objects.all().delete()


@pytest.mark.slow
def test_plain_loaddata_takes_the_fixtures(no_editions):
    call_command("loaddata", *map(path_of, LABELS), verbosity=0)

    for label in LABELS:
        edition = Edition.objects.get(label=label)
        assert edition.digest == content_digest(edition)


@pytest.mark.slow
def test_plain_loaddata_twice_changes_nothing(db):
    before = count_rows("2026.1")

    call_command("loaddata", path_of("2026.1"), verbosity=0)

    edition = Edition.objects.get(label="2026.1")
    assert count_rows("2026.1") == before
    assert content_digest(edition) == edition.digest
    assert edition.releases.count() == 1


@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model.__name__)
def test_order_of_a_table_leaves_no_row_to_chance(model):
    """Otherwise a record has its figures in another order on another database."""
    columns = [
        column if isinstance(column, str) else column.expression.name
        for column in model._meta.ordering
    ]
    ordered = {column.strip("-").partition("__")[0] for column in columns}
    unique = {name.partition("__")[0] for name in model.identity} - UNIQUE_WITHOUT[model]

    assert unique <= ordered


UNIQUE_WITHOUT = defaultdict(
    set, {Specialty: {"slug"}, ScoreBandMatchRate: {"high"}, PracticeTestBand: {"high"}}
)
"""Columns of an identity without which its rows differ as well."""


@pytest.mark.parametrize("label", [*LABELS, newest_label()])
def test_engine_reads_the_same_from_the_fixture_and_from_the_database(db, label):
    if label not in LABELS:
        load_edition(label)
    from_file, from_database = read_fixture(label), published_edition(label)

    for field in fields(from_file):
        assert in_order(getattr(from_file, field.name)) == in_order(
            getattr(from_database, field.name)
        )


def test_line_leaves_out_a_column_added_later_at_its_default(db, monkeypatch):
    kind = replace(KIND_OF_TABLE[MatchScore], added=("n", "sd", "approximate"))
    rows = rows_of_edition(MatchScore, "2026.1")
    stated = {
        "n": rows.filter(n__isnull=False).count(),
        "sd": rows.filter(sd__isnull=False).count(),
        "approximate": rows.filter(approximate=True).count(),
    }
    edition = Edition.objects.get(label="2026.1")
    before = list(fixture_lines(edition))

    monkeypatch.setitem(KIND_OF_TABLE, MatchScore, kind)
    lines = list(fixture_lines(edition))

    scores = [json.loads(line)["fields"] for line in lines if '"scores.matchscore"' in line]
    assert all(0 < count < len(scores) for count in stated.values())
    assert {name: sum(name in row for row in scores) for name in stated} == stated
    assert len(lines) == len(before)
    assert values_in(lines) == values_in(before)


def values_in(lines):
    """Every match score of a fixture with its columns."""
    columns = [field.attname for field in MatchScore._meta.concrete_fields]
    rows = fixture.read_fixture(lines).rows[MatchScore]
    return [[getattr(row, name) for name in columns] for row in rows]


def in_order(table):
    """The values of each row, as two rows are never the same."""
    if hasattr(table, "items"):
        return [(key, repr(row)) for key, row in table.items()]
    return [repr(row) for row in table] if isinstance(table, tuple) else table


@pytest.mark.slow
def test_postgresql_takes_and_gives_back_the_same(postgres_url, tmp_path):
    manage(postgres_url, "migrate", "--verbosity=0")
    manage(postgres_url, "load_editions")

    for label in LABELS:
        manage(postgres_url, "check_edition", label)
        manage(postgres_url, "export_edition", label, f"--output={tmp_path / label}")
        assert (tmp_path / label).read_bytes() == path_of(label).read_bytes()


def manage(database_url, *arguments):
    environment = os.environ | {"DATABASE_URL": database_url}
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=FIXTURES.parent, env=environment, check=True)


def test_edition_holds_every_row_that_was_gathered(db):
    counts = count_rows("2026.1")

    exact = {table: n for table, n in KNOWN_COUNTS.items() if table not in GROWING}
    assert {table: counts[table] for table in exact} == exact
    assert all(counts[table] >= KNOWN_COUNTS[table] for table in GROWING)


def test_earlier_edition_ends_with_its_year(db):
    windows = rows_of_edition(NormTable, "2025.1").values_list("window_to", flat=True)
    cycles = {
        getattr(row, name)
        for model in CONTENT
        for name in ("cycle", "cycles", "year", "until")
        if name in {field.name for field in model._meta.fields} and model is not KeyDate
        for row in rows_of_edition(model, "2025.1")
    }
    years = {int(year) for cycle in cycles for year in re.findall(r"\d{4}", str(cycle))}

    assert max(windows) <= date(2025, 12, 31)
    assert max(years) == 2025


def test_earlier_edition_says_what_it_carried_back(db):
    carried = Counter(
        row.carried_back for row in rows_of_edition(MatchScore, "2025.1").filter(cycle="")
    )

    assert list(carried) == [True]
    assert not rows_of_edition(MatchScore, "2026.1").filter(carried_back=True).exists()


def test_newer_edition_is_the_current_one(db):
    noon = Release.objects.get(edition__label="2026.1").begins

    assert Edition.objects.current(at=noon).label == "2026.1"


def test_nothing_keeps_a_draft_that_was_read(edition_2026):
    draft = clone_edition(edition=Edition.objects.get(label="2026.1"), label="2027.1")
    edition = read_edition(draft)
    answers = Answers(specialty="dermatology", group="us-md-senior")
    record = record_of(derive(edition, answers, today=edition.as_of))
    forgotten = weakref.ref(edition)

    assert record["freshness"]
    del edition
    gc.collect()
    assert forgotten() is None
