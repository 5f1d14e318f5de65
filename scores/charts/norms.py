"""The chart of percentile by score, with one curve for each window of norms.

Places are percent of the width across and pixels down. The curves are in a box of 100 by 100, which
is stretched between the 0th and the 100th percentile.
"""

from collections.abc import Sequence

from scores.charts.scale import MARGIN, SCORES, Scale, Shape, polyline
from scores.engine.figures import NormTable

LEFT = 9
"""Percent of the width where the curves begin, right of the percentiles even on a phone."""

TOP, DROP = 24, 204
"""The y of the 100th percentile, and how many pixels below it the 0th is."""


def draw_norms(tables: Sequence[NormTable]) -> Shape:
    """The curves, in the order of the tables, with both axes."""
    scale = Scale(*SCORES, LEFT, 100 - MARGIN)
    return Shape(
        top=TOP,
        drop=DROP,
        curves=[_curve(scale, table) for table in tables],
        scores=scale.ticks(10),
        percentiles=Scale(0, 100, TOP + DROP, TOP, digits=None).ticks(25),
    )


def _curve(scale: Scale, table: NormTable) -> Shape:
    return Shape(
        window=f"{table.window_from:%B %Y} to {table.window_to:%B %Y}",
        line=polyline(
            (scale.at(score), 100 - percentile)
            for score, percentile in table.points
            if scale.low <= score <= scale.high
        ),
    )
