"""The worked cases of edition 2026.2: gaps between the IMG groups, rows set aside, services."""

import json
from datetime import date

import pytest

from scores.engine.benchmark import NoGap
from scores.engine.result import derive
from scores.engine.seasons import key_dates_of
from scores.wording.record import record_of
from tests.engine.edition import read_fixture
from tests.engine.records import answers_of, cases_in

CASES = cases_in("2026.2.toml")
TODAY = date(2026, 11, 30)

IN_TARGET = ("low", "high", "basis", "rung", "without_factors", "percentile", "percentile_text")


def with_key(name):
    cases = [case for case in CASES if name in case]
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


@pytest.fixture
def result(case):
    today = case.get("today", TODAY)
    return derive(read_fixture("2026.2"), answers_of(case), today=today)


@pytest.fixture
def record(result):
    return record_of(result)


def facts_in(result, kind):
    return next((step.facts for step in result.steps if isinstance(step.facts, kind)), None)


@with_key("pass_mark")
def test_target_is_the_one_worked_by_hand(case, record):
    expected = {name: case[name] for name in IN_TARGET if name in case}

    assert record["target"]["score"] == case.get("target")
    assert {name: record["target"][name] for name in expected} == expected
    assert record["floor"]["passing_standard"] == case["pass_mark"]
    assert record["floor"]["safe_pass"] == case["safe_pass"]


@with_key("target")
def test_gap_is_the_one_worked_by_hand(case, result):
    gap = result.target.benchmark.gap
    found = gap and {
        "gap": gap.points,
        "gap_own": gap.figures[0].value,
        "gap_other": gap.figures[1].value,
        "gap_cycle": int(gap.own.cycle),
        "gap_statistic": gap.statistic,
    }

    names = ("gap", "gap_own", "gap_other", "gap_cycle", "gap_statistic")
    assert found == ({name: case[name] for name in names} if "gap" in case else None)


@with_key("gap_all")
def test_where_there_is_no_gap_the_groups_are_compared_over_all_specialties(case, result):
    overall = facts_in(result, NoGap).overall

    assert overall.points == case["gap_all"]
    assert [figure.value for figure in overall.figures] == [
        case["gap_all_own"],
        case["gap_all_other"],
    ]
    assert (int(overall.own.cycle), overall.statistic) == (
        case["gap_all_cycle"],
        case["gap_all_statistic"],
    )


@with_key("stand_in_difference")
def test_stand_in_is_widened_as_worked_by_hand(case, result):
    benchmark = result.target.benchmark
    row, shift = benchmark.row, benchmark.shift
    apart = [benchmark.apart.least.points, benchmark.apart.greatest.points]
    recorded = [value for value in (row.q1, row.center_value, row.q3) if value is not None]

    assert apart == case["stand_in_difference"]
    assert [min(0, apart[0] - shift), max(0, apart[1] - shift)] == case["widened_by"]
    assert recorded == case["stand_in_figure"]


@with_key("carried_by")
def test_row_that_carries_the_target_is_the_one_named(case, result):
    sources = result.target.benchmark.row.sources

    assert sources[0] == case["carried_by"]
    assert list(sources) == case["sources"]
    assert set(sources).isdisjoint(case.get("not_carried_by", ()))


@with_key("advice")
def test_advice_is_the_one_worked_by_hand(case, record):
    assert [
        [advice["low"], advice["high"]]
        for advice in record["advice"]
        if advice["claim"].startswith("img-plus")
    ] == case["advice"]


@with_key("application_service")
def test_specialty_has_the_service_named(case):
    edition = read_fixture("2026.2")

    assert edition.application_service(case["specialty"]) == case["application_service"]
    assert edition.match_service(case["specialty"]) == case["match_service"]


@with_key("absent")
def test_no_other_services_date_is_anywhere(case, record):
    said = json.dumps(record, ensure_ascii=False)

    assert [each for each in case["absent"] if each in said] == []


@with_key("calendar_dates")
def test_calendar_has_the_dates_worked_by_hand(case):
    """Those of the season that the exam serves, of the specialty's own services."""
    edition = read_fixture("2026.2")
    own = key_dates_of(edition, case["specialty"])
    ahead = [row for row in own if row.cycle.endswith("(Match 2028)") or row.cycle == "Match 2028"]

    told = [f"{row.service} {row.day.isoformat()} {row.event}" for row in ahead]
    assert sorted(told) == sorted(case["calendar_dates"])
    services = {
        edition.application_service(case["specialty"]),
        edition.match_service(case["specialty"]),
    }
    assert sorted(services - {row.service for row in ahead}) == case["services_without_dates"]


@with_key("calendar_dates")
def test_last_exam_days_are_those_worked_by_hand(case, result):
    last = {season.id: [season.last_safe, season.last_typical] for season in result.outlook.seasons}

    assert last.get("under-way") == case.get("last_exam_under_way")
    assert last.get("next") == case.get("last_exam_next")
