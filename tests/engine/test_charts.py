"""The pictures of a result: every mark in its place, and no label on another."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scores.engine.answers import AIMS, Answers
from scores.engine.charts import (
    NARROW,
    WIDE,
    Mark,
    curve_of,
    ladder_of,
    marks_of,
    place_flags,
    scale_of,
    spans_of,
)
from scores.engine.record import record_of
from scores.engine.result import derive
from scores.engine.vocabulary import GROUPS

TODAY = date(2026, 11, 22)
FRAMES = (WIDE, NARROW)


def record_for(edition, **answers):
    return record_of(derive(edition, Answers(**answers), today=TODAY))


@pytest.fixture
def dermatology(edition):
    return record_for(edition, specialty="dermatology", group="us-md-senior")


def overlaps(one, other):
    """Whether two flags lie on each other, or one on the line that leads to the other's mark."""
    lower, upper = sorted((one, other), key=lambda flag: flag.row)
    crossed = lower.left < upper.x < lower.right
    return crossed or (one.row == other.row and one.left < other.right and other.left < one.right)


def test_marks_rise_and_name_the_scores_of_the_record(dermatology):
    assert [(mark.id, mark.score) for mark in marks_of(dermatology)] == [
        ("pass", 218),
        ("safe", 228),
        ("unmatched", 252),
        ("target", 258),
    ]
    assert [(span.id, span.low, span.high) for span in spans_of(dermatology)] == [
        ("band", 251, 266)
    ]


def test_projection_brings_its_mark_and_its_interval(dermatology):
    dermatology["projection"] = {"mean": 251.5, "low": 243.2, "high": 259.6, "level": 0.8}

    marks = {mark.id: mark.score for mark in marks_of(dermatology)}
    spans = {span.id: (span.low, span.high) for span in spans_of(dermatology)}

    assert marks["projection"] == 252
    assert spans == {"band": (251, 266), "projection": (243, 260)}


def test_step_3_shows_what_first_takers_score(edition):
    marks = marks_of(record_for(edition, exam="step3"))

    assert [(mark.id, mark.score) for mark in marks] == [
        ("pass", 200),
        ("safe", 209),
        ("mean", 227),
        ("good", 230),
    ]


def test_scale_covers_200_to_290_and_grows_for_a_mark_outside(dermatology):
    assert scale_of(dermatology) == (200, 290)

    dermatology["floor"]["passing_standard"] = 196
    dermatology["target"]["high"] = 292

    assert scale_of(dermatology) == (190, 300)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("group", GROUPS)
def test_every_ladder_is_legible(edition, group, aim, frame):
    for specialty in edition.specialties:
        record = record_for(edition, specialty=specialty, group=group, aim=aim)

        ladder = ladder_of(record, frame)

        low, high = scale_of(record)
        width = (ladder.right - ladder.left) / (high - low)
        for flag in ladder.flags:
            assert flag.x == pytest.approx(ladder.left + (flag.mark.score - low) * width, abs=0.1)
            assert 0 <= flag.left < flag.right <= ladder.width
            assert ladder.axis < flag.y < ladder.height
        assert not any(overlaps(*pair) for pair in combinations(ladder.flags, 2)), specialty
        for bracket in ladder.brackets:
            assert ladder.left <= bracket.left <= bracket.right <= ladder.right
            assert max(flag.y for flag in ladder.flags) < bracket.y < ladder.height
        if ladder.target:
            assert all(abs(tick.at - ladder.target.x) > 18 for tick in ladder.ticks)


@pytest.mark.parametrize("group", GROUPS)
def test_every_curve_is_legible(edition, group):
    for specialty in edition.specialties:
        curve = curve_of(record_for(edition, specialty=specialty, group=group))

        assert not any(overlaps(*pair) for pair in combinations(curve.flags, 2)), specialty
        assert all(0 < flag.y < curve.top for flag in curve.flags)
        assert all(0 <= flag.left < flag.right <= curve.width for flag in curve.flags)
        dots = [*curve.dots, curve.target] if curve.target else curve.dots
        assert all(curve.left <= dot.x <= curve.right for dot in dots)
        assert all(curve.top <= dot.y <= curve.bottom for dot in dots)


def test_curve_rises_and_passes_through_the_recorded_points(dermatology):
    curve = curve_of(dermatology)
    points = [tuple(map(float, point.split(","))) for point in curve.line.split()]
    heights = [y for _, y in points]
    at_66 = curve.bottom - 0.656 * (curve.bottom - curve.top)  # 258 lies between 58 and 71

    assert points == sorted(points)
    assert heights == sorted(heights, reverse=True)
    assert curve.target.y == pytest.approx(at_66, abs=0.5)


def test_no_norms_no_curve(dermatology):
    assert curve_of(dermatology | {"norms": []}) is None


@given(
    scores=st.lists(st.integers(1, 300), min_size=1, max_size=6),
    names=st.permutations(["Pass mark", "Safe pass", "Did not match", "Target", "Average", "Good"]),
    frame=st.sampled_from(FRAMES),
)
def test_flags_find_room_wherever_the_marks_lie(scores, names, frame):
    marks = [
        Mark(name, name, score, "") for score, name in zip(sorted(scores), names, strict=False)
    ]

    flags = place_flags(marks, lambda score: frame.width * score / 300, frame)

    assert {flag.mark.id for flag in flags} == {mark.id for mark in marks}
    assert all(flag.left >= 0 and flag.right <= frame.width for flag in flags)
    assert all(
        one.row != other.row or one.left >= other.right or other.left >= one.right
        for one, other in combinations(flags, 2)
    )
