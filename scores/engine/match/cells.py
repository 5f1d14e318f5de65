"""The curves of an edition, one for each specialty and group, with gaps shrunk within the group."""

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
    """Every curve of an edition, by specialty and group; none before edition 2026.2."""
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
    """The curves of one group, with their gaps shrunk toward the group's mean."""
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
    """A pair for each cycle that records both outcomes with enough people, the oldest first."""
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
    """Whether a row has enough people; unlike for a benchmark, the number must be known."""
    return row.n is not None and edition.is_enough(row.n)


def _paired(edition: Edition, rows: Sequence[MatchScore]) -> Iterator[Pair]:
    """A pair by each statistic that both outcomes have, the mean first."""
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
    """The pooled SD in points; None if one is not recorded or is of few people."""
    if any(row.sd is None or edition.is_small(row.n) for row in rows):
        return None
    return sqrt(fmean([(row.sd or 0) ** 2 for row in rows], [row.n or 0 for row in rows]))


def _pooled(pairs: Sequence[Pair]) -> Gap:
    """The gap over all cycles, weighted by precision."""
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
    """The match rate of the newest pair's cycle; `min_n` or more must have matched, and not."""
    least, cell = edition.setting("min_n"), (specialty, group, newest.matched.cycle)
    rates = (
        rate
        for rate in edition.specialty_rates
        if (rate.specialty, rate.group, rate.cycle) == cell
        and min(rate.matched, rate.ranked_first - rate.matched) >= least
    )
    return next(rates, None)


def why_none(edition: Edition, specialty: str, group: str) -> str:
    """The id of the reason why a specialty and group have no curve.

    `score`: no score is published. `group`: no specialty records the group's unmatched.
    `matched` or `unmatched`: that outcome is not recorded here. `few`: one outcome has too few
    people, or an unknown number. `alike`: no cycle and statistic has both outcomes.
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
