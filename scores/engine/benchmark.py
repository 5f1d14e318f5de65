"""The benchmark: the figure of the student's specialty and group, else of the nearest stand-in.

If both IMG groups were observed in the specialty, the other group's figure is shifted by the
difference between them. No other stand-in is shifted.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from scores.engine.edition import Edition, Span, kept
from scores.engine.figures import MatchScore, Specialty, SpecialtyMatchRate
from scores.engine.steps import Figure, Step
from scores.engine.vocabulary import OTHER_IMG_GROUP

SHIFTED = Span("2026.2")
"""The editions in which the other IMG group's figure is shifted."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One specialty and group on the ladder; a stand-in's `id` is also the answer to decline it."""

    id: str
    specialty: str
    group: str

    @property
    def is_stand_in(self) -> bool:
        return self.id != "observed-benchmark"


@dataclass(frozen=True, slots=True)
class Difference:
    """Own figure minus the stand-in's, in points, by the same statistic and cycle."""

    points: int
    own: MatchScore
    other: MatchScore
    statistic: str

    @property
    def figures(self) -> tuple[Figure, Figure]:
        return self.own.read(self.statistic), self.other.read(self.statistic)


@dataclass(frozen=True, slots=True)
class Found:
    """A rung with a usable figure; `small_n` is set if the figure has fewer people than that."""

    rung: Rung
    row: MatchScore
    small_n: int | None


@dataclass(frozen=True, slots=True)
class Empty:
    """A rung without a usable figure, for one of these reasons, or because nothing is recorded."""

    rung: Rung
    specialty: Specialty | None
    is_declined: bool = False
    """The student declined this stand-in."""
    declined_row: MatchScore | None = None
    """The best figure, if the student declined the kinds of every recorded one."""
    declined_kinds: tuple[str, ...] = ()
    newest_cycle: str = ""
    too_few: MatchScore | None = None
    """A figure with fewer people than `min_n`."""
    min_n: int = 0
    set_aside: MatchScore | None = None
    """A figure that may not be a benchmark; its `caution` says why."""
    rate: SpecialtyMatchRate | None = None
    """The newest match rate, if no score is recorded."""


@dataclass(frozen=True, slots=True)
class NoScorePublished:
    """Nobody publishes scores for this specialty, so no stand-in is used either."""

    specialty: Specialty


@dataclass(frozen=True, slots=True)
class StandInDifference:
    """The least and greatest difference between a group and its stand-in, over `pairs` figures.

    Both are None if no cycle and statistic has figures of both.
    """

    group: str
    rung: Rung
    least: Difference | None
    greatest: Difference | None
    pairs: int

    @property
    def ends(self) -> list[Difference]:
        return [end for end in (self.least, self.greatest) if end]

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for end in self.ends for figure in end.figures)


@dataclass(frozen=True, slots=True)
class Gap:
    """The difference between the IMG groups in the specialty, added to the stand-in's scores."""

    group: str
    row: MatchScore
    gap: Difference


@dataclass(frozen=True, slots=True)
class NoGap:
    """No difference is known in the specialty, so nothing is added to the stand-in's scores."""

    group: str
    row: MatchScore
    overall: Difference | None
    """The newest difference over all specialties, including kinds that the student declined."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    row: MatchScore
    rung: Rung
    apart: StandInDifference | None = None
    gap: Difference | None = None

    @property
    def shift(self) -> int:
        """Points added to the scores of a stand-in."""
        return self.gap.points if self.gap else 0

    @property
    def basis(self) -> str:
        return "stand-in" if self.rung.is_stand_in else "observed"


def rungs(specialty: str, group: str) -> Iterator[Rung]:
    """A student's ladder: the exact specialty and group first, then the stand-ins."""
    yield Rung("observed-benchmark", specialty, group)
    if group in OTHER_IMG_GROUP:
        yield Rung("other-img-group", specialty, OTHER_IMG_GROUP[group])
    if group != "us-md-senior":
        yield Rung("us-md-seniors", specialty, "us-md-senior")
    yield Rung("all-specialties", "", group)


