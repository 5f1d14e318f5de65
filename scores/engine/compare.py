"""One student against several specialties, or one specialty for several groups, side by side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, product

from .answers import FACTORS, Answers
from .benchmark import signed
from .edition import Edition
from .plan import percent_of, verdict_of
from .projection import Projection, project
from .result import Result, derive
from .steps import in_points
from .vocabulary import GROUPS, GROUPS_ON_RECORD


@dataclass(frozen=True, slots=True)
class Compared:
    """One specialty and group: its result, and the chance of its target (None: no projection)."""

    result: Result
    p_target: float | None
    gap: int | None
    """Projection minus target, in whole points."""

    @property
    def answers(self) -> Answers:
        return self.result.answers

    @property
    def name(self) -> str:
        return self.result.edition.specialties[self.answers.specialty].name

    @property
    def group_name(self) -> str:
        return GROUPS[self.answers.group]

    @property
    def gap_text(self) -> str:
        return "" if self.gap is None else signed(self.gap)

    @property
    def percent(self) -> int | None:
        return None if self.p_target is None else percent_of(self.p_target)

    @property
    def verdict(self) -> str:
        return "" if self.p_target is None else verdict_of(self.result.edition, self.p_target)

    @property
    def verdict_text(self) -> str:
        return REACH.get(self.verdict, "").lower()

    @property
    def is_estimated(self) -> bool:
        """Whether a band of their own was reckoned, as no quartiles are recorded."""
        steps = self.result.steps if not self.stand_in else ()
        return any((step.rule, step.kind) == ("band", "house") for step in steps)

    @property
    def stand_in(self) -> str:
        """Which group or specialty stands in; empty where their own scores were observed."""
        target = self.result.target
        return target.benchmark.rung.title if target and self.result.basis == "stand-in" else ""

    @property
    def rests_on(self) -> str:
        """Whom the target was observed on, how many they were, and when."""
        target = self.result.target
        if target is None:
            return ""
        row = target.benchmark.row
        who = GROUPS_ON_RECORD[row.group] + ("" if row.specialty else " in all specialties")
        many = f"{row.n:,} {who}" if row.n is not None else f"{who} (how many: not stated)"
        return f"{many}, {row.cycle or 'year not stated'}"


def compare(
    edition: Edition,
    answers: Answers,
    specialties: Iterable[str],
    groups: Iterable[str],
    *,
    today: date,
) -> tuple[tuple[Compared, ...], Projection | None]:
    """A row for every pair, in the order given; the readings are projected once.

    Once a score is known, nothing is projected. A factor that does not apply to a group is left
    out for it. Raises AnswersRefused.
    """
    is_open = answers.situation != "scored"
    readings = answers.readings if is_open else ()
    projection = project(readings, edition, exam_date=answers.exam_date, today=today)
    rows = []
    for specialty, group in product(specialties, groups):
        result = derive(edition, _for(answers, specialty, group), today=today)
        chance, gap = None, None
        if projection and result.target:
            chance = projection.chance_of(result.target.score)
            gap = in_points(projection.mean) - result.target.score
        rows.append(Compared(result, chance, gap))
    return tuple(rows), projection


def _for(answers: Answers, specialty: str, group: str) -> Answers:
    factors = tuple(
        name for name in answers.factors if name in FACTORS and group in FACTORS[name].groups
    )
    return replace(answers, specialty=specialty, group=group, factors=factors, readings=())


SORTS = {
    "name": "Specialty",
    "target": "Target",
    "low": "Band from",
    "percentile": "Percentile",
    "chance": "Chance",
}


def sorted_by(rows: Iterable[Compared], sort: str) -> list[Compared]:
    """By name as they come; by numbers from the lowest, those without one at the end.

    Chances from the highest: what is within reach comes first.
    """
    if sort not in SORTS or sort == "name":
        return list(rows)

    def key(row: Compared) -> tuple[bool, float]:
        value = _value(row, sort)
        return (value is None, value or 0)

    return sorted(rows, key=key)


def _value(row: Compared, sort: str) -> float | None:
    target = row.result.target
    if sort == "chance":
        return None if row.p_target is None else -row.p_target
    if target is None:
        return None
    if sort == "percentile":
        return float(target.percentile.value) if target.percentile else None
    return target.low if sort == "low" else target.score


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the picture, in percent of its width: the band, and the target within."""

    row: Compared
    low: float
    width: float
    target: float
    score: int


REACH = {
    "likely-above": "Within reach",
    "too-close": "Too close to call",
    "likely-below": "Not yet within reach",
}
"""What a verdict says of a target in a row of others."""


@dataclass(frozen=True, slots=True)
class Part:
    """Neighboring bars with one verdict; without a title where the order is another."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """All bands on one scale of points, with the student's interval across them."""

    low: int
    high: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    interval: tuple[float, float, float] | None
    """Begin, width and mean of the projection."""

    @property
    def interval_end(self) -> float | None:
        return round(self.interval[0] + self.interval[1], 2) if self.interval else None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The bars by verdict, if that is how they are ordered."""
        found = [
            Part(REACH.get(verdict, ""), tuple(bars))
            for verdict, bars in groupby(self.bars, lambda bar: bar.row.verdict)
        ]
        is_by_reach = len({part.title for part in found}) == len(found)
        return tuple(found) if is_by_reach else (Part("", self.bars),)


TICKS = ((10, 100), (20, 200))
"""Every ten points on a scale of up to a hundred, and so on: as many as a phone has room for."""


def picture_of(rows: Iterable[Compared], projection: Projection | None) -> Picture | None:
    """None where nothing has a target."""
    drawn = [row for row in rows if row.result.target]
    if not drawn:
        return None
    ends = list(_ends(drawn, projection))
    low, high = int(min(ends) - 1) // 10 * 10, -(-int(max(ends) + 1) // 10) * 10

    def at(score: float) -> float:
        return round((score - low) / (high - low) * 100, 2)

    bars = [
        Bar(
            row,
            at(target.low),
            round(at(target.high) - at(target.low), 2),
            at(target.score),
            target.score,
        )
        for row in drawn
        if (target := row.result.target)
    ]
    step = next((step for step, most in TICKS if high - low <= most), 50)
    ticks = tuple((at(score), score) for score in range(-(-low // step) * step, high + 1, step))
    interval = None
    if projection:
        begin, end = at(projection.low), at(projection.high)
        interval = (begin, round(end - begin, 2), at(projection.mean))
    return Picture(low, high, tuple(bars), ticks, interval)


def _ends(rows: Iterable[Compared], projection: Projection | None) -> Iterator[float]:
    for row in rows:
        if row.result.target:
            yield from (row.result.target.low, row.result.target.high, row.result.target.score)
    if projection:
        yield from (projection.low, projection.high)
