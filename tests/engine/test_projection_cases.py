"""The worked cases of `tests/cases/projections.toml`: each says why, and can be checked by hand."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from scores.engine.answers import Reading
from scores.engine.plan import percent_of
from scores.engine.projection import project

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "projections.toml").read_text(encoding="utf-8")
)["case"]

EXAM = date(2027, 5, 1)


@pytest.fixture(params=CASES, ids=[case["name"] for case in CASES])
def case(request):
    return request.param


@pytest.fixture
def projection(case, edition):
    readings = [
        Reading(
            each["test"],
            each["score"],
            EXAM - timedelta(days=each["days"]) if "days" in each else None,
        )
        for each in case["tests"]
    ]
    return project(readings, edition, exam_date=EXAM, today=EXAM)


def test_projection_is_the_one_worked_by_hand(case, projection):
    found = (projection.mean, projection.low, projection.high)

    assert [round(score, 1) for score in found] == [case["mean"], case["low"], case["high"]]


def test_chances_are_those_worked_by_hand(case, projection):
    assert percent_of(projection.chance_of(258)) == case["chance_of_258"]
    assert projection.is_thin == case.get("thin", False)
    assert (projection.chance_of_passing(218) is None) == case.get("thin", False)


def test_readings_apart_are_those_worked_by_hand(case, projection):
    assert bool(projection.disagreements) == case.get("apart", False)