Climbed = tuple["Benchmark | None", tuple[Step, ...]]


def find_benchmark(
    edition: Edition, specialty: str, group: str, declined: tuple[str, ...]
) -> Climbed:
    """The first rung that holds a usable figure, and a step for each rung that was tried."""
    if declined:
        return _climb(edition, specialty, group, declined)
    return _climb_whole(edition, specialty, group)


@kept
def _climb_whole(edition: Edition, specialty: str, group: str) -> Climbed:
    """The climb with nothing declined, which is nearly every one."""
    return _climb(edition, specialty, group, ())


def _climb(edition: Edition, specialty: str, group: str, declined: tuple[str, ...]) -> Climbed:
    entry = edition.specialties[specialty]
    if entry.says:
        return None, (Step("no-score-published", "observed", NoScorePublished(entry)),)
    steps: list[Step] = []
    for rung in rungs(specialty, group):
        row = _usable(edition, rung, declined)
        if row is None:
            steps.append(_empty_step(edition, rung, declined))
            continue
        steps.append(_found_step(edition, rung, row))
        if not rung.is_stand_in:
            return Benchmark(row, rung), tuple(steps)
        apart = stand_in_difference(edition, group, rung)
        steps.append(_difference_step(apart))
        gap = None
        if rung.id == "other-img-group" and SHIFTED.holds(edition.label):
            gap = gap_in(edition, specialty, group, declined)
            steps.append(_gap_step(edition, group, row, gap))
        return Benchmark(row, rung, apart, gap), tuple(steps)
    return None, tuple(steps)


def gap_in(
    edition: Edition, specialty: str, group: str, declined: tuple[str, ...] = ()
) -> Difference | None:
    """An IMG group minus the other one, in the newest cycle that has figures of both.

    Uses figures of the matched that are not doubtful and have at least `small_n` people, or an
    unknown number. An empty specialty means all together. None if no cycle has both.
    """
    found: dict[tuple[str, str], Difference] = {}
    for own in _read_for_gaps(edition, specialty, group):
        for other in _read_for_gaps(edition, specialty, OTHER_IMG_GROUP[group]):
            if _is_older(edition, own) and "older-cycle" in declined:
                continue
            for gap in _apart(own, other):
                if not (gap.statistic == "mean" and "mean" in declined):
                    found.setdefault((own.cycle, gap.statistic), gap)
    return max(found.values(), key=lambda gap: (gap.own.cycle, gap.statistic), default=None)


def _read_for_gaps(edition: Edition, specialty: str, group: str) -> list[MatchScore]:
    """The figures of the matched that `gap_in` may use, best evidence first."""
    rows = [
        row
        for row in edition.scores_of(specialty)
        if (row.group, row.outcome) == (group, "matched")
        and row.use != "doubtful"
        and not edition.is_small(row.n)
    ]
    return sorted(rows, key=lambda row: (edition.sources[row.sources[0]].rank, -(row.n or 0)))


def _is_older(edition: Edition, row: MatchScore) -> bool:
    return row.cycle != edition.newest_match_cycle


def _gap_step(edition: Edition, group: str, row: MatchScore, gap: Difference | None) -> Step:
    if gap:
        facts = Gap(group, row, gap)
        return Step("stand-in-gap", "observed", facts, gap.points, "difference", gap.figures)
    overall = gap_in(edition, "", group)
    figures = overall.figures if overall else ()
    return Step("stand-in-gap", "observed", NoGap(group, row, overall), figures=figures)


def _usable(edition: Edition, rung: Rung, declined: tuple[str, ...]) -> MatchScore | None:
    rows = () if rung.id in declined else edition.benchmarks(rung.specialty, rung.group)
    return next((row for row in rows if not _kinds_declined(edition, row, declined)), None)


