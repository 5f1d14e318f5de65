"""A result: everything a page shows of a student's answers, with its trace."""

from dataclasses import dataclass
from datetime import date

from scores.engine.aim import Aimed, aim_at, band_step, line_of, target_score, target_step
from scores.engine.answers import AIMS, Answers, AnswersRefused, problems_of
from scores.engine.attempts import attempt_steps
from scores.engine.benchmark import Benchmark, find_benchmark
from scores.engine.calendar import calendar_step
from scores.engine.context import (
    Advice,
    Chance,
    Other,
    advice_for,
    chances_for,
    other_figures,
    separation_step,
    unmatched_row,
)
from scores.engine.edition import Edition
from scores.engine.existing_score import standing_steps
from scores.engine.figures import Claim, MatchScore, PassRate
from scores.engine.floor import Floor, floor_on
from scores.engine.percentiles import (
    Percentile,
    distribution_steps,
    good_score_steps,
    percentile_step,
    tier_of,
    tier_step,
)
from scores.engine.plan import Plan, plan_for
from scores.engine.practice.projection import Projection, project
from scores.engine.steps import Step
from scores.engine.vocabulary import EXAMINEES


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The score to aim at in points, its band, and where it stands in the norms."""

    score: int
    low: int
    high: int
    without_factors: int
    aimed: Aimed
    benchmark: Benchmark
    percentile: Percentile | None
    percentile_low: int | None
    percentile_high: int | None
    tier: Claim | None
    is_small: bool
    """Whether fewer people than the house setting `small_n` carry the benchmark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    edition: Edition
    answers: Answers
    today: date
    """The day it was derived."""
    day: date
    """The day whose passing score applies: the exam date, or today."""
    floor: Floor
    target: Target | None
    steps: tuple[Step, ...]
    unmatched: MatchScore | None = None
    separation: Step | None = None
    others: tuple[Other, ...] = ()
    advice: tuple[Advice, ...] = ()
    chances: tuple[Chance, ...] = ()
    pass_rates: tuple[PassRate, ...] = ()
    projection: Projection | None = None
    plan: Plan | None = None
    standing: tuple[Step, ...] = ()
    """A score in hand, against everything recorded."""
    attempts: tuple[Step, ...] = ()
    """After a failure: attempts left, and when."""

    @property
    def basis(self) -> str:
        return self.target.benchmark.basis if self.target else "none"


def derive(edition: Edition, answers: Answers, *, today: date) -> Result:
    """The result of these answers. Raises AnswersRefused with what is wrong with them."""
    problems = problems_of(answers, edition, today)
    if problems:
        raise AnswersRefused(problems)
    day = answers.exam_date or today
    floor = floor_on(edition, answers.exam, day)
    if answers.exam != "step2ck":
        return _other_step(edition, answers, day, floor, today)
    specialty, group = answers.specialty, answers.group
    benchmark, ladder = find_benchmark(edition, specialty, group, answers.declined)
    steps = [*floor.steps, *ladder]
    target, used = None, None
    if benchmark is not None:
        target, more = _target(edition, answers, floor, benchmark)
        steps += more
        used = (benchmark.row, benchmark.row.center)
    rank = target.aimed.rank if target else AIMS[answers.aim].rank
    projection, plan = _projection(edition, answers, target, floor, today)
    return Result(
        edition=edition,
        answers=answers,
        today=today,
        day=day,
        floor=floor,
        target=target,
        steps=tuple(steps),
        unmatched=unmatched_row(edition, specialty, group),
        separation=separation_step(edition, specialty, group),
        others=tuple(other_figures(edition, specialty, used, rank, floor)),
        advice=tuple(advice_for(edition, specialty, group)),
        chances=tuple(chances_for(edition, specialty, group, target.score if target else None)),
        pass_rates=newest_pass_rates(edition, answers.exam, group),
        projection=projection,
        plan=plan,
        standing=_standing(edition, answers, floor, benchmark),
        attempts=_attempts(edition, answers, today, has_plan=plan is not None),
    )


def _projection(
    edition: Edition, answers: Answers, target: Target | None, floor: Floor, today: date
) -> tuple[Projection | None, Plan | None]:
    """Where the practice tests lead, and the gap to the target; nothing once a score is known."""
    if answers.situation == "scored":
        return None, None
    projection = project(answers.readings, edition, exam_date=answers.exam_date, today=today)
    if projection is None or target is None:
        return projection, None
    return projection, plan_for(edition, answers, target.score, floor, projection, today)


def _standing(
    edition: Edition, answers: Answers, floor: Floor, benchmark: Benchmark | None
) -> tuple[Step, ...]:
    if answers.situation != "scored":
        return ()
    return tuple(standing_steps(edition, answers, floor, benchmark))


def _attempts(
    edition: Edition, answers: Answers, today: date, *, has_plan: bool = False
) -> tuple[Step, ...]:
    """What the retake has to heed; the calendar too, where no plan tells of it."""
    if answers.situation != "failed":
        return ()
    steps = [*attempt_steps(edition, answers, today)]
    if answers.exam == "step2ck" and not has_plan:
        steps.append(calendar_step(edition, answers.specialty, answers.exam_date, today))
    return tuple(steps)


def _target(
    edition: Edition, answers: Answers, floor: Floor, benchmark: Benchmark
) -> tuple[Target, list[Step]]:
    line = line_of(edition, benchmark.row)
    aimed = aim_at(edition, benchmark, line, answers)
    band = band_step(benchmark, line, floor)
    steps = [*aimed.steps, target_step(aimed, floor), band]
    score = target_score(aimed.score, floor)
    standing = percentile_step(edition, answers.exam, score)
    if standing:
        steps.append(standing[0])
    tier = tier_of(edition, score, floor.standard.score)
    if tier:
        steps.append(tier_step(tier))
    target = Target(
        score=score,
        low=int(band.low or 0),
        high=int(band.high or 0),
        without_factors=target_score(aimed.without_factors, floor),
        aimed=aimed,
        benchmark=benchmark,
        percentile=standing[1] if standing else None,
        percentile_low=int(standing[0].low or 0) if standing else None,
        percentile_high=int(standing[0].high or 0) if standing else None,
        tier=tier,
        is_small=edition.is_small(benchmark.row.n),
    )
    return target, steps


def _other_step(edition: Edition, answers: Answers, day: date, floor: Floor, today: date) -> Result:
    """Step 1 and Step 3: the floor, norms and pass rates; no figure says which score matches."""
    steps = list(floor.steps)
    if floor.safe_pass is not None:
        steps += [
            *distribution_steps(edition, answers.exam),
            *good_score_steps(edition, answers.exam),
        ]
    return Result(
        edition=edition,
        answers=answers,
        today=today,
        day=day,
        floor=floor,
        target=None,
        steps=tuple(steps),
        pass_rates=newest_pass_rates(edition, answers.exam, answers.group),
        standing=_standing(edition, answers, floor, None),
        attempts=_attempts(edition, answers, today),
    )


def newest_pass_rates(edition: Edition, exam: str, group: str) -> tuple[PassRate, ...]:
    """The newest pass rates of the student's examinee group, or of every group."""
    rows = [row for row in edition.pass_rates if row.exam == exam]
    newest = max((row.year for row in rows), default="")
    examinees = EXAMINEES.get(group)
    return tuple(row for row in rows if row.year == newest and examinees in (None, row.examinees))
