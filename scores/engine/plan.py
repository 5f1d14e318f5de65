"""The gap between target and projection, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from .answers import Answers, say_day
from .calendar import REACH, Season, calendar_steps, season_of
from .edition import Edition
from .floor import Floor
from .projection import Projection, project
from .steps import Step, half_up, plain

WEEK = 7

VERDICTS = {
    "likely-below": "likely below the target",
    "too-close": "too close to call",
    "likely-above": "likely above the target",
}

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
    p_target: float
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
    next_steps: tuple[str, ...]


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
        _pass_step(edition, floor, projection, p_pass),
        *([_pace_step(edition, pace, target)] if pace else []),
        *calendar_steps(edition, answers.specialty, answers.exam_date, today),
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
    says = (
        f"The chance of {target} or more is about {percent_of(p_target)} percent: "
        f"{VERDICTS[verdict]}. From {plain(low.value)} to {plain(high.value)} percent we call it "
        "too close."
    )
    return Step(
        "verdict",
        "Target and projection",
        "house",
        says,
        percent_of(p_target),
        "percent",
        (low.read("value"), high.read("value")),
    )


def _pass_step(
    edition: Edition, floor: Floor, projection: Projection, p_pass: float | None
) -> Step:
    thin = edition.settings["thin_evidence_below"]
    standard = floor.standard
    if p_pass is None:
        says = (
            f"With a mean reading under {plain(thin.value)} no chance of passing is given: hardly "
            "any report on record comes from there. Show your readings to an advisor before you "
            "keep or move the date."
        )
        return Step(
            "pass-chance", "Passing", "house", says, unit="percent", figures=(thin.read("value"),)
        )
    says = (
        f"The chance of {standard.score} or more, the pass mark, is about "
        f"{percent_of(p_pass)} percent. Nobody in the data behind the projection failed, so take "
        "it as a rough figure."
    )
    return Step(
        "pass-chance",
        "Passing",
        "observed",
        says,
        percent_of(p_pass),
        "percent",
        (standard.read("score"),),
    )


def _pace(edition: Edition, answers: Answers, target: int, today: date) -> Pace | None:
    if answers.exam_date is None:
        return None
    taken = [
        reading.taken
        for reading in answers.readings
        if reading.taken and reading.taken <= answers.exam_date
    ]
    start = max([today, *taken])
    weeks = Fraction((answers.exam_date - start).days, WEEK)
    now = project(answers.readings, edition, exam_date=start, today=today)
    if weeks <= 0 or now is None:
        return None
    return Pace(start, weeks, now.mean, max(Fraction(0), Fraction(target - now.mean) / weeks))


def _pace_step(edition: Edition, pace: Pace, target: int) -> Step:
    """Points a week from where the readings stand now to the target, beside what others gain."""
    median, upper = edition.parameters["growth_median"], edition.parameters["growth_q3"]
    weeks = f"{plain(pace.weeks)} week{' is' if pace.weeks == 1 else 's are'}"
    left = f"{weeks} left. An exam on {say_day(pace.start)} would "
    observed = (
        f"half of students on record gain {plain(median.value)} points a week or more, a quarter "
        f"{plain(upper.value)}"
    )
    if pace.needed:
        needed = plain(pace.needed) if half_up(pace.needed * 10) else "less than 0.1"
        says = (
            f"{left}be expected to give {pace.now:.1f}; from there to {target} takes {needed} "
            f"points a week; {observed}."
        )
    else:
        says = (
            f"{left}be expected to give {pace.now:.0f}, the target or more. What is left is "
            f"to keep it and to make it surer; {observed}."
        )
    return Step(
        "pace",
        "Pace needed",
        "observed",
        says,
        Fraction(half_up(pace.needed * 10), 10),
        "points a week",
        (median.read("value"), upper.read("value")),
    )


def _delays(
    edition: Edition, answers: Answers, target: int, day: date, season: Season | None
) -> Iterator[Delay]:
    for weeks in DELAYS:
        later = day + timedelta(weeks=weeks)
        moved = project(answers.readings, edition, exam_date=later, today=day)
        if moved is not None:
            reach = season.reach_of(later) if season else None
            yield Delay(weeks, later, moved.chance_of(target), reach)


def _delay_step(edition: Edition, delay: Delay, target: int, season: Season | None) -> Step:
    """What some more weeks would do to the chance, and what they cost in the calendar."""
    median = edition.parameters["growth_median"]
    percent = percent_of(delay.p_target)
    says = (
        f"On {say_day(delay.day)} the chance of {target} or more would be about {percent} per "
        "cent, if you improve like others and take no newer test. From dated readings alone, a "
        "later exam never lowers the projection; it widens the interval."
    )
    if season and delay.reach:
        says += f" That date {REACH[delay.reach]} ({say_day(season.review.day)})."
    return Step(
        f"delay-{delay.weeks}",
        f"{delay.weeks} more weeks",
        "observed",
        says,
        percent,
        "percent",
        (median.read("value"),),
    )


def _next_steps(
    answers: Answers,
    verdict: str,
    projection: Projection,
    p_target: float,
    delays: tuple[Delay, ...],
) -> Iterator[str]:
    if projection.is_thin:
        yield "Show these readings to an advisor now, and agree which one decides about the date."
        yield "Take one more full practice test under exam conditions before you decide."
        return
    if verdict == "likely-below":
        yield "Compare the pace needed with the pace others reach. If it is out of reach, move one."
        yield "What you can move: the date, the aim, or the number of programs you apply to."
        yield "Agree with an advisor which score on the next practice test decides about the date."
    elif verdict == "too-close":
        yield _on_waiting(answers.exam_date, percent_of(p_target), delays)
        yield "Take one more recent practice test: it narrows the interval more than old ones do."
    else:
        if answers.exam_date is None:
            yield "Choose an exam date: on these readings there is little to wait for."
        else:
            yield "Keep the date. More weeks cost calendar and add little."
        yield "Put the time into the parts of the application that the score does not speak for."
    if projection.disagreements:
        yield "Two of your readings disagree: find out why before you trust either."


def _on_waiting(exam_date: date | None, percent: int, delays: tuple[Delay, ...]) -> str:
    """Whether more weeks raise the chance, told from what the delays themselves give."""
    if exam_date is None:
        return "Enter an exam date: the projection then goes up to it, and the plan says what more."
    best = max(delays, key=lambda delay: percent_of(delay.p_target))
    raised = percent_of(best.p_target)
    if raised <= percent:
        return f"Keep {say_day(exam_date)}: on these readings, waiting does not raise the chance."
    cost = f" Such a date {REACH[best.reach]}." if best.reach else ""
    return (
        f"Weigh {best.weeks} more weeks: they would raise the chance from {percent} to {raised} "
        f"percent.{cost}"
    )
