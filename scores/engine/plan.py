"""The way to the target: chances, the pace needed, and the effect of two or four more weeks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from scores.engine.answers import Answers
from scores.engine.calendar import calendar_step, season_of
from scores.engine.edition import Edition
from scores.engine.figures import Parameter, PassingStandard
from scores.engine.floor import Floor
from scores.engine.practice.model import Trend
from scores.engine.practice.projection import Projection, project
from scores.engine.seasons import Season
from scores.engine.steps import Number, Step, half_up
from scores.engine.verdict import Verdict, likelihood_of
from scores.engine.waiting import Waiting

WEEK = 7

DELAYS = (2, 4)
"""The delays, in weeks, that a plan shows."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The weeks from `start` to the exam, and the points a week needed to reach the target.

    `start` is today, or the day of the last test if that is later. `now` is the score expected on
    that day. `needed` is never below 0.
    """

    start: date
    weeks: Fraction
    now: float
    needed: Fraction


@dataclass(frozen=True, slots=True)
class Delay:
    """The exam some weeks later: the chance of the target, and whether the score is in time."""

    weeks: int
    day: date
    percent_target: int
    reach: str | None
    """`safe`, `typical` or `late`; None if no season is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Chances are from 0 to 1; `p_pass` is None under a falling series."""

    verdict: str
    p_target: float
    p_pass: float | None
    pace: Pace | None
    season: Season | None
    reach: str | None
    delays: tuple[Delay, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """The chance of the target in whole percent; the verdict is open between `low` and `high`."""

    target: int
    percent: int
    verdict: str
    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class Passing:
    """The chance of passing in whole percent; None under a falling series."""

    standard: PassingStandard
    percent: int | None
    thin_below: Number
    is_falling: bool = False


@dataclass(frozen=True, slots=True)
class PaceNeeded:
    """The pace needed, the student's own trend, and the growth of people who posted."""

    pace: Pace
    target: int
    trend: Trend
    growth: Parameter


@dataclass(frozen=True, slots=True)
class LaterDate:
    """The effect of a later date on the chance of the target."""

    delay: Delay
    target: int


def plan_of(
    edition: Edition,
    answers: Answers,
    floor: Floor,
    projection: Projection,
    verdict: Verdict,
    waiting: Waiting | None,
    today: date,
) -> Plan | None:
    """The plan; None without a target, or for weak tests, which get no chance."""
    target, chance = verdict.target, verdict.p_target
    if target is None or chance is None:
        return None
    day = answers.exam_date or today
    p_pass = projection.chance_of_passing(floor.standard.score)
    pace = _pace(edition, answers, target, today)
    season = season_of(edition, answers.specialty, max(today, day)) if answers.specialty else None
    delays = tuple(_delays(waiting, season))
    steps = [
        likelihood_step(edition, target, chance),
        _pass_step(edition, floor, p_pass, is_falling=projection.is_falling),
        *([_pace_step(edition, pace, target, projection.trend)] if pace else []),
        *([calendar_step(edition, answers.specialty, answers.exam_date, today)] if season else []),
        *(_delay_step(edition, delay, target) for delay in delays),
    ]
    return Plan(
        verdict=likelihood_of(edition, chance),
        p_target=chance,
        p_pass=p_pass,
        pace=pace,
        season=season,
        reach=season.reach_of(day) if season else None,
        delays=delays,
        steps=tuple(steps),
    )


def percent_of(chance: float) -> int:
    """A chance in whole percent, never certain: 1 to 99."""
    return max(1, min(99, half_up(Fraction(chance) * 100)))


def likelihood_step(edition: Edition, target: int, chance: float) -> Step:
    low, high = edition.settings["verdict_low"], edition.settings["verdict_high"]
    likelihood = likelihood_of(edition, chance)
    facts = Reached(target, percent_of(chance), likelihood, low.value, high.value)
    figures = (low.read("value"), high.read("value"))
    return Step("verdict", "house", facts, facts.percent, "percent", figures)


def _pass_step(edition: Edition, floor: Floor, p_pass: float | None, *, is_falling: bool) -> Step:
    thin, standard = edition.settings["thin_evidence_below"], floor.standard
    percent = None if p_pass is None else percent_of(p_pass)
    facts = Passing(standard, percent, thin.value, is_falling)
    figures = (standard.read("score"),)
    return Step("pass-chance", "observed", facts, percent, "percent", figures)


def _pace(edition: Edition, answers: Answers, target: int, today: date) -> Pace | None:
    """None without an exam date ahead, or for weak tests."""
    if answers.exam_date is None:
        return None
    taken = [each.taken for each in answers.readings if each.taken]
    start = max([today, *(day for day in taken if day <= answers.exam_date)])
    weeks = Fraction((answers.exam_date - start).days, WEEK)
    now = project(edition, answers, exam_date=start, today=today)
    if weeks <= 0 or now is None or now.mean is None:
        return None
    return Pace(start, weeks, now.mean, max(Fraction(0), Fraction(target - now.mean) / weeks))


def _pace_step(edition: Edition, pace: Pace, target: int, trend: Trend) -> Step:
    growth = edition.parameters["growth"]
    facts = PaceNeeded(pace, target, trend, growth)
    needed = Fraction(half_up(pace.needed * 10), 10)
    return Step("pace", "observed", facts, needed, "points a week", (growth.read("value"),))


def _delays(waiting: Waiting | None, season: Season | None) -> Iterator[Delay]:
    """The later dates that are two and four weeks away."""
    for row in waiting.rows if waiting else ():
        if row.weeks in DELAYS:
            reach = season.reach_of(row.exam_date) if season else None
            yield Delay(row.weeks, row.exam_date, percent_of(row.p_target), reach)


def _delay_step(edition: Edition, delay: Delay, target: int) -> Step:
    return Step(
        f"delay-{delay.weeks}",
        "observed",
        LaterDate(delay, target),
        delay.percent_target,
        "percent",
        (edition.parameters["growth"].read("value"),),
    )
