"""The worked cases of `tests/cases/targets.toml`: each says why, and an advisor can check it."""

import pytest

from scores.engine.answers import FACTORS
from scores.engine.result import derive
from scores.wording.choices import FACTOR_TITLES
from scores.wording.record import record_of
from tests.engine.edition import read_fixture
from tests.engine.records import TODAY, answers_of, cases_in

CASES = cases_in("targets.toml")

IN_TARGET = ("low", "high", "basis", "rung", "without_factors", "percentile", "percentile_text")


@pytest.fixture(params=CASES, ids=[case["name"] for case in CASES])
def case(request):
    return request.param


@pytest.fixture
def record(case):
    edition = read_fixture(case.get("edition", "2026.1"))
    return record_of(derive(edition, answers_of(case), today=TODAY))


def test_target_is_the_one_worked_by_hand(case, record):
    expected = {name: case[name] for name in IN_TARGET if name in case}

    assert record["target"]["score"] == case.get("target")
    assert {name: record["target"][name] for name in expected} == expected


def test_floor_is_the_one_worked_by_hand(case, record):
    floor = record["floor"]

    assert floor["passing_standard"] == case["pass_mark"]
    assert floor["safe_pass"] == case.get("safe_pass")


def test_advice_and_stand_in_are_those_worked_by_hand(case, record):
    rules_of_thumb = [
        [advice["low"], advice["high"]]
        for advice in record["advice"]
        if advice["claim"].startswith("img-plus")
    ]
    apart = [
        [step["low"], step["high"]]
        for step in record["steps"]
        if step["rule"] == "stand-in-difference"
    ]

    assert rules_of_thumb == case.get("advice", [])
    assert apart == ([case["differences"]] if "differences" in case else apart)
    if "sources" in case:
        benchmark = record["target"]["benchmark"]
        assert [benchmark["source"], *benchmark["also"]] == case["sources"]


def test_every_factor_has_a_title_and_a_worked_case():
    worked = {factor for case in CASES for factor in case.get("factors", ())}

    assert worked == FACTORS.keys()
    assert FACTOR_TITLES.keys() == FACTORS.keys()
