"""What stands side by side is what stands alone."""

from datetime import date

import pytest

from scores.charts.comparison import picture_of
from scores.engine.answers import Answers, Reading
from scores.engine.result import derive
from scores.engine.vocabulary import GROUPS
from scores.reference.compare import SORTS, compare, sorted_by

TODAY = date(2026, 11, 22)
ANSWERS = Answers(exam_date=date(2027, 5, 1), readings=(Reading("nbme14", 247, None),))


@pytest.fixture(scope="module")
def compared(present):
    return compare(present, ANSWERS, present.choices, ["non-us-img"], today=TODAY)


def test_row_is_the_result_alone(present, compared):
    rows, projection = compared

    for row in rows:
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
        assert projection.forecast == alone.outlook.projection.forecast


def test_factor_counts_where_it_applies(edition):
    answers = Answers(factors=("strong-grades", "failed-exam"))

    rows, _ = compare(edition, answers, ["psychiatry"], GROUPS, today=TODAY)

    factors = {row.answers.group: row.answers.factors for row in rows}
    assert factors["us-md-senior"] == ("strong-grades", "failed-exam")
    assert factors["non-us-img"] == ("failed-exam",)


@pytest.mark.parametrize("sort", SORTS)
def test_rows_without_a_number_come_last(edition, sort):
    answers = Answers(declined=("us-md-seniors", "all-specialties"))
    rows, _ = compare(edition, answers, edition.specialties, ["us-do-senior"], today=TODAY)

    ordered = sorted_by(rows, sort)

    assert {id(row) for row in ordered} == {id(row) for row in rows}
    if sort not in ("name", "chance"):
        has_target = [row.result.target is not None for row in ordered]
        assert has_target == sorted(has_target, reverse=True)


def test_picture_holds_every_band_and_the_interval(compared):
    rows, projection = compared

    picture = picture_of(rows, projection)

    assert len(picture.rows) == len([row for row in rows if row.result.target])
    for row in picture.rows:
        assert 0 <= row.bar.left <= row.target <= 100
        assert row.bar.left <= row.bar.right <= 100
    assert 0 <= picture.interval.left <= picture.mean <= picture.interval.right <= 100


def test_picture_is_in_parts_by_verdict_only_in_the_order_of_chances(compared):
    rows, projection = compared

    by_chance = picture_of(sorted_by(rows, "chance"), projection).parts
    by_name = picture_of(sorted_by(rows, "name"), projection).parts

    assert [part.verdict for part in by_chance] == ["likely-above", "too-close", "likely-below"]
    assert [part.verdict for part in by_name] == [""]
    assert sum(len(part.rows) for part in by_chance) == len(by_name[0].rows)


def test_picture_of_nothing_is_none(edition):
    answers = Answers(declined=("us-md-seniors", "all-specialties"))
    rows, _ = compare(edition, answers, ["preventive-medicine"], ["us-md-senior"], today=TODAY)

    assert picture_of(rows, None) is None
