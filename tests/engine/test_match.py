"""The chance of matching: cells worked by hand, and what holds of every curve."""

import tomllib
from dataclasses import replace
from datetime import date
from itertools import pairwise
from statistics import NormalDist, fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scores.engine.answers import Answers, Reading
from scores.engine.match.cells import curves_of, why_none
from scores.engine.match.shares import in_percent
from scores.engine.result import derive
from scores.engine.vocabulary import GROUPS
from scores.wording.record import record_of
from tests.engine.edition import read_fixture
from tests.engine.planning import PLANNING
from tests.engine.records import CASES

TODAY = date(2026, 11, 30)
STANDARD = 218
WORKED = tomllib.loads((CASES / "chances.toml").read_text())
EDITION = read_fixture("2026.2")
CURVES = curves_of(EDITION)


def named(case):
    return f"{case['group']} {case['specialty']}"


def percents(estimate):
    return tuple(in_percent(end) for end in (estimate.chance, estimate.low, estimate.high))


def record_of_cell(specialty, group, edition=EDITION, **more):
    return record_of(
        derive(edition, Answers(specialty=specialty, group=group, **more), today=TODAY)
    )


cells = pytest.mark.parametrize("cell", WORKED["cell"], ids=named)
holes = pytest.mark.parametrize("hole", WORKED["hole"], ids=named)
curves = st.sampled_from(list(CURVES.values()))
scores = st.integers(STANDARD, 280)


@cells
def test_cell_is_the_one_worked_by_hand(cell):
    curve = CURVES[cell["specialty"], cell["group"]]

    assert [pair.matched.cycle for pair in curve.pairs] == cell["cycles"]
    assert curve.newest.statistic == cell["statistic"]
    for name in ("sigma", "d", "center", "level"):
        assert getattr(curve, name) == pytest.approx(cell[name], abs=0.0001), name
    for score, *expected in cell["points"]:
        assert percents(curve.at(score)) == tuple(expected), score


@cells
def test_result_gives_chances_where_the_worked_cell_does(cell):
    match = record_of_cell(cell["specialty"], cell["group"])["match"]

    curve = CURVES[cell["specialty"], cell["group"]]
    assert curve.scores(STANDARD) == list(range(cell["lowest"], cell["highest"] + 1))
    assert match["basis"] == cell["basis"]
    assert match["confidence"] == cell["confidence"]
    found = {chance: score for chance, score in match["score_for"].items() if score is not None}
    assert found == {str(chance): score for chance, score in cell["score_for"].items()}


@holes
def test_hole_stays_a_hole(hole):
    record = record_of_cell(hole["specialty"], hole["group"])

    assert record["match"] is None
    assert record["no_match"]["says"].startswith("No chance by score can be estimated: ")
    rates = {chance["percent"] for chance in record["chances"]}
    rates |= {step["value"] for step in record["application"]}
    assert hole.get("rate_percent") in rates | {None}


@pytest.mark.parametrize(
    ("specialty", "group", "points"),
    [
        ("dermatology", "us-md-senior", [(250, 63, 50, 74), (260, 70, 58, 80)]),
        ("orthopaedic-surgery", "us-md-senior", [(240, 57, 44, 69)]),
        ("internal-medicine", "us-md-senior", [(225, 88, 81, 93)]),
        ("internal-medicine", "non-us-img", [(250, 52, 40, 65)]),
        ("family-medicine", "non-us-img", [(220, 54, 41, 66), (250, 54, 41, 66)]),
        ("general-surgery", "non-us-img", [(260, 37, 25, 50)]),
        ("orthopaedic-surgery", "us-do-senior", [(250, 44, 32, 58)]),
        ("psychiatry", "us-do-senior", [(225, 72, 60, 81)]),
    ],
)
def test_worked_values_of_the_method(specialty, group, points):
    curve = CURVES[specialty, group]

    assert [(score, *percents(curve.at(score))) for score, *_ in points] == points


def test_score_for_three_in_four_in_dermatology():
    assert CURVES["dermatology", "us-md-senior"].score_for(0.75, STANDARD) == 268


@pytest.mark.parametrize(
    ("specialty", "group", "mean", "sd", "expected"),
    [
        ("dermatology", "us-md-senior", 257, 9.4, (67.594, 55.405, 77.787)),
        ("internal-medicine", "non-us-img", 254.5, 9.8, (56.260, 43.717, 68.050)),
        ("psychiatry", "us-do-senior", 240, 10, (83.201, 74.716, 89.248)),
    ],
)
def test_chance_over_a_projection(specialty, group, mean, sd, expected):
    """Worked with the cells, by the same person."""
    found = CURVES[specialty, group].at(mean, sd)

    assert (100 * found.chance, 100 * found.low, 100 * found.high) == pytest.approx(
        expected, abs=0.001
    )


def test_us_imgs_have_none():
    assert not [group for _, group in CURVES if group == "us-img"]
    assert why_none(EDITION, "internal-medicine", "us-img") == "group"


def test_editions_before_have_none():
    before = read_fixture("2026.1")

    assert curves_of(before) == {}
    record = record_of_cell("dermatology", "us-md-senior", before)
    assert (record["match"], record["no_match"]) == (None, None)


