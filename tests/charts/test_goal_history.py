"""The picture of a goal over its revisions: nothing hidden is drawn, nothing falls outside."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scores.charts.goal_history import APART, PLOT, Stop, draw_course, places

DAY = date(2026, 9, 1)

scores = st.integers(1, 300)


def stop(number, days=0, target=258, **projection):
    return Stop(number, DAY + timedelta(days=days), target, **projection)


def test_single_revision_needs_no_picture():
    assert draw_course([stop(1)], shown=1) is None


def test_revisions_without_any_number_need_none_either():
    assert draw_course([stop(1, target=None), stop(2, target=None)], shown=1) is None


def test_what_is_not_shown_is_not_drawn():
    course = draw_course([stop(1), stop(2, days=30)], shown=2)

    assert not course.has_projection
    assert course.means == ()
    assert {(point.mean, point.low, point.high) for point in course.points} == {(None, None, None)}


def test_higher_score_stands_higher():
    course = draw_course(
        [stop(1, mean=244.4, low=236.0, high=253.0), stop(2, days=9, mean=250, low=243, high=257)],
        shown=2,
    )

    first, second = course.points
    assert first.target == second.target < second.mean < first.mean
    assert second.high < second.mean < second.low
    assert [point.is_shown for point in course.points] == [False, True]


def test_line_breaks_where_a_value_is_missing():
    targets = (250, 252, None, 254, 256)

    course = draw_course([stop(n, n, target) for n, target in enumerate(targets, 1)], shown=1)

    assert len(course.targets) == 2


def test_scale_is_numbered_in_tens_around_every_score():
    course = draw_course([stop(1, target=258), stop(2, target=258)], shown=1)

    assert [level.text for level in course.levels] == ["250", "260", "270"]


def test_days_at_both_ends_are_named():
    course = draw_course([stop(1), stop(2, days=10), stop(3, days=61)], shown=3)

    assert [day.text for day in course.days] == ["Sep 1, 2026", "Nov 1, 2026"]


def test_places_follow_time():
    first, second, third = places([DAY, DAY + timedelta(days=25), DAY + timedelta(days=100)])

    assert (second - first) * 3 == third - second


@given(st.lists(st.integers(0, 400), min_size=2, max_size=100))
def test_places_rise_and_stay_within_the_picture(days):
    at = places([DAY + timedelta(days=day) for day in sorted(days)])

    apart = min(APART, (PLOT.right - PLOT.left - 2 * APART) / (len(at) - 1))
    assert at[0] >= PLOT.left
    assert at[-1] <= PLOT.right
    assert all(after - before >= apart - 0.2 for before, after in pairwise(at))


@given(st.lists(st.tuples(scores, scores, st.integers(0, 40)), min_size=2, max_size=12))
def test_every_point_lies_within_the_picture(rows):
    stops = [
        stop(number, number, target, mean=mean, low=max(mean - half, 1), high=min(mean + half, 300))
        for number, (target, mean, half) in enumerate(rows, 1)
    ]

    course = draw_course(stops, shown=1)

    for point in course.points:
        for y in (point.target, point.mean, point.low, point.high):
            assert PLOT.top <= y <= PLOT.bottom


def test_revisions_of_one_day_share_its_name():
    day = date(2026, 12, 1)
    course = draw_course([Stop(1, day, 258), Stop(2, day, 260)], shown=2)

    assert [tick.text for tick in course.days] == ["Dec 1, 2026"]
