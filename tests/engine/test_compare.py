"""What is side by side is what is alone, and what each row tells of the student."""

from dataclasses import replace
from datetime import date

import pytest

from scores.charts.comparison import picture_of
from scores.engine.answers import Answers, Reading
from scores.engine.match.shares import NoCurve
from scores.engine.result import derive
from scores.engine.vocabulary import GROUPS
from scores.reference.compare import SORTS, both_of, compare, sorted_by
from scores.wording.compare import head_of, say_both, say_student, share_in_a_cell, why_no_share

TODAY = date(2026, 11, 22)
TESTS = (Reading("nbme14", 247, None),)
ANSWERS = Answers(exam_date=date(2027, 5, 1), readings=TESTS)
WEAK = (
    Reading("nbme13", 203, date(2026, 11, 10)),
    Reading("uwsa1", 209, date(2026, 11, 20)),
)
IN_HAND = Answers(situation="scored", actual_score=245)


@pytest.fixture(scope="module")
def comparison(present):
    return compare(present, ANSWERS, present.choices, ["non-us-img"], today=TODAY)


@pytest.fixture
def compared(present):
    """A comparison of a few, by default with the tests of one student."""

    def compared(specialties, groups, answers=ANSWERS):
        return compare(present, answers, specialties, groups, today=TODAY)

    return compared


def test_row_is_the_result_alone(present, comparison):
    for row in comparison.rows:
        alone = derive(
            present,
            Answers(
                specialty=row.answers.specialty,
                group="non-us-img",
                exam_date=ANSWERS.exam_date,
                readings=ANSWERS.readings,
            ),
            today=TODAY,
        )
        assert row.result.target == alone.target
        plan = alone.outlook.plan
        assert row.p_target == (plan and plan.p_target)
        assert comparison.projection.forecast == alone.outlook.projection.forecast
        match = alone.outlook.match
        assert row.estimate == match.estimate("projected")
        assert isinstance(row.share, NoCurve) is (match.curve is None)


def test_factor_counts_where_it_applies(edition):
    answers = Answers(factors=("strong-grades", "failed-exam"))

    comparison = compare(edition, answers, ["psychiatry"], GROUPS, today=TODAY)

    factors = {row.answers.group: row.answers.factors for row in comparison.rows}
    assert factors["us-md-senior"] == ("strong-grades", "failed-exam")
    assert factors["non-us-img"] == ("failed-exam",)


# What each row tells


def test_share_is_over_the_projection_with_the_score_in_hand_or_with_the_target(compared):
    dermatology = (["dermatology"], ["us-md-senior"])
    projected, in_hand, plain = (
        compared(*dermatology, answers) for answers in (ANSWERS, IN_HAND, Answers())
    )

    (over,), (at,), (target,) = projected.rows, in_hand.rows, plain.rows
    curve = over.result.outlook.match.curve
    assert over.estimate == curve.at(*projected.projection.normal)
    assert at.estimate == curve.at(245)
    assert target.estimate == curve.at(258) == curve.at(target.goal)
    assert [each.shares_with for each in (projected, in_hand, plain)] == [
        "projection",
        "score",
        "target",
    ]
    mean = round(projected.projection.mean)
    assert head_of("share", projected) == f"Matched with {mean}"
    assert head_of("share", in_hand) == "Matched with your 245"
    assert head_of("share", plain) == "Matched with the target"


def test_share_is_told_to_the_nearest_five_with_its_range(compared):
    """250 matched like 63 of 100 (50 to 74), as the method works it."""
    answers = replace(IN_HAND, actual_score=250)

    (row,) = compared(["dermatology"], ["us-md-senior"], answers).rows

    assert share_in_a_cell(row) == ("65", "50–75")


def test_score_in_hand_has_its_gap_in_each_row_and_nothing_is_projected(present, compared):
    comparison = compared(present.choices, ["non-us-img"], replace(IN_HAND, readings=TESTS))

    assert comparison.projection is None
    assert say_student(comparison) == ("Your score: 245.", "")
    for row in comparison.rows:
        assert row.gap == (None if row.goal is None else 245 - row.goal)
        assert row.p_target is None


