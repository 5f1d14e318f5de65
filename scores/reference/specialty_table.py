"""A row for every specialty a student can choose: target, middle half, match rate, positions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scores.engine.aim import line_of, target_score
from scores.engine.benchmark import Benchmark, find_benchmark
from scores.engine.edition import Edition, kept
from scores.engine.figures import (
    EarlyMatchRate,
    Specialty,
    SpecialtyMatchRate,
    SpecialtyPositions,
)
from scores.engine.floor import Floor
from scores.engine.vocabulary import GROUPS, IMG_GROUPS
from scores.reference.coverage import basis_of

TYPICAL = 50
"""The rank of a typical aim."""

Rate = SpecialtyMatchRate | EarlyMatchRate


@dataclass(frozen=True, slots=True)
class Cell:
    """One specialty for one group."""

    group: str
    basis: str
    """`observed`, `shifted`, `stand-in` or `none`."""
    target: int | None
    middle: tuple[int, int] | None
    """First and third quartile of the group's own matched; None unless recorded."""
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class SpecialtyRow:
    specialty: Specialty
    cells: dict[str, Cell]
    positions: SpecialtyPositions | EarlyMatchRate | None


def specialty_table(edition: Edition, floor: Floor) -> list[SpecialtyRow]:
    """The rows in order of name, with targets for a typical aim."""
    rows = [
        SpecialtyRow(
            specialty,
            {group: _cell(edition, specialty.slug, group, floor) for group in GROUPS},
            positions_of(edition, specialty.slug),
        )
        for specialty in edition.choices.values()
    ]
    return sorted(rows, key=lambda row: row.specialty.name)


def _cell(edition: Edition, specialty: str, group: str, floor: Floor) -> Cell:
    benchmark, _ = find_benchmark(edition, specialty, group, ())
    return Cell(
        group=group,
        basis=basis_of(benchmark),
        target=_target(edition, benchmark, floor) if benchmark else None,
        middle=_middle(benchmark) if benchmark else None,
        rate=rate_of(edition, specialty, group),
    )


def _target(edition: Edition, benchmark: Benchmark, floor: Floor) -> int:
    line = line_of(edition, benchmark)
    score, _ = line.at(TYPICAL)
    return target_score(score, floor)


def _middle(benchmark: Benchmark) -> tuple[int, int] | None:
    row = benchmark.row
    if benchmark.basis != "observed" or row.q1 is None or row.q3 is None:
        return None
    return row.q1, row.q3


@kept
def rate_of(edition: Edition, specialty: str, group: str) -> Rate | None:
    """The newest match rate of the group, else of the specialty's early Match.

    An early Match's rate may be of all IMGs, or of all applicants, if the group's is not recorded.
    """
    own = _newest(
        row for row in edition.specialty_rates if (row.specialty, row.group) == (specialty, group)
    )
    if own:
        return own
    early = [row for row in edition.early_rates if row.specialty == specialty and row.percent]
    together = ("img",) if group in IMG_GROUPS else ()
    found = (_newest(row for row in early if row.group == of) for of in (group, *together, "all"))
    return next((row for row in found if row), None)


@kept
def positions_of(edition: Edition, specialty: str) -> SpecialtyPositions | EarlyMatchRate | None:
    of_match = _newest(row for row in edition.positions if row.specialty == specialty)
    early = (row for row in edition.early_rates if row.specialty == specialty and row.positions)
    return of_match or _newest(early)


def _newest[Dated: (SpecialtyMatchRate, EarlyMatchRate, SpecialtyPositions)](
    rows: Iterable[Dated],
) -> Dated | None:
    return max(rows, key=lambda row: row.cycle, default=None)


def sorted_rows(rows: Iterable[SpecialtyRow], sort: str, group: str) -> Iterator[SpecialtyRow]:
    """The rows unchanged for `name`; otherwise the highest first, and rows without a number last.

    If `sort` is a group, the rows are sorted by its targets; else by a number of `group`.
    """
    rows = list(rows)
    if sort == "name":
        yield from rows
        return
    numbers = [_number(row, sort, group) for row in rows]
    known = [(number, row) for number, row in zip(numbers, rows, strict=True) if number is not None]
    yield from (row for _, row in sorted(known, key=lambda pair: -pair[0]))
    yield from (row for number, row in zip(numbers, rows, strict=True) if number is None)


def _number(row: SpecialtyRow, sort: str, group: str) -> float | None:
    if sort == "positions":
        return row.positions.positions if row.positions else None
    if sort == "rate":
        rate = row.cells[group].rate
        return float(rate.percent) if rate and rate.percent is not None else None
    return row.cells[sort if sort in GROUPS else group].target
