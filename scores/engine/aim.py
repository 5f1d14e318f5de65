"""From a benchmark to a target: the rank aimed at, the factors, the floor and the band."""

import math
from dataclasses import dataclass
from fractions import Fraction

from scores.engine.answers import AIMS, FACTORS, Answers
from scores.engine.benchmark import Benchmark
from scores.engine.edition import Edition, kept
from scores.engine.figures import Claim, MatchScore
from scores.engine.floor import Floor
from scores.engine.steps import Figure, Number, Step
from scores.engine.vocabulary import HIGHEST_SCORE, Kind

QUARTILE_RANKS = (25, 50, 75)


@dataclass(frozen=True, slots=True)
class Line:
    """Scores by rank among those who matched: linear between three points."""

    edition: Edition
    row: MatchScore
    statistic: str
    """The statistic used at rank 50: `median` or `mean`."""
    shift: int = 0
    """Points added to every score; 0 unless the row is a shifted stand-in."""

    def at(self, rank: Number) -> tuple[Number, tuple[Figure, ...]]:
        """The score at a rank from 25 to 75, and the figures it was read from."""
        if rank in QUARTILE_RANKS:
            return self._point(int(rank))
        low, middle, high = QUARTILE_RANKS
        begin, end = (low, middle) if rank < middle else (middle, high)
        (start, below), (stop, above) = self._point(begin), self._point(end)
        score = start + Fraction(rank - begin) / (end - begin) * (stop - start)
        return score, tuple(dict.fromkeys((*below, *above)))

    def _point(self, rank: int) -> tuple[Number, tuple[Figure, ...]]:
        return _point_of(self.edition, self.row, self.statistic, self.shift, rank)


def line_of(edition: Edition, benchmark: Benchmark) -> Line:
    """The line through the benchmark's scores, with the shift of a stand-in."""
    return Line(edition, benchmark.row, benchmark.row.center, benchmark.shift)


@kept
def _point_of(
    edition: Edition, row: MatchScore, statistic: str, shift: int, rank: int
) -> tuple[Number, tuple[Figure, ...]]:
    """The score at rank 25, 50 or 75; a missing quartile is the center ∓ `quartile_z` × SD."""
    name = dict(zip(QUARTILE_RANKS, ("q1", statistic, "q3"), strict=True))[rank]
    recorded: Number | None = getattr(row, name)
    if recorded is not None:
        return recorded + shift, (row.read(name),)
    center, z = row.read(statistic), edition.settings["quartile_z"]
    spread, read = spread_of(edition, row)
    way = -1 if rank < QUARTILE_RANKS[1] else 1
    score = getattr(row, statistic) + shift + way * z.value * spread
    return score, (center, *read, z.read("value"))


def spread_of(edition: Edition, row: MatchScore) -> tuple[Number, tuple[Figure, ...]]:
    """The SD of a row in points, or the house SD if none is recorded."""
    if row.sd is not None:
        return row.sd, (row.read("sd"),)
    house = edition.settings["spread_sd"]
    return house.value, (house.read("value"),)


def clamped(edition: Edition, rank: Number) -> Number:
    return max(edition.setting("aim_low"), min(edition.setting("aim_high"), rank))


@dataclass(frozen=True, slots=True)
class AimAt:
    """The score at the rank of an aim.

    `statistic` is the recorded one at that rank. It is empty if the score was estimated from the
    center, `z` and `spread`, an SD in points; `has_own_sd` is whether the row records that SD.
    """

    aim: str
    rank: Number
    score: Number
    row: MatchScore
    statistic: str = ""
    spread: Number = 0
    has_own_sd: bool = False
    z: Number = 0
    shift: int = 0
    """Points added to the row's scores if it is a stand-in."""


@dataclass(frozen=True, slots=True)
class FactorMoved:
    """The rank aimed at before and after a factor; equal if the rank was at its limit."""

    factor: str
    claim: Claim
    before: Number
    after: Number


@dataclass(frozen=True, slots=True)
class TargetSet:
    """The target: the larger of the aimed score and the floor, rounded up, within the scale."""

    aimed: Number
    safe: int
    score: int

    @property
    def is_floor(self) -> bool:
        """Whether the floor decides."""
        return self.aimed < self.safe


