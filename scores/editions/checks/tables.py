"""Rows have to agree with others of their table: passing scores, norms and bands."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from scores.editions.checks.faults import Faults, fault
from scores.editions.lines import Contents
from scores.engine.vocabulary import HIGHEST_SCORE, LOWEST_SCORE
from scores.models import (
    NormPoint,
    NormTable,
    PassingStandard,
    PracticeTestBand,
    ScoreBandMatchRate,
)
from scores.wording.values import band_text


def grouped(rows: Iterable[Any], key: Callable[[Any], Any]) -> Iterator[list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return iter(groups.values())


def pass_marks_form_a_chain(contents: Contents) -> Faults:
    """The previous score of each passing standard is the score of the standard before it."""
    for rows in grouped(contents.of(PassingStandard), lambda row: row.exam):
        rows.sort(key=lambda row: row.effective_from)
        for before, row in pairwise(rows):
            if row.previous_score != before.score:
                there = f"the one before it, from {before.effective_from}, is {before.score}."
                yield fault(row, "previous_score", f"It says {row.previous_score}; {there}")


def norms_rise(contents: Contents) -> Faults:
    """A norm table runs from percentile 0 to 100 and never falls."""
    for table in contents.of(NormTable):
        points = [point for point in contents.of(NormPoint) if point.table_id == table.pk]
        yield from _table_rises(table, sorted(points, key=lambda point: point.score))


def _table_rises(table: NormTable, points: list[NormPoint]) -> Faults:
    if len(points) < 2:
        yield fault(table, "", "A norm table needs two points or more.")
        return
    if points[0].percentile != 0:
        yield fault(points[0], "percentile", "The lowest point of a table reads 0, for “<1”.")
    if points[-1].percentile != 100:
        yield fault(points[-1], "percentile", "The highest point of a table reads 100, for “>99”.")
    for low, high in pairwise(points):
        if high.percentile < low.percentile:
            says = (
                f"{high.percentile} at {high.score} is lower than {low.percentile} at {low.score}."
            )
            yield fault(high, "percentile", says)


def bands_lie_apart(contents: Contents) -> Faults:
    """No score lies in two bands of one table."""
    rates = grouped(
        contents.of(ScoreBandMatchRate),
        lambda row: (row.cycles, row.group, row.specialty_id, row.source_id),
    )
    tests = grouped(contents.of(PracticeTestBand), lambda row: row.test_id)
    for rows in (*rates, *tests):
        for lower, upper in pairwise(sorted(rows, key=_low)):
            if _low(upper) <= _high(lower):
                says = f"It overlaps the band {band_text(lower.low, lower.high)}."
                yield fault(upper, "low", says)


def _low(row: Any) -> int:
    return LOWEST_SCORE - 1 if row.low is None else int(row.low)


def _high(row: Any) -> int:
    return HIGHEST_SCORE if row.high is None else int(row.high)


CHECKS = (pass_marks_form_a_chain, norms_rise, bands_lie_apart)
