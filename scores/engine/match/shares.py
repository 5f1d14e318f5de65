"""The chance of matching in a result: at the target, with a score, and over a projection."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import floor

from scores.engine.edition import Edition, kept
from scores.engine.figures import Specialty, SpecialtyMatchRate
from scores.engine.match.cells import curves_of, why_none
from scores.engine.match.curve import Curve, Estimate
from scores.engine.practice.readings import has_model
from scores.engine.steps import Figure, Step, in_points
from scores.engine.vocabulary import HIGHEST_SCORE

CHANCES = (50, 75, 90)
"""The chances, in percent, for which results list the score."""

EVERY = 5
"""Points between two listed scores of a curve."""

SETTINGS = ("chance_range", "chance_highest", "chance_widest", "chance_extra", "chance_sd_error")


RULES = {"at_target": "match-target", "at_score": "match-score", "projected": "match-projected"}
"""The rule of the step for each share."""


@dataclass(frozen=True, slots=True)
class Share:
    """The estimated share who matched with a score near `score`; None if no estimate is given."""

    specialty: Specialty
    curve: Curve
    score: int
    estimate: Estimate | None
    is_projected: bool = False
    """Whether `score` is projected, and the chance averaged over the projection."""


@dataclass(frozen=True, slots=True)
class NoCurve:
    """No chance by score can be estimated; `reason` is an id from `why_none`."""

    specialty: Specialty
    group: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The chance of matching by score; without a curve, its step says why."""

    curve: Curve | None
    standard: int
    rate: SpecialtyMatchRate | None = None
    shares: Mapping[str, Share] = field(default_factory=dict)
    """The shares asked for, by the keys of RULES."""
    steps: tuple[Step, ...] = ()

    def estimate(self, name: str) -> Estimate | None:
        share = self.shares.get(name)
        return share.estimate if share else None

    def at(self, score: int) -> Estimate | None:
        return self.curve.given_at(score, self.standard) if self.curve else None

    def over(self, mean: float, sd: float) -> Estimate | None:
        """The chance averaged over a projection, in points; None if none is given."""
        return self.curve.given_at(mean, self.standard, sd) if self.curve else None

    def listed(self) -> Iterator[tuple[int, Estimate]]:
        """Every fifth score for which a chance is given, with the chance."""
        for score in range(0, HIGHEST_SCORE, EVERY):
            if found := self.at(score):
                yield score, found


def match_of(
    edition: Edition,
    cell: tuple[str, str],
    standard: int,
    *,
    target: int | None = None,
    score: int | None = None,
    projection: tuple[float, float] | None = None,
) -> Match | None:
    """The chance of matching in a specialty and group; `projection` is a mean and an SD, in points.

    None without a specialty or group, or in editions up to 2026.1.
    """
    specialty, group = edition.specialties.get(cell[0]), cell[1]
    if specialty is None or not group or not has_model(edition):
        return None
    curve = curves_of(edition).get(cell)
    if curve is None:
        return _without_curve(edition, cell, standard)
    rate = newest_rate(edition, *cell)
    at = Match(curve=curve, standard=standard)
    shares: dict[str, Share] = {}
    if target is not None:
        shares["at_target"] = Share(specialty, curve, target, at.at(target))
    if score is not None:
        shares["at_score"] = Share(specialty, curve, score, at.at(score))
    if projection is not None:
        mean, sd = projection
        near, found = in_points(mean), at.over(mean, sd)
        shares["projected"] = Share(specialty, curve, near, found, is_projected=True)
    steps = tuple(_step(edition, RULES[name], share) for name, share in shares.items())
    return replace(at, rate=rate, shares=shares, steps=steps)


@kept
def match_at_target(
    edition: Edition, cell: tuple[str, str], standard: int, target: int | None
) -> Match | None:
    """`match_of` with only a target, cached."""
    return match_of(edition, cell, standard, target=target)


@kept
def _without_curve(edition: Edition, cell: tuple[str, str], standard: int) -> Match:
    rate = newest_rate(edition, *cell)
    facts = NoCurve(edition.specialties[cell[0]], cell[1], why_none(edition, *cell))
    figures = (rate.read("matched"), rate.read("ranked_first")) if rate else ()
    step = Step("match-none", "observed", facts, figures=figures)
    return Match(curve=None, standard=standard, rate=rate, steps=(step,))


def _step(edition: Edition, rule: str, share: Share) -> Step:
    figures = (*share.curve.figures, *_settings_read(edition))
    if share.estimate is None:
        return Step(rule, "rule", share, unit="percent", figures=figures)
    low, chance, high = (
        in_percent(end) for end in (share.estimate.low, share.estimate.chance, share.estimate.high)
    )
    return Step(rule, "rule", share, chance, "percent", figures, low, high)


@kept
def _settings_read(edition: Edition) -> tuple[Figure, ...]:
    return tuple(edition.settings[name].read("value") for name in SETTINGS)


def in_percent(chance: float) -> int:
    return floor(100 * chance + 0.5)


@kept
def newest_rate(edition: Edition, specialty: str, group: str) -> SpecialtyMatchRate | None:
    rates = [
        rate
        for rate in edition.specialty_rates
        if (rate.specialty, rate.group) == (specialty, group)
        and edition.is_enough(rate.ranked_first)
    ]
    return max(rates, key=lambda rate: rate.cycle, default=None)
