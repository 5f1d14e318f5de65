"""Geometry of the pictures: everything lies on the picture, and where its number says."""

from datetime import date

import pytest

from scores.charts.figures import (
    MARGIN,
    ROW,
    TOP,
    Scale,
    draw_norms,
    draw_specialty,
    draw_timeline,
)
from scores.engine.floor import floor_on
from scores.engine.overview import norm_tables_of
from scores.engine.portrait import portrait_of

TODAY = date(2026, 11, 22)


@pytest.fixture
def picture(edition):
    def picture(name):
        floor = floor_on(edition, "step2ck", TODAY)
        portrait = portrait_of(edition, edition.specialties[name], floor)
        return draw_specialty(edition, portrait, floor.standard)

    return picture


def test_scale_leaves_a_margin_at_both_ends():
    scale = Scale(200, 300)

    assert [scale.at(200), scale.at(250), scale.at(300)] == ["1.50", "50.00", "98.50"]


def test_specialty_has_a_mark_for_each_figure_of_enough_people(picture):
    marks = picture("dermatology").marks

    assert [mark.label for mark in marks][:2] == [
        "US MD seniors, 2026: matched, 258",
        "US MD seniors, 2026: unmatched, 252",
    ]
    assert marks[-1].label == "Group not stated, no year: matched, about 257"
    assert [mark.y - marks[0].y for mark in marks] == [ROW * at for at in range(len(marks))]
    assert marks[-1].y < TOP + ROW * len(marks)


def test_quartiles_lie_on_both_sides_of_the_center(edition, picture):
    for name in edition.specialties:
        drawn = picture(name)
        for mark in drawn.marks:
            ends = (mark.low, mark.high) if mark.low else (mark.center, mark.center)
            across = [float(x) for x in (ends[0], mark.center, ends[1])]
            assert across == sorted(across)
            assert MARGIN <= across[0] <= across[-1] <= 100 - MARGIN


def test_every_specialty_has_the_same_scale(edition, picture):
    assert len({picture(name).ticks for name in edition.specialties}) == 1


def test_too_few_people_are_not_drawn(edition, picture):
    recorded = edition.scores_of("radiation-oncology")
    few = [row for row in recorded if not edition.is_enough(row.n)]

    assert len(few) == 1
    assert len(picture("radiation-oncology").marks) == len(recorded) - 1


def test_timeline_has_a_stair_for_each_pass_mark(edition):
    timeline = draw_timeline(edition.passing_standards, TODAY)

    step2 = timeline.staircases[0]
    assert [stair.score for stair in step2.stairs] == [196, 203, 209, 214, 218]
    assert [stair.is_in_force for stair in step2.stairs] == [False] * 4 + [True]
    heights = [stair.y for stair in step2.stairs]
    assert heights == sorted(heights, reverse=True)
    for before, after in zip(step2.stairs, step2.stairs[1:], strict=False):
        assert (after.start, after.y_before) == (before.end, before.y)


def test_timeline_shows_the_mark_in_force_on_that_day(edition):
    timeline = draw_timeline(edition.passing_standards, date(2025, 6, 30))

    in_force = [
        stair.score for case in timeline.staircases for stair in case.stairs if stair.is_in_force
    ]
    assert in_force == [214, 200, 196]


def test_curves_run_from_left_to_right_and_never_fall(edition):
    curves = draw_norms(norm_tables_of(edition, "step2ck"))

    assert [curve.window for curve in curves.curves] == [
        "July 2023 to June 2026",
        "July 2022 to June 2025",
        "July 2017 to June 2020",
    ]
    for curve in curves.curves:
        points = [tuple(map(float, point.split(","))) for point in curve.points.split()]
        assert points == sorted(points)
        assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)
        assert all(0 <= y <= 100 for _, y in points)