@given(curves, scores)
def test_chance_never_falls_with_the_score(curve, score):
    assert curve.at(score).chance <= curve.at(score + 1).chance


@given(curves, scores)
def test_chance_lies_within_its_band(curve, score):
    found = curve.at(score)

    assert 0 < found.low < found.chance < found.high < 1


@given(curves, scores, st.floats(1, 20))
def test_chance_over_a_projection_lies_between_those_of_its_scores(curve, mean, sd):
    """As near as the formula comes to the average itself, which is between them by its nature."""
    found = curve.at(mean, sd).chance
    around = NormalDist(mean, sd)
    chances = [curve.at(around.inv_cdf((i + 0.5) / 400)).chance for i in range(400)]

    assert chances[0] <= found <= chances[-1]
    assert found == pytest.approx(fmean(chances), abs=0.02)


@given(curves)
def test_no_curve_reads_figures_of_another_group(curve):
    read = {(figure.row.specialty, figure.row.group) for figure in curve.figures}

    assert read == {(curve.specialty, curve.group)}


def test_figures_of_another_group_move_no_curve():
    """Nor does their being there: what is shrunk is shrunk within the group."""
    rows = [row for row in EDITION.match_scores if row.group == "non-us-img"]
    alone = curves_of(replace(EDITION, match_scores=tuple(rows)))

    assert alone
    for cell, curve in alone.items():
        assert curve.at(250) == CURVES[cell].at(250)


def test_one_statistic_stands_for_both():
    """The median where only one of them has a mean; none where they have none in common."""
    cell = ("dermatology", "us-md-senior")
    newest = CURVES[cell].newest
    rows = [row for row in EDITION.match_scores if row not in (newest.matched, newest.unmatched)]
    mean, median = ({"mean": 250, "median": None}, {"mean": None, "median": 240})

    def with_both(matched, unmatched):
        found = (replace(newest.matched, **matched), replace(newest.unmatched, **unmatched))
        return curves_of(replace(EDITION, match_scores=(*rows, *found))).get(cell)

    assert with_both(mean | {"median": 251}, median).newest.statistic == "median"
    assert with_both(mean, median).newest.matched.cycle == "2024"


def test_few_specialties_of_a_group_are_not_shrunk():
    kept = {"dermatology", "anesthesiology", "orthopaedic-surgery", "internal-medicine"}
    rows = tuple(
        row for row in EDITION.match_scores if row.group == "us-md-senior" and row.specialty in kept
    )

    for curve in curves_of(replace(EDITION, match_scores=rows)).values():
        assert curve.weight == 1
        assert curve.d == curve.gap.d


def test_projection_of_the_page_is_averaged_over_its_scores():
    ahead = derive(EDITION, PLANNING, today=TODAY).outlook

    forecast = ahead.projection.forecast
    found = ahead.match.estimate("projected")
    assert found == ahead.match.curve.at(forecast.mean, forecast.sd)
    assert found != ahead.match.curve.at(forecast.mean)


def test_goals_and_later_dates_have_their_share():
    record = record_of(derive(EDITION, PLANNING, today=TODAY))

    match = record["match"]
    shares = [row["match_percent"] for row in record["waiting"]]
    assert shares[0] == match["projected"]["percent"]
    assert all(one <= other for one, other in pairwise(shares))
    goals = {goal["aim"]: goal["match_percent"] for goal in record["goals"]}
    assert goals["typical"] == match["at_target"]["percent"]
    assert goals["pass"] < goals["in-range"] < goals["typical"] < goals["strong"]


def test_weak_tests_have_no_projected_share():
    answers = replace(PLANNING, readings=(Reading("nbme14", 215, date(2026, 11, 20)),))

    assert record_of(derive(EDITION, answers, today=TODAY))["match"]["projected"] is None


def test_score_in_hand_has_its_own_share():
    score = {"situation": "scored", "actual_score": 243, "exam_date": date(2026, 6, 1)}
    match = record_of_cell("orthopaedic-surgery", "us-do-senior", **score)["match"]

    assert match["at_score"] == {"percent": 36, "low": 24, "high": 50}
    assert [step["rule"] for step in match["steps"]] == ["match-target", "match-score"]


def test_score_too_far_from_those_on_record_has_none():
    score = {"situation": "scored", "actual_score": 290, "exam_date": date(2026, 6, 1)}
    match = record_of_cell("internal-medicine", "us-md-senior", **score)["match"]

    assert match["at_score"] is None
    assert "No estimate near 290" in match["steps"][1]["says"]


PROMISES = (
    "your chance is",
    "points gain",
    "safe to apply",
    "your odds of",
    "will match",
    "gains you",
)


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_is_promised(group):
    """It is an association: said so with every number."""
    for specialty in EDITION.choices:
        record = record_of_cell(specialty, group)
        steps = record["match"]["steps"] if record["match"] else [record["no_match"]]
        for says in (step["says"] for step in steps if step):
            assert not [promise for promise in PROMISES if promise in says.lower()]
            assert ("This is an association, not your odds" in says) is bool(
                record["match"] and step_is_told(steps[0])
            )


def step_is_told(step):
    return step["value"] is not None
