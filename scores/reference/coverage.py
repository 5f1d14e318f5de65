"""Coverage: for each specialty and group, the benchmark in use and whether it is a hole."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from scores.engine.benchmark import Benchmark, Difference, find_benchmark
from scores.engine.edition import Edition
from scores.engine.figures import MatchScore, Specialty
from scores.engine.steps import Figure, Step
from scores.engine.vocabulary import GROUPS, GROUPS_ON_RECORD


@dataclass(frozen=True, slots=True)
class Cell:
    """One specialty and group: the benchmark a student gets, and the steps that lead to it."""

    specialty: Specialty
    group: str
    benchmark: Benchmark | None
    steps: tuple[Step, ...]
    is_small: bool

    @property
    def basis(self) -> str:
        """`observed`, `stand-in` or `none`; the last two count as holes."""
        return self.benchmark.basis if self.benchmark else "none"

    @property
    def is_shifted(self) -> bool:
        return basis_of(self.benchmark) == "shifted"

    @property
    def is_hole(self) -> bool:
        return self.basis != "observed"

    @property
    def group_name(self) -> str:
        return GROUPS[self.group]


def cell_of(edition: Edition, specialty: Specialty, group: str) -> Cell:
    benchmark, steps = find_benchmark(edition, specialty.slug, group, ())
    is_small = benchmark is not None and edition.is_small(benchmark.row.n)
    return Cell(specialty, group, benchmark, steps, is_small)


def coverage_of(edition: Edition) -> tuple[tuple[Cell, ...], ...]:
    """A row for each specialty that a student can choose, with a cell for each group."""
    return tuple(
        tuple(cell_of(edition, specialty, group) for group in GROUPS)
        for specialty in edition.choices.values()
    )


def count_by_basis(rows: tuple[tuple[Cell, ...], ...]) -> dict[str, int]:
    """The number of cells by basis: observed, stand-in, none."""
    found = [cell.basis for cells in rows for cell in cells]
    return {basis: found.count(basis) for basis in ("observed", "stand-in", "none")}


def holes_by_group(rows: tuple[tuple[Cell, ...], ...]) -> dict[str, list[Specialty]]:
    """For each group, the specialties without a benchmark of its own."""
    holes = [cell for cells in rows for cell in cells if cell.is_hole]
    return {group: [cell.specialty for cell in holes if cell.group == group] for group in GROUPS}


YEARS = frozenset({"Medicine-Preliminary", "Surgery-Preliminary", "Transitional"})
"""Single-year tracks: their applicants also rank the specialty that follows, and count there."""


@dataclass(frozen=True, slots=True)
class Served:
    """The number of a group's applicants that each kind of figure serves.

    A person who ranks several specialties is counted in each.
    """

    group: str
    cycle: str
    people: int
    served: dict[str, int]
    """People by `observed`, `shifted`, `stand-in` and `none`."""

    def percent(self, basis: str) -> Fraction:
        return Fraction(100 * self.served[basis], self.people) if self.people else Fraction(0)

    @property
    def in_order(self) -> list[tuple[str, int, Fraction]]:
        """Kind of figure, people and percent, the best kind first."""
        return [(basis, people, self.percent(basis)) for basis, people in self.served.items()]


def shares_of(edition: Edition) -> Iterator[Served]:
    """For each group, the applicants its figures serve, in the newest cycle counted.

    Tracks of one specialty share applicants, so only the largest counts. Tracks of no specialty on
    record (combined programs) count as `none`. Single-year tracks are left out.
    """
    cycle = max((row.cycle for row in edition.track_applicants), default="")
    tracks = [
        row for row in edition.track_applicants if row.cycle == cycle and row.track not in YEARS
    ]
    for group in GROUPS if tracks else ():
        people: dict[str, int] = defaultdict(int)
        served = dict.fromkeys(("observed", "shifted", "stand-in", "none"), 0)
        for row in tracks:
            if not row.specialty:
                served["none"] += row.of(group)
            elif row.specialty in edition.choices:
                people[row.specialty] = max(people[row.specialty], row.of(group))
        for specialty, many in people.items():
            served[_serves(edition, specialty, group)] += many
        yield Served(group, cycle, sum(served.values()), served)


def _serves(edition: Edition, specialty: str, group: str) -> str:
    benchmark, _ = find_benchmark(edition, specialty, group, ())
    return basis_of(benchmark)


def basis_of(benchmark: Benchmark | None) -> str:
    """`observed`, `shifted` (a stand-in moved by an observed gap), `stand-in` or `none`."""
    if benchmark is None:
        return "none"
    return "shifted" if benchmark.gap else benchmark.basis


def gaps_of(edition: Edition) -> list[tuple[Specialty, Difference]]:
    """The specialties in which US IMGs have a shifted stand-in, with the shift."""
    cells = [cell_of(edition, specialty, "us-img") for specialty in edition.choices.values()]
    found = [(cell.specialty, cell.benchmark.gap) for cell in cells if cell.benchmark]
    return [(specialty, gap) for specialty, gap in found if gap]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures of one cycle and statistic that may describe the same people and differ."""

    cycle: str
    statistic: str
    figures: tuple[tuple[MatchScore, Figure], ...]
    """The lowest value first."""

    @property
    def points(self) -> int:
        """The highest minus the lowest value."""
        values = [int(figure.value) for _, figure in self.figures]
        return values[-1] - values[0]


def conflicts_of(edition: Edition, specialty: str) -> Iterator[Conflict]:
    """Figures of those who matched that differ for the same cycle, statistic and group.

    A figure whose source does not state the group counts for every group that it may include.
    """
    alike: dict[tuple[str, str], list[MatchScore]] = defaultdict(list)
    for row in edition.scores_of(specialty):
        for statistic in ("median", "mean"):
            if row.outcome == "matched" and getattr(row, statistic) is not None:
                alike[row.cycle, statistic].append(row)
    for (cycle, statistic), rows in alike.items():
        for group in GROUPS:
            pairs = [(row, row.read(statistic)) for row in rows if _may_mean(row.group, group)]
            conflict = Conflict(cycle, statistic, tuple(sorted(pairs, key=_by_value)))
            if any(row.group == group for row, _ in pairs) and conflict.points:
                yield conflict


def _may_mean(recorded: str, group: str) -> bool:
    if recorded == "us-senior-unspecified":
        return group in ("us-md-senior", "us-do-senior")
    return recorded in (group, "unspecified")


def _by_value(pair: tuple[MatchScore, Figure]) -> tuple[int, int]:
    row, figure = pair
    return int(figure.value), list(GROUPS_ON_RECORD).index(row.group)
