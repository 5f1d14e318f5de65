"""The gap between target and projection, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from scores.engine.answers import Answers
from scores.engine.calendar import Season, calendar_step, season_of
from scores.engine.edition import Edition
from scores.engine.figures import Parameter, PassingStandard
from scores.engine.floor import Floor
from scores.engine.practice.projection import Projection, forecast_on
from scores.engine.steps import Number, Step, half_up
from scores.engine.vocabulary import Kind

WEEK = 7

DELAYS = (2, 4)
"""Weeks more, of which the plan says what they would do."""


@dataclass(frozen=True, slots=True)
class Pace:
    """From the last reading, or today, to the exam: weeks, and points a week to the target.

    `now` is the score expected if the exam were at the start of that time.
    """

    start: date
    weeks: Fraction
    now: float
    needed: Fraction


@dataclass(frozen=True, slots=True)
class Delay:
    """The exam some weeks later: the chance of the target then, and whether the score comes in."""

    weeks: int
    day: date
    percent_target: int
    reach: str | None
    """A key of REACH; None where no calendar is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Chances are from 0 to 1; `p_pass` is None where the evidence is too thin for one."""

    verdict: str
    p_target: float
    p_pass: float | None
    pace: Pace | None
    season: Season | None
    reach: str | None
    delays: tuple[Delay, ...]
    steps: tuple[Step, ...]
    next_steps: tuple["NextStep", ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """The chance of the target in whole percent, its verdict, and between what it is open."""

    target: int
    percent: int
    verdict: str
    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class Passing:
    """The chance of passing in whole percent; None under so thin evidence that none is given."""

    standard: PassingStandard
    percent: int | None
    thin_below: Number
    is_falling: bool = False


@dataclass(frozen=True, slots=True)
class PaceNeeded:
    """Points a week to the target, beside what half of students and a quarter of them gain."""

    pace: Pace
    target: int
    median: Parameter
    upper: Parameter


@dataclass(frozen=True, slots=True)
class Waiting:
    """What some more weeks do to the chance of the target, and what they cost in the calendar."""

    delay: Delay
    target: int
    review: date | None


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to do, by its id; `day`, `weeks`, `percent` and `raised` where it names them."""

    id: str
    day: date | None = None
    weeks: int = 0
    percent: int = 0
    raised: int = 0
    reach: str | None = None


def plan_for(
    edition: Edition,
    answers: Answers,
    target: int,
    floor: Floor,
    projection: Projection,
    today: date,
) -> Plan:
    day = answers.exam_date or today
    p_target = projection.chance_of(target)
    p_pass = projection.chance_of_passing(floor.standard.score)
    verdict = verdict_of(edition, p_target)
    pace = _pace(edition, answers, target, today)
    season = season_of(edition, answers.specialty, max(today, day))
    delays = tuple(_delays(edition, answers, target, day, season))
    steps = [
        _verdict_step(edition, target, p_target, verdict),
        _pass_step(edition, floor, p_pass),
        *([_pace_step(edition, pace, target)] if pace else []),
        calendar_step(edition, answers.specialty, answers.exam_date, today),
        *(_delay_step(edition, delay, target, season) for delay in delays),
    ]
    return Plan(
        verdict=verdict,
        p_target=p_target,
        p_pass=p_pass,
        pace=pace,
        season=season,
        reach=season.reach_of(day) if season else None,
        delays=delays,
        steps=tuple(steps),
        next_steps=tuple(_next_steps(answers, verdict, projection, p_target, delays)),
    )


def verdict_of(edition: Edition, p_target: float) -> str:
    """By the chance in whole percent, as it is shown."""
    percent = percent_of(p_target)
    if percent < edition.setting("verdict_low"):
        return "likely-below"
    return "likely-above" if percent > edition.setting("verdict_high") else "too-close"


def percent_of(chance: float) -> int:
    """A chance in whole percent, never certain: 1 to 99."""
    return max(1, min(99, half_up(Fraction(chance) * 100)))