def _kinds_declined(
    edition: Edition, row: MatchScore, declined: tuple[str, ...]
) -> tuple[str, ...]:
    """The kinds of evidence of a row that the student declined."""
    is_of = {
        "older-cycle": _is_older(edition, row),
        "mean": row.median is None,
    }
    return tuple(kind for kind, applies in is_of.items() if applies and kind in declined)


def stand_in_difference(edition: Edition, group: str, rung: Rung) -> StandInDifference:
    found = sorted(_differences(edition, group, rung), key=lambda pair: pair.points)
    least, greatest = (found[0], found[-1]) if found else (None, None)
    return StandInDifference(group, rung, least, greatest, len(found))


def _differences(edition: Edition, group: str, rung: Rung) -> Iterator[Difference]:
    """The student's group minus the stand-in, in every specialty with figures of both.

    On the last rung, each specialty of the group minus all specialties together.
    """
    for own in edition.eligible:
        if own.group != group or not own.specialty:
            continue
        elsewhere = "" if rung.id == "all-specialties" else own.specialty
        for other in edition.benchmarks(elsewhere, rung.group):
            yield from _apart(own, other)


def _apart(own: MatchScore, other: MatchScore) -> Iterator[Difference]:
    """The difference by each statistic that both rows have; none if the cycles differ."""
    for statistic in ("median", "mean") if own.cycle == other.cycle else ():
        mine, theirs = getattr(own, statistic), getattr(other, statistic)
        if mine is not None and theirs is not None:
            yield Difference(mine - theirs, own, other, statistic)


def _found_step(edition: Edition, rung: Rung, row: MatchScore) -> Step:
    small_n = int(edition.setting("small_n")) if edition.is_small(row.n) else None
    figures = (row.read(row.center),)
    return Step(rung.id, row.kind, Found(rung, row, small_n), row.center_value, figures=figures)


def _empty_step(edition: Edition, rung: Rung, declined: tuple[str, ...]) -> Step:
    facts = _why_empty(edition, rung, declined)
    figures: tuple[Figure, ...] = ()
    if facts.rate:
        figures = (facts.rate.read("matched"), facts.rate.read("ranked_first"))
    return Step(rung.id, "observed", facts, figures=figures)


def _why_empty(edition: Edition, rung: Rung, declined: tuple[str, ...]) -> Empty:
    specialty = edition.specialties.get(rung.specialty)
    recorded = edition.benchmarks(rung.specialty, rung.group)
    if rung.id in declined:
        return Empty(rung, specialty, is_declined=True)
    if recorded:
        row = recorded[0]
        return Empty(
            rung,
            specialty,
            declined_row=row,
            declined_kinds=_kinds_declined(edition, row, declined),
            newest_cycle=edition.newest_match_cycle,
        )
    matched = [
        row
        for row in edition.scores_of(rung.specialty)
        if (row.group, row.outcome) == (rung.group, "matched")
    ]
    few = next((row for row in matched if not edition.is_enough(row.n)), None)
    if few:
        return Empty(rung, specialty, too_few=few, min_n=int(edition.setting("min_n")))
    aside = next((row for row in matched if row.use != "benchmark"), None)
    if aside:
        return Empty(rung, specialty, set_aside=aside)
    rates = [
        rate
        for rate in edition.specialty_rates
        if (rate.specialty, rate.group) == (rung.specialty, rung.group)
    ]
    newest = max(rates, key=lambda rate: rate.cycle, default=None)
    return Empty(rung, specialty, rate=newest)


def _difference_step(apart: StandInDifference) -> Step:
    low, high = [end.points for end in apart.ends] or (None, None)
    unit = "difference" if apart.ends else "points"
    rule, figures = "stand-in-difference", apart.figures
    return Step(rule, "observed", apart, unit=unit, figures=figures, low=low, high=high)
