"""The model: sittings to a distribution of the actual score.

1. Each reading is put on the Step 2 CK scale and moved forward to exam day (`readings.place`).
2. A random walk from reading to reading (`Model.walk`) is filtered over them, oldest first
   (`_filter`): precise and recent readings weigh most, and no weight is negative.
3. The estimate is shrunk to the population by what the readings do not tell. Time ahead of the
   newest does not shrink it: what a student gains by then is not measured, so it widens the
   interval (`Model.drift`). An error common to all readings of one student and that of the exam
   itself stay, however many tests there are. So a later exam never lowers what dated ones say.
4. Weak students first: where the mean reading is thin evidence, the middle is what the readings and
   dated growth alone support; the interval reaches up to what the full model says, and lower down.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean

from scores.engine.practice.distributions import t_below, t_quantile
from scores.engine.practice.scale import Model, Placed, Sitting, place
from scores.engine.vocabulary import HIGHEST_SCORE, LOWEST_SCORE


@dataclass(frozen=True, slots=True)
class Forecast:
    """A distribution of the actual score, in points.

    `mean` is its middle; `low` and `high` hold `level` of the chance. `full` is what the model says
    where the evidence is not thin, and `sd` the error of that; `widened` is by how much the lower
    half is wider than that. `weights` says how much each sitting counts, in the order of `placed`.
    """

    mean: float
    low: float
    high: float
    level: float
    full: float
    sd: float
    widened: float
    mean_reading: float
    is_thin: bool
    placed: tuple[Placed, ...]
    weights: tuple[float, ...]
    freedom: int

    def chance_of(self, score: int) -> float:
        """Chance of an actual score of at least that many points."""
        return 1 - t_below(self._deviation(score - 0.5), self.freedom)

    def _deviation(self, score: float) -> float:
        """How many units of spread above the middle: wider above it where evidence is thin."""
        unit = unit_of(self.sd, self.freedom)
        reach = t_quantile((1 + self.level) / 2, self.freedom)
        pulled = max(0.0, self.full - self.mean)
        if score <= self.mean:
            return (score - self.mean) / (unit * self.widened)
        return max((score - self.mean) / (unit + pulled / reach), (score - self.full) / unit)


def forecast(model: Model, sittings: Iterable[Sitting]) -> Forecast | None:
    """The actual score these sittings point to; None where none was before the exam."""
    placed = _oldest_first(place(model, sitting) for sitting in sittings if _counts(sitting))
    if not placed:
        return None
    weights, error = _filter(model, placed)
    error += model.values["error_shared"] ** 2
    ahead = model.drift(placed[-1].days)
    known = model.prior_sd**2 - model.exam_error**2
    trust = known / (known + error)
    expected = fmean((each.expected for each in placed), weights)
    full = model.prior_mean + trust * (expected - model.prior_mean)
    supported = fmean((each.supported for each in placed), weights)
    mean_reading = fmean(each.scale for each in placed)
    evidence = _evidence(model, mean_reading)
    mean = min(full, supported) + evidence * max(0.0, full - supported)
    widened = 1 + (model.settings["thin_evidence_widening"] - 1) * (1 - evidence)
    sd = sqrt(trust * error + ahead + model.exam_error**2)
    freedom = int(model.values["tail"])
    level = model.settings["interval_level"] / 100
    margin = t_quantile((1 + level) / 2, freedom) * unit_of(sd, freedom)
    return Forecast(
        mean=_on_scale(mean),
        low=_on_scale(mean - widened * margin),
        high=_on_scale(max(mean, full) + margin),
        level=level,
        full=full,
        sd=sd,
        widened=widened,
        mean_reading=mean_reading,
        is_thin=mean_reading < model.settings["thin_evidence_below"],
        placed=placed,
        weights=weights,
        freedom=freedom,
    )


def _counts(sitting: Sitting) -> bool:
    return sitting.days is None or sitting.days >= 0


def _oldest_first(placed: Iterable[Placed]) -> tuple[Placed, ...]:
    """One order for one set of readings, however they were entered."""
    return tuple(sorted(placed, key=_age_first))


def _age_first(each: Placed) -> tuple[float, str, float, float]:
    return (-each.days, each.sitting.test, each.sitting.score, each.error)


def _filter(model: Model, placed: Sequence[Placed]) -> tuple[tuple[float, ...], float]:
    """The weight of each reading, and the variance of their mean as of the newest of them."""
    gains, error = [1.0], placed[0].error
    for earlier, later in pairwise(placed):
        error += model.walk(earlier.days - later.days)
        gains.append(error / (error + later.error))
        error *= 1 - gains[-1]
    weights, left = [], 1.0
    for gain in reversed(gains):
        weights.append(left * gain)
        left *= 1 - gain
    return tuple(reversed(weights)), error


def _evidence(model: Model, mean_reading: float) -> float:
    """The share of what the full model adds to the supported score: none where evidence is thin.

    It comes in over a few points of the mean reading, so that no score lowers the projection.
    """
    above = mean_reading - model.settings["thin_evidence_below"]
    return min(1.0, max(0.0, above / model.settings["thin_evidence_ramp"]))


def unit_of(sd: float, freedom: int) -> float:
    """The unit of spread of Student's t with this standard deviation."""
    return sd * sqrt((freedom - 2) / freedom)


def _on_scale(score: float) -> float:
    return min(float(HIGHEST_SCORE), max(float(LOWEST_SCORE), score))


def disagreements(model: Model, placed: Sequence[Placed]) -> tuple[tuple[Placed, Placed], ...]:
    """Pairs further apart than their errors and the time between them allow, the widest first."""
    limit = model.settings["disagreement_z"]
    apart = [
        (_apart(model, one, other), one, other)
        for i, one in enumerate(placed)
        for other in placed[i + 1 :]
    ]
    found = sorted((pair for pair in apart if pair[0] > limit), key=lambda pair: -pair[0])
    return tuple((one, other) for _, one, other in found)


def _apart(model: Model, one: Placed, other: Placed) -> float:
    error = one.error + other.error + model.walk(abs(one.days - other.days))
    return abs(one.supported - other.supported) / sqrt(error)
