"""Each step of the projection from practice tests in words."""

from datetime import date

from scores.engine.plan import LaterDate, PaceNeeded
from scores.engine.practice.projection import (
    Course,
    HeadingFor,
    Range80,
    Scattered,
    TestsAt,
    WeakRange,
)
from scores.engine.record import Record
from scores.engine.steps import in_points
from scores.wording.said import Words, said
from scores.wording.values import plain, say_day, signed

PRIORS = {
    "examinees": "the average US first-taker",
    "img": "the average first-taker from outside the US",
    "posters": "the average of people who posted their scores",
}


@said.register
def _(facts: TestsAt) -> Words:
    why = " That is the newest of a falling series." if facts.is_falling else ""
    return Words("Your tests", f"Your tests are at about {in_points(facts.level)}.{why}")


@said.register
def _(facts: HeadingFor) -> Words:
    return Words(
        "Projection",
        "People who posted their scores ended about 10 points above their practice average; they "
        "chose to post, and nobody knows how much others gain. With that gain, and drawn toward "
        f"{PRIORS[facts.prior.id]} ({facts.prior.mean:g}), all your tests together lead to about "
        f"{in_points(facts.mean)}.",
    )


def _signed(points: float) -> str:
    return f"{points:+.1f}".replace("-", "−")


TRENDS = {"rising": "rise", "flat": "show no trend beyond chance", "falling": "seem to be falling"}


@said.register
def _(facts: Course) -> Words:
    trend = facts.trend
    return Words(
        "Trend",
        f"Your scores {TRENDS[trend.id]}, from {facts.first.score} to {facts.last.score}.",
    )


@said.register
def _(facts: Scattered) -> Words:
    taken = f" of {say_day(facts.most.taken)}" if facts.most.taken else ""
    return Words(
        "Scatter",
        f"Your tests differ more than usual, so the range is {facts.scatter.widening:.1f} times as "
        f"wide; the {facts.most.score}{taken} stands out most.",
    )


@said.register
def _(facts: Range80) -> Words:
    return Words(
        "Range",
        f"Of 100 people who posted scores like these, about {plain(facts.level.value)} scored "
        f"{facts.low} to {facts.high}.",
    )


@said.register
def _(facts: WeakRange) -> Words:
    why = "after a failed attempt" if facts.has_failed else f"under {plain(facts.below.value)}"
    return Words(
        "Range",
        f"{facts.low} to {facts.high}. Too few people on record had tests {why} to forecast a "
        "score.",
    )


@said.register
def _(facts: PaceNeeded) -> Words:
    pace, trend = facts.pace, facts.trend
    own = "" if trend.id == "unknown" else f" Your own pace so far: {_signed(trend.slope)} a week"
    own += {"unknown": "", "flat": ", which may be chance."}.get(trend.id, ".")
    return Words(
        "Weekly gain needed",
        f"{float(pace.needed):.1f} points a week for {plain(pace.weeks)} weeks to reach "
        f"{facts.target}.{own} People who posted gained {float(facts.growth.value):g} practice "
        "points a week.",
    )


@said.register
def _(facts: LaterDate) -> Words:
    delay = facts.delay
    return Words(
        f"{delay.weeks} more weeks",
        f"On {say_day(delay.day)} the chance of {facts.target} or more would be "
        f"{delay.percent_target}%, if you improve like people who posted.",
    )


# The page


def say_score(reading: Record) -> str:
    """The score of a reading: 248 or 78%."""
    return f"{reading['score']}%" if reading["unit"] == "percent" else str(reading["score"])


def say_test(reading: Record) -> str:
    """As in: NBME 14 on April 1, 2027."""
    taken = f" on {say_day(date.fromisoformat(reading['taken']))}" if reading["taken"] else ""
    return f"{reading['name']}{taken}"


def say_pair(one: Record, other: Record) -> str:
    """Two readings that disagree."""
    return " and ".join(f"{say_score(each)} in {say_test(each)}" for each in (one, other))


def say_move(points: int) -> str:
    """By how many points a projection changes without a reading."""
    return signed(points) if points else "no change"
