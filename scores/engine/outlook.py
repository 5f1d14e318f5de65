"""A student's outlook: projection, verdict, waiting, plan, and the four goals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from statistics import fmean
from typing import NamedTuple

from scores.engine.aim import Line, aim_at, line_of, target_score
from scores.engine.answers import AIMS, JUST_PASS, Answers, counting_failure
from scores.engine.benchmark import Benchmark
from scores.engine.edition import Edition
from scores.engine.figures import NormTable
from scores.engine.floor import Floor
from scores.engine.match.curve import Estimate
from scores.engine.match.shares import Match, match_of
from scores.engine.percentiles import Percentile, newest_norms, percentile_in
from scores.engine.plan import Plan, plan_of
from scores.engine.practice.projection import Projection, project
from scores.engine.practice.readings import has_model
from scores.engine.reasons import reasons_of
from scores.engine.seasons import Season, key_dates_of, seasons_of
from scores.engine.steps import Step, in_points
from scores.engine.verdict import Case, verdict_step
from scores.engine.waiting import Waiting, waiting_of

CLEARANCE = 5
"""Least distance in points between a mark and either end of the scale."""

SCALE = range(210, 281)
"""The scores that an outlook always covers; marks outside widen it."""


class AtScore(NamedTuple):
    """A score's percentile, the share who matched with it, and the chance of reaching it."""

    score: int
    percentile: Percentile | None
    share: Estimate | None
    p_reach: float | None


@dataclass(frozen=True, slots=True)
class Goal:
    """One of the four aims and what is known of its score."""

    aim: str
    at: AtScore


@dataclass(frozen=True, slots=True)
class Known:
    """The sources for what is known of any score."""

    norms: NormTable | None
    match: Match | None
    projection: Projection | None

    def at(self, score: int) -> AtScore:
        return AtScore(
            score,
            percentile_in(self.norms, score) if self.norms else None,
            self.match.at(score) if self.match else None,
            self.projection.chance_of(score) if self.projection else None,
        )

    def along(self, marks: Iterable[int]) -> Iterator[AtScore]:
        """What is known of each score of the scale that covers the marks."""
        return map(self.at, scale_of(marks))


def scale_of(marks: Iterable[int]) -> range:
    """The scores of SCALE, extended by tens until every mark has its clearance."""
    marks = list(marks) or [SCALE[0]]
    low, high = (min(marks) - CLEARANCE) // 10 * 10, -(-(max(marks) + CLEARANCE) // 10) * 10
    return range(min(low, SCALE[0]), max(high, SCALE[-1]) + 1)


def goals_of(
    edition: Edition, answers: Answers, floor: Floor, line: Line | None, known: Known
) -> Iterator[Goal]:
    """Just pass, in range, typical and strong; only the first if `line` is None.

    Factors move the last three as they move the target.
    """
    scores = {JUST_PASS: floor.safe_pass or floor.standard.score}
    if line:
        counted = counting_failure(answers)
        for name in AIMS:
            aimed = aim_at(edition, line, replace(counted, aim=name))
            scores[name] = target_score(aimed.score, floor)
    return (Goal(name, known.at(score)) for name, score in scores.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A student's outlook: the projection, the verdict on it, and what waiting does.

    `missing` is why there is no projection although tests were given: `no-model`, `after-exam`, or
    empty.
    """

    projection: Projection | None = None
    missing: str = ""
    plan: Plan | None = None
    verdict: Step | None = None
    goals: tuple[Goal, ...] = ()
    known: Known | None = None
    marks: tuple[int, ...] = ()
    """The student's own scores, which the scale covers."""
    match: Match | None = None
    waiting: Waiting | None = None
    seasons: tuple[Season, ...] = ()

    def scale(self) -> Iterator[AtScore]:
        """What is known of each score; computed on demand because not every caller needs it."""
        return self.known.along(self.marks) if self.known else iter(())


NOTHING_AHEAD = Outlook()


def outlook_of(
    edition: Edition,
    answers: Answers,
    target: int | None,
    floor: Floor,
    benchmark: Benchmark | None,
    today: date,
) -> Outlook:
    """The outlook; what does not apply to the answers or is not in the edition stays empty."""
    projection, missing = _projection(edition, answers, today)
    is_step2 = answers.exam == "step2ck"
    is_ahead = is_step2 and answers.situation != "scored"
    seasons = (
        seasons_of(edition, key_dates_of(edition, answers.specialty), today) if is_ahead else ()
    )
    match = None
    if is_step2:
        match = match_of(
            edition,
            (answers.specialty, answers.group),
            floor.standard.score,
            target=target,
            score=answers.actual_score if answers.situation == "scored" else None,
            projection=None if projection is None else projection.normal,
        )
    waiting = None
    if projection and target is not None and answers.exam_date and answers.exam_date >= today:
        waiting = waiting_of(edition, projection, target, answers.exam_date, seasons, match)
    line = line_of(edition, benchmark) if benchmark else None
    step = verdict_step(
        Case(
            edition=edition,
            answers=answers,
            today=today,
            floor=floor,
            target=target,
            projection=projection,
            plain_level=plain_level(edition, answers, today) if missing == "no-model" else None,
            waiting=waiting,
            seasons=seasons,
            attempts_left=attempts_left(edition, answers),
            reasons=reasons_of(
                edition,
                answers,
                today,
                benchmark=benchmark,
                match=match,
                projection=projection,
            ),
        )
    )
    known = Known(newest_norms(edition, answers.exam), match, projection)
    marks = tuple(_marks(target, answers, projection))
    plan = None
    if projection:
        plan = plan_of(edition, answers, floor, projection, step.facts, waiting, today)
    return Outlook(
        projection=projection,
        missing=missing,
        plan=plan,
        verdict=step,
        goals=tuple(goals_of(edition, answers, floor, line, known)) if is_step2 else (),
        known=known if is_step2 else None,
        marks=marks,
        match=match,
        waiting=waiting,
        seasons=seasons,
    )


def _marks(target: int | None, answers: Answers, projection: Projection | None) -> Iterator[int]:
    """The student's own scores, which the scale covers."""
    if target is not None:
        yield target
    if answers.actual_score is not None:
        yield answers.actual_score
    if projection:
        yield from (in_points(end) for end in (projection.low, projection.high))


def _projection(edition: Edition, answers: Answers, today: date) -> tuple[Projection | None, str]:
    """The projection, or None and the reason; the reason is empty if none is expected."""
    if answers.situation == "scored" or answers.exam != "step2ck" or not answers.readings:
        return None, ""
    if not has_model(edition):
        return None, "no-model"
    projection = project(edition, answers, exam_date=answers.exam_date, today=today)
    return projection, "" if projection else "after-exam"


def plain_level(edition: Edition, answers: Answers, today: date) -> float | None:
    """The mean of the three-digit tests with a known offset, for editions without a model."""
    day = answers.exam_date or today
    tests = edition.practice_tests
    levels = [
        float(each.score + offset)
        for each in answers.readings
        if each.taken is None or each.taken <= day
        if (offset := tests[each.test].offset) is not None and tests[each.test].unit == "score"
    ]
    return fmean(levels) if levels else None


def attempts_left(edition: Edition, answers: Answers) -> int | None:
    """Attempts left once the exam was taken; None if no attempt is dated."""
    if answers.situation == "planning" or not answers.attempt_dates:
        return None
    limit = edition.policies["attempt-limit"].number or 0
    return max(0, limit - len(answers.attempt_dates))
