"""The worked cases of `projections.toml` and `students.toml`."""

import pytest

from scores.engine.practice.model import forecast
from scores.engine.practice.readings import Model, Sitting
from tests.engine.edition import read_fixture
from tests.engine.records import cases_in

METHOD, STUDENTS = cases_in("projections.toml"), cases_in("students.toml")
CASES = METHOD + STUDENTS


def forecast_of(case):
    model = Model.of(read_fixture("2026.2"), case.get("prior", "examinees"))
    sittings = [Sitting(each["test"], each["score"], each.get("days")) for each in case["tests"]]
    return forecast(model, sittings)


@pytest.fixture
def found(case):
    return forecast_of(case)


def each_of(cases):
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


@each_of(CASES)
def test_mean_is_the_worked_one(case, found):
    assert round(found.mean, 1) == case["mean"]


@each_of([case for case in METHOD if "low" in case])
def test_interval_is_the_worked_one_in_points(case, found):
    assert (round(found.low), round(found.high)) == (case["low"], case["high"])


@each_of([case for case in METHOD if "without_gain" in case])
def test_level_is_the_worked_one_in_points(case, found):
    assert round(found.without_gain) == case["without_gain"]


@each_of([case for case in METHOD if "trend" in case])
def test_trend_is_the_worked_one(case, found):
    assert found.trend.id == case["trend"]


@each_of(METHOD)
def test_scatter_names_the_reading_that_stands_out_most(case, found):
    most = found.scatter and found.scatter.most.sitting.test

    assert most == case.get("scatter")


@each_of([case for case in METHOD if "waiting_for_251" in case])
def test_chances_rise_by_waiting_as_worked(case, found):
    chances = [found.chance_of(251, found.gained_by(weeks, growth_weeks=8)) for weeks in range(5)]

    assert [int(100 * chance + 0.5) for chance in chances] == case["waiting_for_251"]


@each_of(STUDENTS)
def test_student_is_what_paper_says(case, found):
    in_order = [case["tests"].index(_told(each.sitting)) for each in found.placed]

    assert [round(each.score, 1) for each in found.placed] == [case["x"][i] for i in in_order]
    assert [round(w, 3) for w in found.weights] == [case["weights"][i] for i in in_order]
    ends = (found.low, found.high, found.without_gain)
    assert [round(end, 1) for end in ends] == [case["low"], case["high"], case["without_gain"]]
    assert int(100 * found.chance_of(258) + 0.5) == case["chance_of_258"]


def _told(sitting):
    told = {"test": sitting.test, "score": sitting.score}
    return told if sitting.days is None else told | {"days": sitting.days}
