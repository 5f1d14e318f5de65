"""The marks and spans of the percentile curve, computed from a record alone.

`percentile_curve` computes their places, and a template turns these into SVG.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from scores.charts.scale import SCORES, in_tens
from scores.engine.record import Record
from scores.engine.steps import in_points
from scores.wording.marks import MARKS, RANGE, say_band, say_interval, say_mark

CLEARANCE = 5
"""Least distance in points between a mark and either end of the scale."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One score on the scale, or a range of them up to `high`; `id` is the class of its symbol."""

    id: str
    name: str
    says: str
    low: int
    high: int | None = None

    @property
    def text(self) -> str:
        return str(self.low) if self.high is None else f"{self.low} to {self.high}"


def marks_of(record: Record) -> tuple[Mark, ...]:
    """The single scores to mark, the lowest first."""
    return tuple(sorted(_marks(record), key=lambda mark: (mark.low, mark.id)))


def _marks(record: Record) -> Iterator[Mark]:
    floor, target = record["floor"], record["target"]
    yield _mark("pass", floor["passing_standard"])
    if floor["safe_pass"] is not None:
        yield _mark("safe", floor["safe_pass"])
    unmatched = record["unmatched"]
    if unmatched:
        yield _mark("unmatched", unmatched["value"], unmatched)
    yield from _first_takers(record)
    if record["projection"] and record["projection"]["mean"] is not None:
        yield _mark("projection", record["projection"]["mean"])
    if record["standing"] and record["inputs"]["actual_score"]:
        yield _mark("actual", record["inputs"]["actual_score"])
    if target["score"] is not None:
        yield _mark("target", target["score"])


def _mark(name: str, score: float, figure: Record | None = None) -> Mark:
    return Mark(name, MARKS[name], say_mark(name, figure), in_points(score))


def _first_takers(record: Record) -> Iterator[Mark]:
    """For exams other than Step 2 CK: the examinees' mean, and scores that articles call good."""
    if record["inputs"]["exam"] == "step2ck":
        return
    for figure in record["distribution"]:
        if figure["statistic"] == "mean":
            yield _mark("mean", figure["value"], figure)
    for step in record["steps"]:
        if step["rule"] == "good-score":
            yield _mark("good", step["value"])


def spans_of(record: Record) -> Iterator[Mark]:
    """The band of those who matched, and the interval of the projection."""
    target, projection = record["target"], record["projection"]
    if target["score"] is not None:
        is_estimated = any(
            (step["rule"], step["kind"]) == ("band", "house") for step in record["steps"]
        )
        words = say_band(is_stand_in=target["basis"] == "stand-in", is_estimated=is_estimated)
        yield Mark("band", *words, target["low"], target["high"])
    if projection:
        is_weak = projection["mean"] is None
        words = RANGE if is_weak else say_interval(round(100 * projection["level"]))
        low, high = in_points(projection["low"]), in_points(projection["high"])
        yield Mark("projection", *words, low, high)


def ends_of(record: Record) -> tuple[int, int]:
    """The scores at both ends of a drawing: SCORES, extended by tens for marks outside."""
    marks = [*marks_of(record), *spans_of(record)]
    scores = [end for mark in marks for end in (mark.low, mark.high) if end is not None]
    low, high = in_tens(scores, CLEARANCE, CLEARANCE)
    return min(low, SCORES[0]), max(high, SCORES[1])
