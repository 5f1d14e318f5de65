"""The picture of scores: everything it marks lies on its scale, and no line where words are."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scores.charts.score_picture import END, START, score_picture_of
from scores.engine.answers import Answers, Reading
from scores.engine.match.cells import curves_of
from scores.engine.result import derive
from scores.wording.record import record_of
from tests.engine.edition import read_fixture
from tests.engine.planning import PLANNING

TODAY = date(2026, 11, 30)
PRESENT = read_fixture("2026.2")
PHONE = 328
"""Pixels of width on the smallest phone."""

LETTER = 7.5
"""The widest that a letter of a name may be on average, in pixels."""

SCORED = {"situation": "scored", "exam_date": date(2026, 6, 1), "readings": ()}


def drawn(answers, edition=PRESENT):
    return score_picture_of(record_of(derive(edition, answers, today=TODAY)))


cells = st.sampled_from(
    [
        (name, group)
        for name in PRESENT.choices
        for group in ("us-md-senior", "us-img", "non-us-img")
    ]
)


def extent(flag):
    """From where to where a name reaches, in pixels of a phone."""
    width = LETTER * len(f"{flag.name} {flag.score}")
    at = flag.at / 100 * PHONE
    left = {"start": at, "middle": at - width / 2, "end": at - width}[flag.anchor]
    return left, left + width


@given(cells, st.integers(200, 290))
def test_name_of_the_main_score_does_not_leave_the_picture(cell, score):
    specialty, group = cell
    answers = replace(PLANNING, specialty=specialty, group=group, actual_score=score, **SCORED)
    flags = drawn(answers).flags

    for flag in flags:
        left, right = extent(flag)
        assert left >= 0
        assert right <= PHONE + LETTER


@given(cells, st.integers(200, 290))
def test_everything_marked_lies_on_the_scale(cell, score):
    answers = replace(PLANNING, specialty=cell[0], group=cell[1], actual_score=score, **SCORED)
    picture = drawn(answers)

    places = [flag.at for flag in picture.flags] + [row.center for row in picture.rows]
    places += [end for row in picture.rows if row.bar for end in (row.bar.left, row.bar.right)]
    assert all(START <= place <= END for place in places)
    assert picture.low <= score <= picture.high


def test_you_stand_first_then_the_matched_then_the_others():
    rows = drawn(PLANNING).rows

    assert [row.id for row in rows] == ["you", "matched", "unmatched"]
    assert rows[0].words == "You: 251 (80% range 237–266); tests 245"
    assert rows[1].words == "Matched: 240–259, median 251 (n 2,649)"
    assert rows[0].beside < rows[0].center
    assert all(upper.y < lower.y_words for upper, lower in pairwise(rows))


def test_weak_tests_have_a_range_and_no_point():
    weak = (Reading("nbme14", 215, date(2026, 11, 20)),)
    you = drawn(replace(PLANNING, readings=weak)).rows[0]

    assert you.center is None
    assert you.bar.width > 0


def test_of_a_score_in_hand_it_is_told_first():
    picture = drawn(replace(PLANNING, actual_score=243, **SCORED))

    assert picture.reading["score"] == 243
    assert [(flag.id, flag.score) for flag in picture.flags] == [("actual", 243)]


def test_score_that_did_not_pass_has_no_target_beside_it():
    picture = drawn(replace(PLANNING, actual_score=205, **SCORED))

    assert [(flag.id, flag.score) for flag in picture.flags] == [("actual", 205)]


def test_reading_and_table_tell_what_the_record_does():
    record = record_of(derive(PRESENT, PLANNING, today=TODAY))
    picture = score_picture_of(record)

    assert picture.reading == {
        "score": 251,
        "percentile": "47th",
        "share": ("55", "40 to 65"),
        "reach": "53%",
    }
    assert [each["score"] for each in picture.table] == list(range(210, 281, 5))
    at_target = next(told for told in picture.readings.split(";") if told.startswith("251|"))
    assert at_target == "251|55|40 to 65|47th|53%"
    assert picture.has_reach


def test_recorded_bands_are_dots_and_those_of_few_people_pale():
    picture = drawn(Answers(specialty="orthopaedic-surgery", group="us-do-senior"))

    ((cycles, says),) = picture.listed
    assert cycles == "2026"
    assert "241 to 250 15 of 40" in says
    assert {each["is_pale"] for each in picture.bands} == {True, False}
    radii = [each["radius"] for each in picture.bands if each["is_pale"]]
    assert max(radii) <= min(each["radius"] for each in picture.bands if not each["is_pale"])


def test_without_a_curve_the_rows_remain():
    picture = drawn(Answers(specialty="neurology", group="us-img"))

    assert picture.curve is None
    assert picture.levels == ()
    assert [row.words for row in picture.rows] == [
        "Matched, non-US IMGs: 240–262, median 252 (n 166)"
    ]


def test_curve_of_every_cell_lies_within_the_picture():
    for specialty, group in curves_of(PRESENT):
        curve = drawn(Answers(specialty=specialty, group=group)).curve
        places = [point.split(",") for point in f"{curve.line} {curve.band}".split()]
        assert all(START <= float(x) <= END and 0 <= float(y) <= 100 for x, y in places)


def test_records_of_earlier_rules_have_no_picture():
    record = record_of(derive(PRESENT, PLANNING, today=TODAY))
    del record["scale"]

    assert score_picture_of(record) is None
