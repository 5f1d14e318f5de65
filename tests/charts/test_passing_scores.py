"""The picture of passing scores over time: a stair for each, rising with its score."""

from datetime import date
from itertools import pairwise

import pytest

from scores.charts.passing_scores import draw_timeline

TODAY = date(2026, 11, 22)


def test_timeline_has_a_stair_for_each_pass_mark(edition):
    timeline = draw_timeline(edition.passing_standards, TODAY)

    step2 = timeline.staircases[0]
    assert [stair.score for stair in step2.stairs] == [196, 203, 209, 214, 218]
    assert [stair.is_in_force for stair in step2.stairs] == [False] * 4 + [True]
    heights = [stair.y for stair in step2.stairs]
    assert heights == sorted(heights, reverse=True)
    for before, after in pairwise(step2.stairs):
        assert (after.start, after.y_before) == (before.end, before.y)


def test_timeline_shows_the_mark_in_force_on_that_day(edition):
    timeline = draw_timeline(edition.passing_standards, date(2025, 6, 30))

    in_force = [
        stair.score for case in timeline.staircases for stair in case.stairs if stair.is_in_force
    ]
    assert in_force == [214, 200, 196]


@pytest.mark.parametrize("width", [328, 700, 1184])
def test_no_stair_crosses_the_number_of_a_stair(edition, width):
    for case in draw_timeline(edition.passing_standards, TODAY).staircases:
        lines = [
            *((at.start, at.end, at.y, at.y) for at in case.stairs),
            *((at.start, at.start, at.y, at.y_before) for at in case.stairs[1:]),
        ]
        for stair in case.stairs:
            left = stair.start * width / 100 + 5
            right, top, bottom = left + 28, stair.y + 5, stair.y + 15
            for start, end, high, low in lines:
                is_beside = end * width / 100 < left or start * width / 100 > right
                assert is_beside or low < top or high > bottom, stair.score
