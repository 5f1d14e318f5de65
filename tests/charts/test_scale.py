"""One scale for all pictures: places, ends in tens, steps, and what is moved apart."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scores.charts.scale import (
    MARGIN,
    Bar,
    Label,
    Plot,
    Scale,
    Tick,
    in_tens,
    moved_apart,
    spread,
    step_within,
)

scores = st.integers(1, 300)


def test_scale_goes_from_end_to_end_in_percent():
    scale = Scale(200, 300)

    assert [scale.at(200), scale.at(233), scale.at(300)] == [0, 33, 100]
    assert scale.at(200.123) == 0.12


def test_scale_can_leave_a_margin_at_both_ends():
    scale = Scale(200, 300, MARGIN, 100 - MARGIN)

    assert [scale.at(200), scale.at(250), scale.at(300)] == [1.5, 50, 98.5]


def test_scale_up_a_plot_counts_pixels_from_its_top():
    up = Plot(width=330, height=190, left=36, right=312, top=16, bottom=152).up(0, 100)

    assert [up.at(0), up.at(25), up.at(100)] == [152, 118, 16]


def test_scale_of_one_value_has_it_in_the_middle():
    assert Scale(218, 218, 116, 46, digits=None).at(218) == 81


def test_bar_and_ticks_lie_on_their_scale():
    scale = Scale(200, 290)

    assert scale.bar(251, 266) == Bar(56.67, 73.33)
    assert scale.bar(251, 266).width == 16.66
    assert scale.ticks(45) == (Tick(0, "200"), Tick(50, "245"), Tick(100, "290"))


@given(st.lists(scores, min_size=1), st.integers(0, 9), st.integers(0, 9))
def test_ends_are_the_nearest_tens_with_room_for_every_value(values, below, above):
    low, high = in_tens(values, below, above)

    assert low % 10 == high % 10 == 0
    assert low <= min(values) - below < low + 10
    assert high - 10 < max(values) + above <= high


@pytest.mark.parametrize(
    ("span", "steps", "step"),
    [
        (90, (10, 20), 10),
        (100, (10, 20), 10),
        (110, (10, 20), 20),
        (210, (10, 20), 20),
        (200, (10, 20, 50), 20),
        (210, (10, 20, 50), 50),
    ],
)
def test_step_keeps_the_numbers_few_as_far_as_steps_go(span, steps, step):
    assert step_within(span, 10, steps) == step


@given(st.lists(st.integers(0, 100).map(float), min_size=1, max_size=6))
def test_what_is_moved_apart_keeps_its_order_and_stays_above_the_end(places):
    moved = moved_apart(sorted(places), gap=16, most=100)

    assert all(after - before >= 16 for before, after in pairwise(moved))
    assert moved[-1] <= 100


def test_what_is_apart_already_stays():
    assert moved_apart([0, 16, 50], gap=16, most=100) == [0, 16, 50]


def test_labels_at_one_height_are_moved_apart():
    labels = spread([Label(name, name, 250, 96) for name in "abc"], bottom=106)

    assert [label.y for label in labels] == [78, 94, 110]
