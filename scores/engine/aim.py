"""From a benchmark to a target: the rank aimed at, the profile, the floor and the band."""

import math
from dataclasses import dataclass
from fractions import Fraction

from .answers import AIMS, FACTORS, Answers, Factor
from .benchmark import Benchmark, signed
from .edition import Edition
from .figures import MatchScore
from .floor import Floor
from .steps import Figure, Number, Step, plain
from .vocabulary import HIGHEST_SCORE, STATISTICS, Kind

QUARTILE_RANKS = (25, 50, 75)


@dataclass(frozen=True, slots=True)
class Line:
    """Scores by rank among those who matched: three points, straight lines between."""

    edition: Edition
    row: MatchScore
    statistic: str
    """What the point in the middle is: the median, or the mean where that carries a target."""

    def point(self, rank: int) -> Number:
        """The score at rank 25, 50 or 75; a missing quartile is the center ∓ 0.6745 × SD."""
        recorded: Number | None = getattr(self.row, self._names[rank])
        if recorded is not None:
            return recorded
        center: int = getattr(self.row, self.statistic)
        spread, _ = spread_of(self.edition, self.row)
        way = -1 if rank < QUARTILE_RANKS[1] else 1
        return center + way * self.edition.setting("quartile_z") * spread

    def read_at(self, rank: int) -> tuple[Figure, ...]:
        """What the point at rank 25, 50 or 75 was read from."""
        name = self._names[rank]
        if getattr(self.row, name) is not None:
            return (self.row.read(name),)
        _, spread = spread_of(self.edition, self.row)
        z = self.edition.settings["quartile_z"]
        return (self.row.read(self.statistic), *spread, z.read("value"))

    @property
    def _names(self) -> dict[int, str]:
        return dict(zip(QUARTILE_RANKS, ("q1", self.statistic, "q3"), strict=True))

    def score_at(self, rank: Number) -> Number:
        """The score at a rank from 25 to 75."""
        if rank in QUARTILE_RANKS:
            return self.point(int(rank))
        begin, end = self._around(rank)
        start = self.point(begin)
        return start + Fraction(rank - begin) / (end - begin) * (self.point(end) - start)

    def figures_at(self, rank: Number) -> tuple[Figure, ...]:
        """What the score at a rank was read from."""
        if rank in QUARTILE_RANKS:
            return self.read_at(int(rank))
        figures = (figure for point in self._around(rank) for figure in self.read_at(point))
        return tuple(dict.fromkeys(figures))

    def _around(self, rank: Number) -> tuple[int, int]:
        """The points to either side of a rank."""
        low, middle, high = QUARTILE_RANKS
        return (low, middle) if rank < middle else (middle, high)


def line_of(edition: Edition, row: MatchScore, statistic: str = "") -> Line:
    return Line(edition, row, statistic or row.center)


def spread_of(edition: Edition, row: MatchScore) -> tuple[Number, tuple[Figure, ...]]:
    """The SD of a row in points, or the house SD where none is recorded."""
    if row.sd is not None:
        return row.sd, (row.read("sd"),)
    house = edition.settings["spread_sd"]
    return house.value, (house.read("value"),)


def clamped(edition: Edition, rank: Number) -> Number:
    return max(edition.setting("aim_low"), min(edition.setting("aim_high"), rank))


@dataclass(frozen=True, slots=True)
class Aimed:
    """The score aimed at before the floor, with and without the profile."""

    rank: Number
    score: Number
    without_factors: Number
    steps: tuple[Step, ...]


def aim_at(edition: Edition, benchmark: Benchmark, line: Line, answers: Answers) -> Aimed:
    rank: Number = AIMS[answers.aim].rank
    start = clamped(edition, rank)
    steps = [_aim_step(edition, benchmark.row, line, answers.aim, start)]
    for name in in_order(answers.factors):
        factor = FACTORS[name]
        before = clamped(edition, rank)
        rank += factor.direction * edition.setting("aim_step")
        steps.append(_factor_step(edition, line, name, factor, before, clamped(edition, rank)))
    end = clamped(edition, rank)
    return Aimed(end, line.score_at(end), line.score_at(start), tuple(steps))


def in_order(factors: tuple[str, ...]) -> list[str]:
    """Downward factors before upward ones, each once, so that the order of entry is nothing."""
    return sorted(
        set(factors), key=lambda name: (FACTORS[name].direction, list(FACTORS).index(name))
    )


