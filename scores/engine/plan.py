"""The gap between target and projection, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from .answers import Answers, say_day
from .calendar import REACH, calendar_steps, next_season
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
class Plan:
    """Chances are from 0 to 1; `p_pass` is None where the evidence is too thin for one."""

    verdict: str
    p_target: float
    p_pass: float | None
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
    steps = [
        _verdict_step(edition, target, p_target, verdict),
        _pass_step(edition, floor, projection, p_pass),
        *_pace_steps(edition, answers, target, today),
        *calendar_steps(edition, answers.specialty, answers.exam_date, today),
        *_delay_steps(edition, answers, target, day, today),
    ]
    return Plan(verdict, p_target, p_pass, tuple(steps), tuple(_next_steps(verdict, projection)))


def verdict_of(edition: Edition, p_target: float) -> str:
    percent = p_target * 100
    if percent < edition.setting("verdict_low"):
        return "likely-below"
    return "likely-above" if percent > edition.setting("verdict_high") else "too-close"


def percent_of(chance: float) -> int:
    """A chance in whole per cent, never certain: 1 to 99."""
    return max(1, min(99, half_up(Fraction(chance) * 100)))


def _verdict_step(edition: Edition, target: int, p_target: float, verdict: str) -> Step:
    low, high = edition.settings["verdict_low"], edition.settings["verdict_high"]
    says = (
        f"The chance of {target} or more is about {percent_of(p_target)} per cent: "
        f"{VERDICTS[verdict]}. From {plain(low.value)} to {plain(high.value)} per cent we call it "
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
            "any report on record comes from there. Show your readings to an adviser before you "
            "keep or move the date."
        )
        return Step(
            "pass-chance", "Passing", "house", says, unit="percent", figures=(thin.read("value"),)
        )
    says = (
        f"The chance of {standard.score} or more, the pass mark, is about "
        f"{percent_of(p_pass)} per cent. Nobody in the data behind the projection failed, so take "
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


def _pace_steps(edition: Edition, answers: Answers, target: int, today: date) -> Iterator[Step]:
    """Points a week from where the readings stand now to the target, beside what others gain."""
    if answers.exam_date is None:
        return
    taken = [
        reading.taken
        for reading in answers.readings
        if reading.taken and reading.taken <= answers.exam_date
    ]
    start = max([today, *taken])
    weeks = Fraction((answers.exam_date - start).days, WEEK)
    now = project(answers.readings, edition, exam_date=start, today=today)
    if weeks <= 0 or now is None:
        return
    needed = Fraction(target - now.mean) / weeks
    median, upper = edition.parameters["growth_median"], edition.parameters["growth_q3"]
    left = f"{plain(weeks)} weeks are left from {say_day(start)}"
    observed = (
        f"half of students on record gain {plain(median.value)} points a week or more, a quarter "
        f"{plain(upper.value)}"
    )
    if needed <= 0:
        says = (
            f"{left}. Sitting that day, you would be expected at {now.mean:.0f}: at the target or "
            f"above. What is left is to keep it; {observed}."
        )
        needed = Fraction(0)
    else:
        says = (
            f"{left}. From {now.mean:.0f}, expected if you sat that day, to {target} takes "
            f"{plain(needed)} points a week; {observed}."
        )
    yield Step(
        "pace",
        "Pace needed",
        "observed",
        says,
        Fraction(half_up(needed * 10), 10),
        "points a week",
        (median.read("value"), upper.read("value")),
    )


def _delay_steps(
    edition: Edition, answers: Answers, target: int, day: date, today: date
) -> Iterator[Step]:
    """What two or four more weeks would do to the chance, and what they cost in the calendar."""
    median = edition.parameters["growth_median"]
    for weeks in DELAYS:
        later = day + timedelta(weeks=weeks)
        moved = project(answers.readings, edition, exam_date=later, today=today)
        if moved is None:
            continue
        percent = percent_of(moved.chance_of(target))
        says = (
            f"On {say_day(later)} the chance of {target} or more would be about {percent} per "
            "cent, if you improve like others and take no newer test (the longer the wait, the "
            f"wider the interval).{_cost(edition, answers.specialty, day, later)}"
        )
        yield Step(
            f"delay-{weeks}",
            f"{weeks} more weeks",
            "observed",
            says,
            percent,
            "percent",
            (median.read("value"),),
        )


def _cost(edition: Edition, specialty: str, day: date, later: date) -> str:
    season = next_season(edition, day)
    if season is None or edition.specialties[specialty].match_service != "nrmp":
        return ""
    return f" That date {REACH[season.reach_of(later)]} ({say_day(season.review.day)})."


def _next_steps(verdict: str, projection: Projection) -> Iterator[str]:
    if projection.is_thin:
        yield "Show these readings to an adviser now, and agree which one decides about the date."
        yield "Take one more full practice test under exam conditions before you decide."
        return
    if verdict == "likely-below":
        yield "Compare the pace needed with the pace others reach. If it is out of reach, move one."
        yield "What you can move: the date, the aim, or the number of programmes you apply to."
        yield "Agree with an adviser which score on the next practice test decides about the date."
    elif verdict == "too-close":
        yield "Keep the date if the calendar leaves no room; else weigh two or four more weeks."
        yield "Take one more recent practice test: it narrows the interval more than old ones do."
    else:
        yield "Keep the date. More weeks cost calendar and add little."
        yield "Put the time into the parts of the application that the score does not speak for."
    if projection.disagreements:
        yield "Two of your readings disagree: find out why before you trust either."
