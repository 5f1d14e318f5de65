"""The picture of the norms: a curve for each window, which never falls."""

from scores.charts.norms import draw_norms
from scores.reference.tables import norm_tables_of


def test_curves_run_from_left_to_right_and_never_fall(edition):
    curves = draw_norms(norm_tables_of(edition, "step2ck"))

    assert [curve.window for curve in curves.curves] == [
        "July 2023 to June 2026",
        "July 2022 to June 2025",
        "July 2017 to June 2020",
    ]
    for curve in curves.curves:
        points = [tuple(map(float, point.split(","))) for point in curve.line.split()]
        assert points == sorted(points)
        assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)
        assert all(0 <= y <= 100 for _, y in points)
