"""From a benchmark to a target: the rank aimed at, the profile, the floor and the band."""

import math
from dataclasses import dataclass
from fractions import Fraction

from scores.engine.answers import AIMS, FACTORS, Answers, Factor
from scores.engine.benchmark import Benchmark
from scores.engine.edition import Edition
from scores.engine.figures import Claim, MatchScore
from scores.engine.floor import Floor
from scores.engine.steps import Figure, Number, Step
from scores.engine.vocabulary import HIGHEST_SCORE, Kind

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
class AimAt:
    """The score at the rank of an aim.

    `statistic` is what was recorded there. It is empty where the score was estimated, `z` times
    the SD from the center; `has_own_sd` tells whether that SD is of the same people.
    """

    aim: str
    rank: Number
    score: Number
    row: MatchScore
    statistic: str = ""
    spread: Number = 0
    has_own_sd: bool = False
    z: Number = 0


@dataclass(frozen=True, slots=True)
class FactorMoved:
    """What a factor made of the rank aimed at; nothing, where the limit swallowed it."""

    factor: str
    claim: Claim
    before: Number
    after: Number


@dataclass(frozen=True, slots=True)
class TargetSet:
    """The aimed score against the safe pass: the larger, rounded up, within the scale."""

    aimed: Number
    safe: int
    score: int

    @property
    def is_floor(self) -> bool:
        """Whether the safe pass decides."""
        return self.aimed < self.safe


@dataclass(frozen=True, slots=True)
class Band:
    """From `low` to `high`: q1 to q3, a stand-in's widened by `down` and `up`."""

    low: int
    high: int
    q1: Number
    q3: Number
    down: int
    up: int
    is_widened: bool
    is_recorded: bool
    """Whether both quartiles are recorded, not estimated from an SD."""
    safe: int


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
    score, figures = line.score_at(rank), line.figures_at(rank)
    statistic = {25: "q1", 50: row.center, 75: "q3"}.get(int(rank), "")
    if rank == QUARTILE_RANKS[1] or (statistic and getattr(row, statistic) is not None):
        facts = AimAt(aim, rank, score, row, statistic)
        return Step("aim", "observed", facts, score, figures=figures)
    spread, _ = spread_of(edition, row)
    facts = AimAt(
        aim,
        rank,
        score,
        row,
        spread=spread,
        has_own_sd=row.sd is not None,
        z=edition.setting("quartile_z"),
    )
    return Step("aim", "house", facts, score, figures=figures)


def _factor_step(
    edition: Edition, line: Line, name: str, factor: Factor, before: Number, after: Number
) -> Step:
    size, claim = edition.settings["aim_step"], edition.claims[factor.claim]
    return Step(
        f"factor-{name}",
        "advice",
        FactorMoved(name, claim, before, after),
        line.score_at(after),
        figures=(claim.read("text"), size.read("value"), *line.figures_at(after)),
    )


def target_step(aimed: Aimed, floor: Floor) -> Step:
    """The larger of the aimed score and the safe pass, rounded up, at most the scale's end."""
    facts = TargetSet(aimed.score, _safe(floor), target_score(aimed.score, floor))
    kind, figures = aimed.steps[-1].kind, aimed.steps[-1].figures
    if facts.is_floor:
        kind, figures = "house", floor.steps[-1].figures
    return Step("target", kind, facts, facts.score, figures=figures)


def _safe(floor: Floor) -> int:
    return floor.safe_pass or floor.standard.score


def target_score(aimed: Number, floor: Floor) -> int:
    return min(HIGHEST_SCORE, math.ceil(max(aimed, _safe(floor))))


def band_step(benchmark: Benchmark, line: Line, floor: Floor) -> Step:
    """The quartiles of those who matched; a stand-in's are widened by how far it may be off."""
    down = min(0, benchmark.least.points) if benchmark.least else 0
    up = max(0, benchmark.greatest.points) if benchmark.greatest else 0
    q1, q3 = line.point(25), line.point(75)
    facts = Band(
        low=math.floor(q1 + down),
        high=min(HIGHEST_SCORE, math.ceil(q3 + up)),
        q1=q1,
        q3=q3,
        down=down,
        up=up,
        is_widened=benchmark.least is not None,
        is_recorded=benchmark.row.q1 is not None and benchmark.row.q3 is not None,
        safe=_safe(floor),
    )
    figures = (*line.read_at(25), *line.read_at(75))
    if benchmark.least and benchmark.greatest:
        figures += (*benchmark.least.figures, *benchmark.greatest.figures)
    kind: Kind = "observed" if facts.is_recorded else "house"
    figures = tuple(dict.fromkeys(figures))
    return Step("band", kind, facts, figures=figures, low=facts.low, high=facts.high)
