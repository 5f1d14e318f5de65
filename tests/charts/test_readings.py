from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scores.charts.readings import DOT_LETTER, NARROW, course_of
from scores.charts.scale import LABEL_GAP
from scores.engine.answers import Answers, Reading
from scores.engine.result import derive
from scores.wording.record import record_of
from tests.engine.edition import read_fixture

EDITION = read_fixture("2026.2")
TODAY = date(2026, 11, 22)
EXAM = date(2027, 5, 1)

tests = st.builds(
    Reading,
    st.sampled_from(["nbme09", "nbme14", "uwsa2", "nbme06", "other"]),
    st.integers(190, 290),
    st.none() | st.dates(TODAY - timedelta(days=400), EXAM),
)


def record(*readings, **answers):
    given_answers = {"exam_date": EXAM, "group": "us-md-senior", "specialty": "dermatology"}
    return record_of(
        derive(EDITION, Answers(readings=readings, **(given_answers | answers)), today=TODAY)
    )


@pytest.mark.parametrize("readings", [(), (Reading("nbme14", 248),)])
def test_without_a_dated_reading_there_is_no_picture(readings):
    assert course_of(record(*readings)) is None


def test_readings_lie_in_time_and_on_the_scale():
    course = course_of(
        record(
            Reading("nbme14", 250, EXAM),
            Reading("nbme12", 230, EXAM - timedelta(days=70)),
            Reading("nbme13", 240, EXAM - timedelta(days=35)),
        )
    )

    first, second, last = course.dots

    assert last.x == course.plot.right
    assert second.x - first.x == pytest.approx(last.x - second.x, abs=1)
    assert first.y - second.y == pytest.approx(second.y - last.y, abs=1)
    assert [dot.label for dot in course.dots] == ["230", "240", "250"]
    assert first.radius < second.radius < last.radius
    assert [tick.text for tick in course.ticks] == ["4", "8"]


def test_reading_with_room_around_it_has_its_name_too():
    far = record(
        Reading("nbme14", 250, EXAM - timedelta(days=10)),
        Reading("uwsa2", 240, EXAM - timedelta(days=90)),
        Reading("nbme12", 230, EXAM - timedelta(days=95)),
    )

    assert [dot.name for dot in course_of(far).dots] == ["", "", "NBME 14"]


@pytest.mark.parametrize("frame", [NARROW], ids=["narrow"])
def test_name_of_the_earliest_reading_is_clear_of_the_scale(frame):
    course = course_of(record(Reading("nbme14", 236, TODAY)), frame)
    (dot,) = course.dots

    assert dot.name == "NBME 14"
    assert dot.text_x - DOT_LETTER * len(dot.name) / 2 >= course.plot.left - 0.5
    assert dot.text_x >= dot.x


def test_interval_opens_from_the_latest_reading():
    course = course_of(record(Reading("nbme14", 236, TODAY)))
    (dot,) = course.dots

    assert course.cone == f"M{dot.x} {dot.y}L{course.plot.right} {course.low}V{course.high}z"


def test_projection_and_target_are_labelled_with_the_numbers_of_the_record():
    found = record(Reading("nbme14", 236, TODAY))
    course = course_of(found)

    said = {label.id: label.value for label in course.labels}

    assert said == {
        "high": round(found["projection"]["high"]),
        "mean": round(found["projection"]["mean"]),
        "low": round(found["projection"]["low"]),
        "target": 258,
    }
    assert course.high < course.mean < course.low
    assert course.target < course.mean


def test_pass_mark_is_drawn_only_where_it_is_near():
    low = Reading("nbme14", 246, TODAY), Reading("nbme13", 217, date(2026, 10, 1))
    assert course_of(record(Reading("nbme14", 255, TODAY))).pass_mark is None
    assert course_of(record(*low)).pass_mark is not None


def test_reading_after_the_exam_is_not_drawn():
    course = course_of(
        record(
            Reading("nbme14", 248, EXAM - timedelta(days=9)),
            Reading("nbme16", 290, EXAM + timedelta(days=1)),
        )
    )

    assert len(course.dots) == 1


def test_without_a_target_no_line_is_drawn():
    course = course_of(
        record(
            Reading("nbme14", 248, TODAY),
            specialty="preventive-medicine",
            group="us-do-senior",
            declined=("all-specialties", "us-md-seniors", "mean", "older-cycle"),
        )
    )

    assert course.target is None
    assert {label.id for label in course.labels} == {"high", "mean", "low"}


@pytest.mark.parametrize(("frame", "letter"), [(NARROW, 6.8)])
@given(readings=st.lists(tests, min_size=1, max_size=12), has_exam_date=st.booleans())
def test_everything_drawn_lies_within_the_drawing(frame, letter, readings, has_exam_date):
    answers = {} if has_exam_date else {"exam_date": None}
    course = course_of(record(*readings, **answers), frame)
    if course is None:
        return

    assert all(course.plot.left <= dot.x <= course.plot.right for dot in course.dots)
    heights = [dot.y for dot in course.dots] + [course.high, course.mean, course.low]
    assert all(course.plot.top <= y <= course.plot.bottom for y in heights)
    assert course.ticks == () or course.plot.left <= min(tick.at for tick in course.ticks)
    ends = [label.y for label in course.labels]
    assert all(below - above >= LABEL_GAP for above, below in pairwise(ends))
    assert course.label_x + letter * len("Projection 300") <= course.plot.width
