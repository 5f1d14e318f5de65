"""The evidence for the projection: what is published is what a run gives, and it is good enough."""

import csv
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from scores.engine.practice.evidence import Evidence
from scores.engine.practice.readings import Model
from scores.engine.practice.refit import refit
from scores.engine.practice.reports import RowsRefused, read_reports, set_of
from scores.management.evidence import evidence_of, lines_of
from tests.engine.edition import read_fixture

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "fixtures/backtest"
FILES = ("free120-2026.csv", "practice-averages-2026.csv", "survey-2018.csv")


def edition():
    return read_fixture("2026.2")


@cache
def reports_in(name):
    with (REPORTS / name).open(encoding="utf-8", newline="") as file:
        rows = list(enumerate(csv.DictReader(file), start=2))
    return read_reports(rows, set_of(rows[0][1]), edition())


def all_reports():
    return tuple(report for name in reversed(FILES) for report in reports_in(name))


@cache
def results():
    return evidence_of(edition(), all_reports(), {name: reports_in(name) for name in FILES})


@pytest.fixture
def posters():
    return results()["priors"][0]


@pytest.fixture
def examinees():
    return results()["priors"][1]


def test_two_actual_scores_of_one_report_are_refused():
    row = {"report_id": "a", "test": "nbme14", "score": "240", "actual_score": "240"}
    rows = [(2, row), (3, row | {"test": "uwsa2", "actual_score": "250"})]

    with pytest.raises(RowsRefused, match="Line 3: a has a different actual score or year above"):
        read_reports(rows, "survey", edition())


def test_fresh_run_gives_the_published_results_to_the_digit():
    assert json.loads((REPORTS / "evidence.json").read_text("utf-8")) == results()
    assert "\n".join(lines_of(results())) in (ROOT / "docs/projection.md").read_text("utf-8")


def test_projection_is_not_worse_than_any_simple_rule(posters):
    for tested in posters["sets"]:
        for pair in tested["paired"]:
            assert pair["low"] <= 0, (tested["file"], pair)


def test_interval_holds_what_it_should(posters, examinees):
    assert 76 <= posters["pooled"][0] <= 88
    assert 76 <= examinees["pooled"][0] <= 88
    for tested in posters["sets"]:
        for band in tested["bands"]:
            assert band["n"] < 20 or band["coverage"] >= 70, (tested["file"], band)


def test_medians_by_band_of_practice_scores_are_met(posters, examinees):
    assert posters["medians"]["mae"] < 2.5
    assert examinees["medians"]["mae"] < 4.5


def test_new_fit_is_near_the_parameters_of_the_edition():
    """These are parts of the sets that the edition was fitted on."""
    model = Model.of(edition())
    fitted = refit(model, all_reports()).values

    for name, points in {
        "posters_mean": 1,
        "average_level": 0.5,
        "average_error": 0.5,
        "free120_level": 0.5,
        "free120_slope": 0.03,
        "prior_2018_mean": 0.1,
        "error_2018_uwsa": 1,
        "person_error_2018": 1,
        **{f"level_2018_{test}": 0.5 for test in ("nbme06", "nbme07", "nbme08", "uwsa1", "uwsa2")},
    }.items():
        assert fitted[name] == pytest.approx(model.values[name], abs=points), name
    assert fitted["growth"] == model.values["growth"]


def test_person_is_projected_without_their_own_tenth():
    evidence = Evidence(Model.of(edition(), "posters"), all_reports())
    report = reports_in("practice-averages-2026.csv")[0]
    moved = replace(report, id="somebody else", actual=report.actual + 1)

    assert evidence.forecast(report) != evidence.forecast(moved)
    with pytest.raises(ValueError, match="no reports"):
        evidence.of(())