@dataclass(frozen=True, slots=True)
class Band:
    """The band from `low` to `high`: `q1` + `down` to `q3` + `up`, rounded outward.

    `down` (0 or less) and `up` (0 or more) widen the band of a stand-in.
    """

    low: int
    high: int
    q1: Number
    q3: Number
    down: int
    up: int
    is_widened: bool
    shift: int
    """Points already added to `q1` and `q3` of a stand-in."""
    is_recorded: bool
    """Whether both quartiles are recorded, rather than estimated from an SD."""
    safe: int


@dataclass(frozen=True, slots=True)
class Aimed:
    """The score aimed at, before the floor applies, with and without the factors."""

    rank: Number
    score: Number
    without_factors: Number
    steps: tuple[Step, ...]


def aim_at(edition: Edition, line: Line, answers: Answers) -> Aimed:
    rank: Number = AIMS[answers.aim]
    start = clamped(edition, rank)
    steps = [_aim_step(edition, line, answers.aim, start)]
    for name in in_order(answers.factors):
        before = clamped(edition, rank)
        rank += FACTORS[name].direction * edition.setting("aim_step")
        steps.append(_factor_step(edition, line, name, before, clamped(edition, rank)))
    end = clamped(edition, rank)
    return Aimed(end, line.at(end)[0], line.at(start)[0], tuple(steps))


def in_order(factors: tuple[str, ...]) -> list[str]:
    """Each factor once, downward ones first, so that the order of entry does not matter."""
    return sorted(
        set(factors), key=lambda name: (FACTORS[name].direction, list(FACTORS).index(name))
    )


def _aim_step(edition: Edition, line: Line, aim: str, rank: Number) -> Step:
    (score, figures), row = line.at(rank), line.row
    statistic = {25: "q1", 50: row.center, 75: "q3"}.get(int(rank), "")
    if statistic and getattr(row, statistic) is not None:
        facts = AimAt(aim, rank, score, row, statistic, shift=line.shift)
        return Step("aim", "observed", facts, score, figures=figures)
    spread, z = spread_of(edition, row)[0], edition.setting("quartile_z")
    facts = AimAt(
        aim,
        rank,
        score,
        row,
        spread=spread,
        has_own_sd=row.sd is not None,
        z=z,
        shift=line.shift,
    )
    return Step("aim", "house", facts, score, figures=figures)


def _factor_step(edition: Edition, line: Line, name: str, before: Number, after: Number) -> Step:
    size, claim = edition.settings["aim_step"], edition.claims[FACTORS[name].claim]
    score, figures = line.at(after)
    figures = (claim.read("text"), size.read("value"), *figures)
    facts = FactorMoved(name, claim, before, after)
    return Step(f"factor-{name}", "advice", facts, score, figures=figures)


def target_step(aimed: Aimed, floor: Floor) -> Step:
    """The larger of the aimed score and the floor, rounded up, at most the end of the scale."""
    facts = TargetSet(aimed.score, floor.safe, target_score(aimed.score, floor))
    kind, figures = aimed.steps[-1].kind, aimed.steps[-1].figures
    if facts.is_floor:
        kind, figures = "house", floor.steps[-1].figures
    return Step("target", kind, facts, facts.score, figures=figures)


def target_score(aimed: Number, floor: Floor) -> int:
    return min(HIGHEST_SCORE, math.ceil(max(aimed, floor.safe)))


def band_step(benchmark: Benchmark, line: Line, floor: Floor) -> Step:
    """The quartiles of those who matched, widened for a stand-in by how far it may be off."""
    apart, row = benchmark.apart, benchmark.row
    shift = benchmark.shift
    off = [0, *(end.points - shift for end in apart.ends)] if apart else [0]
    down, up = min(off), max(off)
    (q1, below), (q3, above) = line.at(25), line.at(75)
    facts = Band(
        low=math.floor(q1 + down),
        high=min(HIGHEST_SCORE, math.ceil(q3 + up)),
        q1=q1,
        q3=q3,
        down=down,
        up=up,
        is_widened=apart is not None and bool(apart.ends),
        shift=shift,
        is_recorded=row.q1 is not None and row.q3 is not None,
        safe=floor.safe,
    )
    figures = tuple(dict.fromkeys((*below, *above, *(apart.figures if apart else ()))))
    kind: Kind = "observed" if facts.is_recorded else "house"
    return Step("band", kind, facts, figures=figures, low=facts.low, high=facts.high)
