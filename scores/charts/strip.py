"""The chart of how far sources differ: a specialty's recorded figures as dots on one scale."""

from scores.charts.scale import MARGIN, Scale, Shape, in_tens, step_within
from scores.engine.record import Record


def strip_of(record: Record) -> Shape | None:
    """The figure used and all others; None if there are fewer than two."""
    used = record["target"]["benchmark"]
    others = [(float(other["value"]), "other") for other in record["others"]]
    dots = others + ([(float(used["value"]), "used")] if used else [])
    if len(dots) < 2:
        return None
    low, high = in_tens((value for value, _ in dots), 2, 2)
    scale, step = Scale(low, high, MARGIN, 100 - MARGIN), step_within(high - low, 8)
    return Shape(
        dots=[Shape(x=scale.at(value), id=name, value=value) for value, name in dots],
        ticks=[tick for tick in scale.ticks(10) if (int(tick.text) - low) % step == 0],
    )
