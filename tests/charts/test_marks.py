"""The pictures of a result: every mark in its place, and no label on another."""

from datetime import date
from itertools import pairwise

import pytest

from scores.charts.marks import ends_of, marks_of, spans_of
from scores.charts.percentile_curve import curve_of
from scores.charts.scale import LABEL_GAP
from scores.engine.answers import Answers
from scores.engine.result import derive
from scores.engine.vocabulary import GROUPS
from scores.wording.record import record_of

TODAY = date(2026, 11, 22)


def record_for(edition, **answers):
    return record_of(derive(edition, Answers(**answers), today=TODAY))


@pytest.fixture
def dermatology(edition):
    return record_for(edition, specialty="dermatology", group="us-md-senior")


def test_marks_rise_and_name_the_scores_of_the_record(dermatology):
    assert [(mark.id, mark.low) for mark in marks_of(dermatology)] == [
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

    marks = {mark.id: mark.low for mark in marks_of(dermatology)}
    spans = {span.id: (span.low, span.high) for span in spans_of(dermatology)}

    assert marks["projection"] == 252
    assert spans == {"band": (251, 266), "projection": (243, 260)}


def test_step_3_shows_what_first_takers_score(edition):
    marks = marks_of(record_for(edition, exam="step3"))

    assert [(mark.id, mark.low) for mark in marks] == [
        ("pass", 200),
        ("safe", 209),
        ("mean", 227),
        ("good", 230),
    ]


def test_scale_covers_200_to_290_and_grows_for_a_mark_outside(dermatology):
    assert ends_of(dermatology) == (200, 290)

    dermatology["floor"]["passing_standard"] = 196
    dermatology["target"]["high"] = 292

    assert ends_of(dermatology) == (190, 300)


@pytest.mark.parametrize("group", GROUPS)
def test_every_curve_is_legible(edition, group):
    for specialty in edition.specialties:
        curve = curve_of(record_for(edition, specialty=specialty, group=group))

        lines = sorted(point.label.y for point in curve.points)
        assert all(below - above >= LABEL_GAP for above, below in pairwise(lines))
        assert 0 < lines[0] < lines[-1] < curve.plot.height
        assert all(curve.plot.left <= point.x <= curve.plot.right for point in curve.points)
        assert all(curve.plot.top <= point.y <= curve.plot.bottom for point in curve.points)


def test_curve_rises_and_passes_through_the_recorded_points(dermatology):
    curve = curve_of(dermatology)
    points = [tuple(map(float, point.split(","))) for point in curve.line.split()]
    heights = [y for _, y in points]
    plot = curve.plot
    at_66 = plot.bottom - 0.656 * (plot.bottom - plot.top)  # 258 lies between 58 and 71

    assert points == sorted(points)
    assert heights == sorted(heights, reverse=True)
    assert curve.target.y == pytest.approx(at_66, abs=0.5)


def test_no_norms_no_curve(dermatology):
    assert curve_of(dermatology | {"norms": []}) is None
