"""The curves of an edition: for each specialty and group what was recorded, shrunk by group."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from statistics import fmean

from scores.engine.edition import Edition, kept
from scores.engine.figures import MatchScore, SpecialtyMatchRate
from scores.engine.match.curve import STATISTICS, Curve, Gap, Pair
from scores.engine.practice.readings import has_model


@kept
def curves_of(edition: Edition) -> Mapping[tuple[str, str], Curve]:
    """Every curve of an edition, by specialty and group; none before the edition 2026.2."""
    if not has_model(edition):
        return {}
    cells: dict[str, dict[str, tuple[Pair, ...]]] = defaultdict(dict)
    for group in sorted({row.group for row in edition.match_scores}):
        for specialty in edition.specialties:
            if pairs := tuple(_pairs(edition, specialty, group)):
                cells[group][specialty] = pairs
    return {
        (curve.specialty, curve.group): curve
        for group, pairs in cells.items()
        for curve in _curves(edition, group, pairs)
    }


def _curves(edition: Edition, group: str, pairs: Mapping[str, tuple[Pair, ...]]) -> Iterator[Curve]:
    """The curves of one group: their gaps are shrunk toward each other."""
    gaps = {specialty: _pooled(cell) for specialty, cell in pairs.items()}
    mean, between = _spread(list(gaps.values()))
    is_shrunk = len(gaps) >= edition.setting("shrink_cells")
    for specialty, gap in gaps.items():
        weight = between / (between + gap.variance) if is_shrunk else 1.0
        cell, rate = pairs[specialty], _rate(edition, specialty, group, pairs[specialty][-1])
        matched, unmatched = cell[-1].counts
        setting = edition.setting
        yield Curve(
            specialty=specialty,
            group=group,
            pairs=cell,
            gap=gap,
            weight=weight,
            d=max(0.0, mean + weight * (gap.d - mean)),
            matched=rate.matched if rate else matched,
            applicants=rate.ranked_first if rate else matched + unmatched,
            rate=rate,
            sd_error=float(setting("chance_sd_error")),
            extra=float(setting("chance_extra")),
            reach=float(setting("chance_range")),
            highest=int(setting("chance_highest")),
            widest=float(setting("chance_widest")) / 100,
            told=(int(setting("chance_low")), int(setting("chance_high"))),
            is_small=any(edition.is_small(n) for n in cell[-1].counts),
        )


def _pairs(edition: Edition, specialty: str, group: str) -> Iterator[Pair]:
    """One for each cycle in which both are recorded with enough people, the oldest first."""
    rows = [row for row in _of_use(edition, specialty, group) if _is_enough(edition, row)]
    rows.sort(key=lambda row: (edition.sources[row.sources[0]].rank, -(row.n or 0)))
    for cycle in sorted({row.cycle for row in rows}):
        of_cycle = [row for row in rows if row.cycle == cycle]
        if pair := next(_paired(edition, of_cycle), None):
            yield pair


def _of_use(edition: Edition, specialty: str, group: str) -> list[MatchScore]:
    return [
        row
        for row in edition.scores_of(specialty)
        if row.group == group and row.use in ("benchmark", "chance")
    ]


def _is_enough(edition: Edition, row: MatchScore) -> bool:
    """Unlike for a benchmark, the number has to be known."""
    return row.n is not None and edition.is_enough(row.n)


def _paired(edition: Edition, rows: Sequence[MatchScore]) -> Iterator[Pair]:
    """By the mean if both have it, else by the median."""
    for statistic in STATISTICS:
        both = [
            next((row for row in rows if row.outcome == outcome and _has(row, statistic)), None)
            for outcome in ("matched", "unmatched")
        ]
        matched, unmatched = both
        if matched and unmatched:
            pooled = _pooled_sd(edition, matched, unmatched) if statistic == "mean" else None
            sigma = pooled or float(edition.setting(f"sd_{statistic}"))
            yield Pair(matched, unmatched, statistic, sigma, pooled is not None)


def _has(row: MatchScore, statistic: str) -> bool:
    return getattr(row, statistic) is not None


def _pooled_sd(edition: Edition, *rows: MatchScore) -> float | None:
    """Of two recorded spreads; None where one is missing or of few people."""
    if any(row.sd is None or edition.is_small(row.n) for row in rows):
        return None
    return sqrt(fmean([(row.sd or 0) ** 2 for row in rows], [row.n or 0 for row in rows]))


def _pooled(pairs: Sequence[Pair]) -> Gap:
    """Over the cycles, each by how well it is known."""
    trust = [1 / pair.variance for pair in pairs]
    return Gap(fmean([pair.gap for pair in pairs], trust), 1 / sum(trust))


def _spread(gaps: Sequence[Gap]) -> tuple[float, float]:
    """Mean and variance between the specialties of a group (DerSimonian and Laird, 1986)."""
    trust = [1 / gap.variance for gap in gaps]
    fixed = fmean([gap.d for gap in gaps], trust)
    apart = sum(weight * (gap.d - fixed) ** 2 for weight, gap in zip(trust, gaps, strict=True))
    total = sum(trust)
    scale = total - sum(weight**2 for weight in trust) / total
    between = max(0.0, (apart - (len(gaps) - 1)) / scale) if scale else 0.0
    mean = fmean([gap.d for gap in gaps], [1 / (gap.variance + between) for gap in gaps])
    return mean, between


def _rate(edition: Edition, specialty: str, group: str, newest: Pair) -> SpecialtyMatchRate | None:
    """How many ranked it first and matched, in the cycle of the newest pair."""
    least, cell = edition.setting("min_n"), (specialty, group, newest.matched.cycle)
    rates = (
        rate
        for rate in edition.specialty_rates
        if (rate.specialty, rate.group, rate.cycle) == cell
        and min(rate.matched, rate.ranked_first - rate.matched) >= least
    )
    return next(rates, None)


def why_none(edition: Edition, specialty: str, group: str) -> str:
    """What a specialty and group without a curve lack, by an id.

    `score`: nothing is published; `group`: of no specialty of the group are the unmatched known;
    `unmatched` or `matched`: theirs are not; `few`: they are too few, or their number is not
    stated; `alike`: they are not of one cycle and one statistic.
    """
    rows = _of_use(edition, specialty, group)
    outcomes = {row.outcome for row in rows}
    if edition.specialties[specialty].says:
        return "score"
    if not any((row.group, row.outcome) == (group, "unmatched") for row in edition.match_scores):
        return "group"
    for outcome in ("matched", "unmatched"):
        if outcome not in outcomes:
            return outcome
    enough = {row.outcome for row in rows if _is_enough(edition, row)}
    return "alike" if enough == {"matched", "unmatched"} else "few"