def _aim_step(edition: Edition, row: MatchScore, line: Line, aim: str, rank: Number) -> Step:
    score = line.score_at(rank)
    point = {25: "q1", 50: row.center, 75: "q3"}.get(int(rank), "")
    says = f"{AIMS[aim].title}: rank {plain(rank)} of those who matched"
    if rank == QUARTILE_RANKS[1] or (point and getattr(row, point) is not None):
        says += f", their {STATISTICS[point]}, {plain(score)}."
        return Step("aim", "Your aim", "observed", says, score, figures=line.figures_at(rank))
    spread, _ = spread_of(edition, row)
    whose = "the SD recorded" if row.sd is not None else "the house SD, as none is recorded"
    sign = "−" if rank < QUARTILE_RANKS[1] else "+"
    z = float(edition.setting("quartile_z"))
    says += (
        f". That quartile is not recorded: {row.center_value} {sign} {z:g} × {plain(spread)} "
        f"({whose}) = {plain(score)}."
    )
    return Step("aim", "Your aim", "house", says, score, figures=line.figures_at(rank))


def _factor_step(
    edition: Edition, line: Line, name: str, factor: Factor, before: Number, after: Number
) -> Step:
    size = edition.settings["aim_step"]
    claim = edition.claims[factor.claim]
    way = "up" if factor.direction > 0 else "down"
    if before == after:
        limit = edition.setting("aim_high" if factor.direction > 0 else "aim_low")
        says = f"No effect: the aim stays at rank {plain(limit)}, the limit of what is recorded."
    else:
        ranks = plain(max(before, after) - min(before, after))
        says = (
            f"Advice moves the aim {way}; by how much is our choice: {ranks} ranks, "
            f"from {plain(before)} to {plain(after)}."
        )
    return Step(
        f"factor-{name}",
        factor.title,
        "advice",
        says,
        line.score_at(after),
        figures=(claim.read("text"), size.read("value"), *line.figures_at(after)),
    )


def target_step(edition: Edition, aimed: Aimed, floor: Floor) -> Step:
    """The larger of the aimed score and the safe pass, rounded up, at most the scale's end."""
    safe = floor.safe_pass or floor.standard.score
    score = target_score(aimed.score, floor)
    if aimed.score < safe:
        says = f"{plain(aimed.score)} lies below the safe pass, {safe}, so the floor decides."
        return Step("target", "Target", "house", says, score, figures=floor.steps[-1].figures)
    says = f"{plain(aimed.score)} lies above the safe pass, {safe}."
    if aimed.score != score:
        says += (
            f" Rounded up to {score}." if score > aimed.score else f" The scale ends at {score}."
        )
    kind = aimed.steps[-1].kind
    return Step("target", "Target", kind, says, score, figures=aimed.steps[-1].figures)


def target_score(aimed: Number, floor: Floor) -> int:
    safe = floor.safe_pass or floor.standard.score
    return min(HIGHEST_SCORE, math.ceil(max(aimed, safe)))


def band_step(edition: Edition, benchmark: Benchmark, line: Line, floor: Floor) -> Step:
    """The quartiles of those who matched; a stand-in's are widened by how far it may be off."""
    down = min(0, benchmark.least.points) if benchmark.least else 0
    up = max(0, benchmark.greatest.points) if benchmark.greatest else 0
    q1, q3 = line.point(25), line.point(75)
    low = math.floor(q1 + down)
    high = min(HIGHEST_SCORE, math.ceil(q3 + up))
    says = f"The middle half of those who matched scored {low} to {high}."
    if benchmark.least:
        says = (
            f"The middle half of the stand-in scored {plain(q1)} to {plain(q3)}; widened "
            f"by {signed(down)} and {signed(up)}: {low} to {high}."
        )
    is_recorded = benchmark.row.q1 is not None and benchmark.row.q3 is not None
    if not is_recorded:
        says += " Quartiles are not recorded; they follow from the SD."
    safe = floor.safe_pass or floor.standard.score
    if low < safe:
        says += f" The low end lies below the safe pass, {safe}."
    figures = (*line.read_at(25), *line.read_at(75))
    if benchmark.least and benchmark.greatest:
        figures += (*benchmark.least.figures, *benchmark.greatest.figures)
    kind: Kind = "observed" if is_recorded else "house"
    return Step(
        "band", "Band", kind, says, figures=tuple(dict.fromkeys(figures)), low=low, high=high
    )