def _verdict_step(edition: Edition, target: int, p_target: float, verdict: str) -> Step:
    low, high = edition.settings["verdict_low"], edition.settings["verdict_high"]
    facts = Reached(target, percent_of(p_target), verdict, low.value, high.value)
    figures = (low.read("value"), high.read("value"))
    return Step("verdict", "house", facts, facts.percent, "percent", figures)


def _pass_step(edition: Edition, floor: Floor, p_pass: float | None) -> Step:
    thin, standard = edition.settings["thin_evidence_below"], floor.standard
    percent = None if p_pass is None else percent_of(p_pass)
    figure = thin.read("value") if percent is None else standard.read("score")
    kind: Kind = "house" if percent is None else "observed"
    facts = Passing(standard, percent, thin.value)
    return Step("pass-chance", kind, facts, percent, "percent", (figure,))


def _pace(edition: Edition, answers: Answers, target: int, today: date) -> Pace | None:
    day = answers.exam_date
    if day is None:
        return None
    taken = (reading.taken for reading in answers.readings)
    start = max([today, *(each for each in taken if each and each <= day)])
    now = forecast_on(answers.readings, edition, start) if start < day else None
    if now is None:
        return None
    weeks = Fraction((day - start).days, WEEK)
    return Pace(start, weeks, now.mean, max(Fraction(0), Fraction(target - now.mean) / weeks))


def _pace_step(edition: Edition, pace: Pace, target: int) -> Step:
    """Points a week from where the readings are now to the target, beside what others gain."""
    median, upper = edition.parameters["growth_median"], edition.parameters["growth_q3"]
    facts, needed = PaceNeeded(pace, target, median, upper), Fraction(half_up(pace.needed * 10), 10)
    figures = (median.read("value"), upper.read("value"))
    return Step("pace", "observed", facts, needed, "points a week", figures)


def _delays(
    edition: Edition, answers: Answers, target: int, day: date, season: Season | None
) -> Iterator[Delay]:
    for weeks in DELAYS:
        later = day + timedelta(weeks=weeks)
        moved = forecast_on(answers.readings, edition, later)
        if moved is not None:
            reach = season.reach_of(later) if season else None
            yield Delay(weeks, later, percent_of(moved.chance_of(target)), reach)


def _delay_step(edition: Edition, delay: Delay, target: int, season: Season | None) -> Step:
    facts = Waiting(delay, target, season.review.day if season else None)
    figures = (edition.parameters["growth_median"].read("value"),)
    rule = f"delay-{delay.weeks}"
    return Step(rule, "observed", facts, delay.percent_target, "percent", figures)


def _next_steps(
    answers: Answers,
    verdict: str,
    projection: Projection,
    p_target: float,
    delays: tuple[Delay, ...],
) -> Iterator[NextStep]:
    if projection.is_thin:
        yield NextStep("show-readings")
        yield NextStep("test-before-deciding")
        return
    if verdict == "likely-below":
        yield NextStep("compare-pace")
        yield NextStep("what-can-move")
        yield NextStep("agree-on-a-score")
    elif verdict == "too-close":
        yield _on_waiting(answers.exam_date, percent_of(p_target), delays)
        yield NextStep("test-again")
    else:
        yield NextStep("keep-date" if answers.exam_date else "choose-date")
        yield NextStep("rest-of-application")
    if projection.disagreements:
        yield NextStep("readings-disagree")


def _on_waiting(exam_date: date | None, percent: int, delays: tuple[Delay, ...]) -> NextStep:
    """Whether more weeks raise the chance, told from what the delays themselves give."""
    if exam_date is None:
        return NextStep("enter-date")
    best = max(delays, key=lambda delay: delay.percent_target)
    raised = best.percent_target
    if raised <= percent:
        return NextStep("waiting-is-useless", day=exam_date)
    return NextStep("weigh-waiting", best.day, best.weeks, percent, raised, best.reach)
