"""What follows from a projection besides the verdict: the goals side by side, pace and delays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from scores.engine.aim import Line, clamped, target_score
from scores.engine.answers import AIMS, JUST_PASS, Answers
from scores.engine.benchmark import Benchmark
from scores.engine.calendar import Season as Review
from scores.engine.calendar import calendar_step, season_of
from scores.engine.edition import Edition
from scores.engine.figures import Parameter
from scores.engine.floor import Floor
from scores.engine.percentiles import Percentile, percentile_step
from scores.engine.plan import (
    DELAYS,
    Delay,
    Pace,
    Passing,
    Plan,
    Reached,
    percent_of,
    verdict_of,
)
from scores.engine.practice.gaussian import Trend
from scores.engine.practice.projected import Projection, project
from scores.engine.practice.readings import has_model
from scores.engine.seasons import Season, key_dates_of, seasons_of
from scores.engine.steps import Step, half_up
from scores.engine.verdict import Case, Verdict, verdict_step
from scores.engine.waiting import Waiting, waiting_of

WEEK = 7


@dataclass(frozen=True, slots=True)
class Goal:
    """One of the four aims: its score, where it stands, and the chance to reach it."""

    aim: str
    score: int
    percentile: Percentile | None
    p_reach: float | None


def goals_of(
    edition: Edition, floor: Floor, line: Line | None, projection: Projection | None
) -> Iterator[Goal]:
    """Just pass, in range, typical and strong; without a line of the matched only the first."""
    safe = floor.safe_pass or floor.standard.score
    scores = {JUST_PASS: safe}
    if line:
        for name, rank in AIMS.items():
            scores[name] = target_score(line.at(clamped(edition, rank))[0], floor)
    for name, score in scores.items():
        standing = percentile_step(edition, floor.standard.exam, score)
        chance = projection.chance_of(score) if projection else None
        yield Goal(name, score, standing.facts.here if standing else None, chance)


@dataclass(frozen=True, slots=True)
class PaceBeside:
    """Points a week to the target, beside the own pace so far and that of people who posted."""

    pace: Pace
    target: int
    trend: Trend
    growth: Parameter


@dataclass(frozen=True, slots=True)
class LaterDate:
    """What some weeks more do to the chance of the target."""

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
    """None for weak tests: no chance is told of them."""
    target, chance = verdict.target, verdict.p_target
    if target is None or chance is None:
        return None
    day = answers.exam_date or today
    p_pass = projection.chance_of_passing(floor.standard.score)
    pace = _pace(edition, answers, target, today)
    season = season_of(edition, answers.specialty, max(today, day)) if answers.specialty else None
    delays = tuple(_delays(waiting, season))
    steps = [
        _verdict_step(edition, target, chance),
        _pass_step(edition, floor, p_pass, is_falling=projection.is_falling),
        *([_pace_step(edition, pace, target, projection.trend)] if pace else []),
        *([calendar_step(edition, answers.specialty, answers.exam_date, today)] if season else []),
        *(_delay_step(edition, delay, target) for delay in delays),
    ]
    return Plan(
        verdict=verdict_of(edition, chance),
        p_target=chance,
        p_pass=p_pass,
        pace=pace,
        season=season,
        reach=season.reach_of(day) if season else None,
        delays=delays,
        steps=tuple(steps),
        next_steps=(),
    )


def _verdict_step(edition: Edition, target: int, chance: float) -> Step:
    low, high = edition.settings["verdict_low"], edition.settings["verdict_high"]
    facts = Reached(target, percent_of(chance), verdict_of(edition, chance), low.value, high.value)
    figures = (low.read("value"), high.read("value"))
    return Step("verdict", "house", facts, facts.percent, "percent", figures)


def _pass_step(edition: Edition, floor: Floor, p_pass: float | None, *, is_falling: bool) -> Step:
    thin, standard = edition.settings["thin_evidence_below"], floor.standard
    percent = None if p_pass is None else percent_of(p_pass)
    facts = Passing(standard, percent, thin.value, is_falling)
    figures = (standard.read("score"),)
    return Step("pass-chance", "observed", facts, percent, "percent", figures)


def _pace(edition: Edition, answers: Answers, target: int, today: date) -> Pace | None:
    """From the last dated test, or today, to the exam."""
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
    facts = PaceBeside(pace, target, trend, growth)
    needed = Fraction(half_up(pace.needed * 10), 10)
    return Step("pace", "observed", facts, needed, "points a week", (growth.read("value"),))


def _delays(waiting: Waiting | None, season: Review | None) -> Iterator[Delay]:
    """Those of the later dates that are two and four weeks later."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is ahead of a student: where the tests lead, the verdict on it, and what waiting does.

    `missing` tells why there is no projection though tests were given: an id, else empty.
    """

    projection: Projection | None = None
    missing: str = ""
    plan: Plan | None = None
    verdict: Step | None = None
    goals: tuple[Goal, ...] = ()
    waiting: Waiting | None = None
    seasons: tuple[Season, ...] = ()


NOTHING_AHEAD = Outlook()


def outlook_of(
    edition: Edition,
    answers: Answers,
    target: int | None,
    floor: Floor,
    benchmark: Benchmark | None,
    today: date,
) -> Outlook:
    """Under an edition without a model there is no projection, and its reason."""
    projection, missing = _projection(edition, answers, today)
    if missing == "no-model":
        return Outlook(missing=missing)
    is_step2 = answers.exam == "step2ck"
    is_ahead = is_step2 and answers.situation != "scored"
    seasons = (
        seasons_of(edition, key_dates_of(edition, answers.specialty), today) if is_ahead else ()
    )
    waiting = None
    if projection and target is not None and answers.exam_date and answers.exam_date >= today:
        waiting = waiting_of(edition, projection, target, answers.exam_date, seasons)
    step = verdict_step(
        Case(
            edition=edition,
            answers=answers,
            today=today,
            floor=floor,
            target=target,
            projection=projection,
            waiting=waiting,
            seasons=seasons,
            attempts_left=attempts_left(edition, answers),
            center=benchmark.row.center_value if benchmark else None,
        )
    )
    line = Line(edition, benchmark.row, benchmark.row.center) if benchmark else None
    plan = None
    if projection:
        plan = plan_of(edition, answers, floor, projection, step.facts, waiting, today)
    return Outlook(
        projection=projection,
        missing=missing,
        plan=plan,
        verdict=step,
        goals=tuple(goals_of(edition, floor, line, projection)) if is_step2 else (),
        waiting=waiting,
        seasons=seasons,
    )


def _projection(edition: Edition, answers: Answers, today: date) -> tuple[Projection | None, str]:
    """Nothing once a score is known; where tests are given and none counts, why."""
    if answers.situation == "scored" or answers.exam != "step2ck" or not answers.readings:
        return None, ""
    if not has_model(edition):
        return None, "no-model"
    projection = project(edition, answers, exam_date=answers.exam_date, today=today)
    return projection, "" if projection else "after-exam"


def attempts_left(edition: Edition, answers: Answers) -> int | None:
    """After a failure; None where no attempt is dated."""
    if answers.situation != "failed" or not answers.attempt_dates:
        return None
    limit = edition.policies["attempt-limit"].number or 0
    return max(0, limit - len(answers.attempt_dates))