def test_score_in_hand_that_did_not_pass_is_said_first(compared):
    comparison = compared(["dermatology"], ["us-md-senior"], replace(IN_HAND, actual_score=195))

    assert say_student(comparison)[0] == "195 did not pass."
    assert why_no_share(comparison) == []
    assert comparison.rows[0].estimate is None


def test_weak_tests_have_no_point_no_chance_and_no_share(present, compared):
    answers = Answers(exam_date=date(2026, 12, 21), readings=WEAK)

    comparison = compared(present.choices, ["us-md-senior"], answers)

    headline, says = say_student(comparison)
    assert headline == "Your tests are below passing."
    assert "207" in says
    for row in comparison.rows:
        assert (row.heading_for, row.p_target, row.share) == (None, None, None)
    assert why_no_share(comparison) == []


def test_groups_with_different_averages_have_a_projection_each(compared):
    comparison = compared(["internal-medicine"], GROUPS)

    us, us_too, img, img_too = comparison.rows
    assert comparison.projection is None
    assert us.projection == us_too.projection != img.projection == img_too.projection
    assert us.heading_for > img.heading_for
    assert head_of("share", comparison) == "Matched with the projection"
    assert say_student(comparison)[0] == (
        f"You’re heading for about {us.heading_for} (242–268) as a US senior and "
        f"about {img.heading_for} (237–264) as an IMG."
    )
    alone = compared(["internal-medicine"], ["us-img", "non-us-img"])
    assert alone.projection == img.projection


def test_reason_is_told_where_there_is_no_share(present, compared):
    comparison = compared(present.choices, ["us-img"])

    assert not any(row.estimate for row in comparison.rows)
    assert "scores of US IMGs who did not match are not published." in why_no_share(comparison)[0]


def test_those_who_only_need_to_pass_have_the_safe_pass_everywhere(present, compared):
    comparison = compared(present.choices, ["us-md-senior"], Answers(aim="pass"))

    assert {(row.goal, row.basis) for row in comparison.rows} == {(228, "")}
    assert not picture_of(comparison, comparison.rows).is_shown


def test_failure_says_nothing_of_the_target_of_one_specialty(present, compared):
    answers = Answers(situation="failed", attempt_dates=(date(2026, 1, 5),), readings=TESTS)

    headline, says = say_student(compared(present.choices, ["us-img"], answers))

    assert headline == "Pass first: 218, safely 228."
    assert "your target" not in says


def test_exam_that_is_over_still_has_its_projection(compared):
    answers = replace(ANSWERS, exam_date=date(2026, 11, 20))

    headline, says = say_student(compared(["dermatology"], ["us-md-senior"], answers))

    assert headline == "Your exam was on November 20, 2026."
    assert "You’re heading for about" in says


# Two specialties


def test_two_specialties_have_bounds_and_no_single_number(compared):
    comparison = compared(["dermatology", "psychiatry"], ["non-us-img"], IN_HAND)
    assert both_of(comparison).bounds is None
    assert "is not known" in say_both(both_of(comparison))

    comparison = compared(["internal-medicine", "general-surgery"], ["non-us-img"], IN_HAND)
    both = both_of(comparison)

    one, other = (row.estimate.chance for row in both.rows)
    assert both.bounds.low == max(one, other)
    assert both.bounds.high == 1 - (1 - one) * (1 - other)
    assert say_both(both) == (
        "Applying to both, at least about 50 in 100 and at most about 60 in 100 such applicants "
        "would match to one of them. The least is the larger share alone. The most is too rosy: "
        "it treats the two as independent, though one application drives both. Each share was "
        "measured on people who put that specialty first."
    )


