"""Comparing the curves with recorded score bands: the share matched in each band.

A curve is averaged over the whole scores of a band, weighted by the applicants at each score, from
the two normal distributions of the curve. Far from the applicants, an open band has no weight.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean

from scores.engine.edition import Edition, kept
from scores.engine.figures import ScoreBandMatchRate
from scores.engine.match.cells import curves_of
from scores.engine.match.curve import Curve, Estimate, Z
from scores.engine.practice.readings import has_model
from scores.engine.vocabulary import HIGHEST_SCORE, LOWEST_SCORE


@dataclass(frozen=True, slots=True)
class Checked:
    """A recorded band compared with its curve; shares and differences are from 0 to 1."""

    band: ScoreBandMatchRate
    center: float
    """The average score of its applicants, by the curve, in points."""
    estimate: Estimate

    @property
    def ends(self) -> tuple[int | None, int | None]:
        return self.band.low, self.band.high

    @property
    def recorded(self) -> float:
        return float(self.band.percent or 0) / 100

    @property
    def difference(self) -> float:
        """The estimated minus the recorded share; above 0, the curve is too high."""
        return self.estimate.chance - self.recorded

    @property
    def is_held(self) -> bool:
        """Whether the recorded share is within the 80% band of the curve."""
        return self.estimate.low <= self.recorded <= self.estimate.high

    @property
    def is_held_with_error(self) -> bool:
        """Whether the 80% interval of the recorded share overlaps the band of the curve."""
        reach = Z * sqrt(self.recorded * (1 - self.recorded) / self.band.n)
        return (
            self.estimate.low <= self.recorded + reach
            and self.recorded - reach <= self.estimate.high
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """Over several bands, from 0 to 1: differences weighted by people, `held` counted by band."""

    bands: int
    people: int
    mean_difference: float
    bias: float
    held: float
    held_with_error: float


HALF = 5
"""Half of a ten-point band: without a curve, an open band is shown this far from its end."""


@kept
def center_of(edition: Edition, band: ScoreBandMatchRate) -> float:
    """The average score of a band's applicants, in points; without a curve, the band's middle."""
    if curve := curves_of(edition).get((band.specialty, band.group)):
        scores, weights = zip(*_people(curve, band), strict=True)
        return fmean(scores, weights)
    low, high = band.low, band.high
    return ((low or (high or 0) - 2 * HALF) + (high or (low or 0) + 2 * HALF)) / 2


def checked(edition: Edition, band: ScoreBandMatchRate) -> Checked | None:
    """The band compared with its curve; None without a curve or a recorded percent."""
    curve = curves_of(edition).get((band.specialty, band.group))
    if curve is None or band.percent is None:
        return None
    scores, weights = zip(*_people(curve, band), strict=True)
    found = [curve.at(score) for score in scores]
    ends = (fmean((getattr(each, end) for each in found), weights) for end in Estimate.__slots__)
    return Checked(band, fmean(scores, weights), Estimate(*ends))


def _people(curve: Curve, band: ScoreBandMatchRate) -> Iterator[tuple[int, float]]:
    """Each whole score of a band, with its density of applicants as weight."""
    share, apart = curve.share, curve.d * curve.sigma
    matched = NormalDist(curve.center + (1 - share) * apart, curve.sigma)
    unmatched = NormalDist(curve.center - share * apart, curve.sigma)
    low = LOWEST_SCORE if band.low is None else band.low
    high = HIGHEST_SCORE if band.high is None else band.high
    for score in range(low, high + 1):
        yield score, share * matched.pdf(score) + (1 - share) * unmatched.pdf(score)


@kept
def check(edition: Edition) -> tuple[Checked, ...]:
    """Every band of at least `chance_bands_n` people with a curve, the largest difference first."""
    if not has_model(edition):
        return ()
    least = edition.setting("chance_bands_n")
    found = [checked(edition, band) for band in edition.band_rates if band.n >= least]
    return tuple(sorted((each for each in found if each), key=lambda each: -abs(each.difference)))


def agreement(found: Sequence[Checked]) -> Agreement:
    """Raises StatisticsError if `found` is empty."""
    people = [each.band.n for each in found]
    return Agreement(
        bands=len(found),
        people=sum(people),
        mean_difference=fmean((abs(each.difference) for each in found), people),
        bias=fmean((each.difference for each in found), people),
        held=fmean(each.is_held for each in found),
        held_with_error=fmean(each.is_held_with_error for each in found),
    )


@dataclass(frozen=True, slots=True)
class OfCycles:
    """The bands recorded for the same cycles, and how well the curves agree with them."""

    cycles: str
    found: tuple[Checked, ...]
    overall: Agreement
    by_band: tuple[tuple[tuple[int | None, int | None], Agreement], ...]
    """Agreement by the ends of a band, the lowest band first."""


def by_cycles(found: Sequence[Checked]) -> Iterator[OfCycles]:
    for cycles in sorted({each.band.cycles for each in found}):
        of_cycles = tuple(each for each in found if each.band.cycles == cycles)
        by_ends: dict[tuple[int | None, int | None], list[Checked]] = defaultdict(list)
        for each in sorted(of_cycles, key=lambda each: each.band.low or 0):
            by_ends[each.ends].append(each)
        by_band = tuple((ends, agreement(same)) for ends, same in by_ends.items())
        yield OfCycles(cycles, of_cycles, agreement(of_cycles), by_band)
