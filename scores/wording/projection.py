"""Where the practice tests lead: each step of the projection in words."""

from datetime import date

from scores.engine.practice.projection import Interval, MovedForward, OnScale, Shrunk, ThinEvidence
from scores.engine.record import Record
from scores.wording.said import Words, said
from scores.wording.values import exact, say_day, signed, tenths


@said.register
def _(facts: OnScale) -> Words:
    return Words(
        "Practice readings on the Step 2 CK scale",
        "Each reading is put on the Step 2 CK scale by the offset, the level or the line of its "
        f"form; the mean reading is then {tenths(facts.mean_reading)}.",
    )


@said.register
def _(facts: MovedForward) -> Words:
    return Words(
        "Moved forward to exam day",
        f"Moved forward to exam day by {exact(facts.median.value)} points a week and the "
        f"{exact(facts.lift.value)} points that volunteers scored above their practice, both "
        "less near the top of the scale; precise and recent readings weigh most. Their mean is "
        f"then {tenths(facts.expected)}.",
    )


@said.register
def _(facts: Shrunk) -> Words:
    population = facts.population
    return Words(
        "Adjusted toward the population",
        f"Adjusted toward the mean of all examinees, {population.mean} (SD {population.sd}), the "
        f"more so the larger the error of the readings: {tenths(facts.full)}. The time from the "
        "newest of them to the exam does not adjust it; it widens the interval.",
    )


@said.register
def _(facts: ThinEvidence) -> Words:
    return Words(
        "Thin evidence",
        f"Hardly any volunteer had a mean reading under {exact(facts.below.value)}. There, "
        "nothing is added beyond the growth that the dates support; over the next "
        f"{exact(facts.ramp.value)} points the rest is added. The projection is "
        f"{tenths(facts.mean)}.",
    )


@said.register
def _(facts: Interval) -> Words:
    return Words(
        "Interval",
        f"{exact(facts.level.value)} of 100 such students are expected to score {facts.low} to "
        f"{facts.high}: the errors of the tests and of the exam, how differently students improve "
        "until exam day, and one error that all readings of a student share.",
    )


LEADS = {
    "practice-scale": "Your tests are at about {} on the scale of the exam.",
    "practice-growth": "With growth, and what others gained on exam day: {}.",
    "practice-shrunk": "Adjusted toward all examinees: {}.",
    "practice-thin-evidence": "Few such tests were observed, so less of the gain counts: {}.",
}
"""What each step of the projection makes of the one before."""


def say_score(reading: Record) -> str:
    """A reading as it is printed: 248, or 78%."""
    return f"{reading['score']}%" if reading["unit"] == "percent" else str(reading["score"])


def say_test(reading: Record) -> str:
    """NBME 14 on April 1, 2027."""
    taken = f" on {say_day(date.fromisoformat(reading['taken']))}" if reading["taken"] else ""
    return f"{reading['name']}{taken}"


def say_pair(one: Record, other: Record) -> str:
    """Two readings that disagree."""
    return " and ".join(f"{say_score(each)} in {say_test(each)}" for each in (one, other))


def say_move(points: int) -> str:
    """What a projection is more or less without a reading."""
    return signed(points) if points else "no change"