def test_two_specialties_without_a_score_are_told_with_one_and_the_same(compared):
    """Nobody has two: the higher of both targets."""
    both = both_of(compared(["dermatology", "orthopaedic-surgery"], ["us-md-senior"], Answers()))

    goals = [row.goal for row in both.rows]
    assert {share.score for share in both.shares} == {max(goals)}
    assert goals[0] != goals[1]


@pytest.mark.parametrize(
    ("specialties", "groups"),
    [
        (["dermatology"], ["us-md-senior", "us-do-senior"]),
        (["dermatology", "psychiatry"], ["us-md-senior", "us-do-senior"]),
        (["dermatology", "psychiatry", "neurology"], ["us-md-senior"]),
    ],
)
def test_anything_else_is_no_pair(compared, specialties, groups):
    assert both_of(compared(specialties, groups)) is None


def test_edition_without_chances_has_no_pair(edition):
    comparison = compare(
        edition, Answers(), ["dermatology", "psychiatry"], ["us-md-senior"], today=TODAY
    )

    assert both_of(comparison) is None


# Orders


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("answers", [ANSWERS, IN_HAND])
def test_rows_without_a_number_come_last(present, compared, sort, answers):
    rows = compared(present.choices, ["us-md-senior"], answers).rows
    value = {
        "target": lambda row: row.goal,
        "projection": lambda row: row.heading_for,
        "gap": lambda row: row.gap,
        "chance": lambda row: row.p_target,
        "share": lambda row: row.estimate and row.estimate.chance,
        "rate": lambda row: row.rate and row.rate.percent,
        "positions": lambda row: row.positions and row.positions.positions,
        "name": lambda row: 0,
    }[sort]

    ordered = sorted_by(rows, sort)

    assert {id(row) for row in ordered} == {id(row) for row in rows}
    numbers = [value(row) for row in ordered]
    known = [number for number in numbers if number is not None]
    assert numbers[: len(known)] == known
    assert known == sorted(known, reverse=sort != "target")


# The picture


def test_picture_holds_every_band_and_the_interval(comparison):
    picture = picture_of(comparison, comparison.rows)
    rows = [row for part in picture.parts for row in part.rows]

    assert len(rows) == len(comparison.rows)
    for row in rows:
        assert row.you == picture.you
        if row.bar:
            assert 0 <= row.bar.left <= row.target <= 100
            assert row.bar.left <= row.bar.right <= 100
    you = picture.you
    assert 0 <= you.interval.left <= you.mean <= you.interval.right <= 100


def test_picture_has_the_interval_of_each_group_in_its_own_rows(compared):
    comparison = compared(["dermatology"], GROUPS)

    picture = picture_of(comparison, comparison.rows)

    places = [row.you.mean for part in picture.parts for row in part.rows]
    assert picture.you is None
    assert places[0] == places[1] > places[2] == places[3]


def test_picture_marks_the_score_in_hand(compared):
    comparison = compared(["dermatology"], ["us-md-senior"], replace(IN_HAND, actual_score=205))

    picture = picture_of(comparison, comparison.rows)

    assert 0 < picture.score < picture.parts[0].rows[0].bar.left


def test_picture_is_in_parts_by_verdict_only_in_the_order_of_chances(comparison):
    by_chance = picture_of(comparison, sorted_by(comparison.rows, "chance")).parts
    by_name = picture_of(comparison, sorted_by(comparison.rows, "name")).parts

    verdicts = [part.verdict for part in by_chance]
    assert verdicts == ["likely-above", "too-close", "likely-below", ""]
    assert [part.verdict for part in by_name] == [""]
    assert sum(len(part.rows) for part in by_chance) == len(by_name[0].rows)


def test_row_without_a_target_has_no_bar(edition):
    answers = Answers(declined=("us-md-seniors", "all-specialties"))
    comparison = compare(edition, answers, ["preventive-medicine"], ["us-md-senior"], today=TODAY)

    picture = picture_of(comparison, comparison.rows)

    assert not picture.is_shown
    assert picture.parts[0].rows[0].bar is None
