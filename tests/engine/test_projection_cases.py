"""The worked cases of `tests/cases/projections.toml`: each says why, and can be checked by hand."""

import pytest

from scores.engine.plan import percent_of
from scores.engine.practice.projection import project
from tests.engine.records import EXAM, cases_in, readings_of

CASES = cases_in("projections.toml")


@pytest.fixture(params=CASES, ids=[case["name"] for case in CASES])
def case(request):
    return request.param


@pytest.fixture
def projection(case, edition):
    return project(readings_of(case), edition, exam_date=EXAM, today=EXAM)


def test_projection_is_the_one_worked_by_hand(case, projection):
    found = (projection.mean, projection.low, projection.high)

    assert [round(score, 1) for score in found] == [case["mean"], case["low"], case["high"]]


def test_chances_are_those_worked_by_hand(case, projection):
    assert percent_of(projection.chance_of(258)) == case["chance_of_258"]
    assert projection.is_thin == case.get("thin", False)
    assert (projection.chance_of_passing(218) is None) == case.get("thin", False)


def test_readings_apart_are_those_worked_by_hand(case, projection):
    assert bool(projection.disagreements) == case.get("apart", False)
