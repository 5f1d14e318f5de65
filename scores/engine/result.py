"""A result: everything a page shows for a student's answers, with its trace."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from scores.engine.aim import Aimed, aim_at, band_step, line_of, target_score, target_step
from scores.engine.answers import (
    AIMS,
    JUST_PASS,
    Answers,
    AnswersRefused,
    counting_failure,
    problems_of,
)
from scores.engine.application import application_steps
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
from scores.engine.edition import Edition, kept
from scores.engine.existing_score import standing_steps
from scores.engine.figures import Claim, MatchScore, PassRate
from scores.engine.floor import Floor, floor_on
from scores.engine.match.shares import match_at_target, match_of
from scores.engine.outlook import NOTHING_AHEAD, Outlook, outlook_of
from scores.engine.percentiles import (
    NormStanding,
    distribution_steps,
    good_score_steps,
    percentile_step,
    tier_of,
    tier_step,
)
from scores.engine.steps import Number, Step
from scores.engine.vocabulary import EXAMINEES


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The score to aim at, in points, with its band."""

    score: int
    low: int
    high: int
    without_factors: int
    aimed: Aimed
    benchmark: Benchmark
    standing: NormStanding | None
    """The target's percentile in the newest norms."""
    tier: Claim | None
    is_small: bool
    """Whether the benchmark has fewer people than the house setting `small_n`."""


@dataclass(frozen=True, slots=True)
class Result:
    edition: Edition
    answers: Answers
    today: date
    """The day as of which the result is derived."""
    day: date
    """The day whose passing score applies: the exam date, else today."""
    floor: Floor
    steps: tuple[Step, ...]
    pass_rates: tuple[PassRate, ...]
    target: Target | None = None
    unmatched: MatchScore | None = None
    separation: Step | None = None
    others: tuple[Other, ...] = ()
    advice: tuple[Advice, ...] = ()
    chances: tuple[Chance, ...] = ()
    application: tuple[Step, ...] = ()
    """Other facts about applying to the specialty."""
    outlook: Outlook = NOTHING_AHEAD
    standing: tuple[Step, ...] = ()
    """A score in hand compared with everything recorded."""
    attempts: tuple[Step, ...] = ()
    """After a failure: the attempts left, and when the next is possible."""

    @property
    def basis(self) -> str:
        return self.target.benchmark.basis if self.target else "none"

    @property
    def goal(self) -> int | None:
        """The target, or the safe pass if the aim is just to pass; None if there is none."""
        if self.answers.aim == JUST_PASS:
            return self.floor.safe_pass
        return self.target.score if self.target else None


def derive(edition: Edition, answers: Answers, *, today: date) -> Result:
    """The result of these answers. Raises AnswersRefused with their problems."""
    refuse_wrong(edition, answers, today)
    result = _begun(edition, answers, today)
    floor = result.floor
    if answers.exam == "step2ck" and answers.aim != JUST_PASS:
        result = _with_context(_aimed(result))
    elif answers.exam != "step2ck" and floor.safe_pass is not None:  # no figure says who matches
        norms = distribution_steps(edition, answers.exam)
        good = good_score_steps(edition, answers.exam)
        result = replace(result, steps=(*floor.steps, *norms, *good))
    benchmark = result.target.benchmark if result.target else None
    outlook = outlook_of(edition, answers, result.goal, floor, benchmark, today)
    result = replace(result, outlook=outlook)
    if answers.situation == "scored":
        standing = tuple(standing_steps(edition, answers, floor, benchmark))
        return replace(result, standing=standing)
    return replace(result, attempts=tuple(_attempts(result)))


def derive_target(edition: Edition, answers: Answers, *, today: date) -> Result:
    """A result for Step 2 CK with only the target and the chance of matching.

    For many results at once. The caller has checked the answers with `refuse_wrong`.
    """
    result = _begun(edition, answers, today)
    if answers.aim != JUST_PASS:
        result = _aimed(result)
    cell, standard = (answers.specialty, answers.group), result.floor.standard.score
    if answers.situation == "scored" and answers.actual_score is not None:
        score = answers.actual_score
        match = match_of(edition, cell, standard, target=result.goal, score=score)
    else:
        match = match_at_target(edition, cell, standard, result.goal)
    return replace(result, outlook=replace(NOTHING_AHEAD, match=match))


def refuse_wrong(edition: Edition, answers: Answers, today: date) -> None:
    """Raises AnswersRefused with the problems in the answers, if there are any."""
    problems = problems_of(answers, edition, today)
    if problems:
        raise AnswersRefused(problems)


def _begun(edition: Edition, answers: Answers, today: date) -> Result:
    day = answers.exam_date or today
    floor = floor_on(edition, answers.exam, day)
    rates = newest_pass_rates(edition, answers.exam, answers.group)
    return Result(edition, answers, today, day, floor, floor.steps, rates)


def _aimed(result: Result) -> Result:
    """The result with its target, if there is a benchmark."""
    edition, floor, answers = result.edition, result.floor, counting_failure(result.answers)
    if answers.factors or answers.declined:
        target, steps = _target_with_steps(edition, answers, floor)
    else:
        cell, since = (answers.specialty, answers.group), floor.standard.effective_from
        target, steps = _plain_target(edition, cell, answers.aim, since)
    return replace(result, target=target, steps=steps)


@kept
def _plain_target(
    edition: Edition, cell: tuple[str, str], aim: str, since: date
) -> tuple[Target | None, tuple[Step, ...]]:
    """The target without factors or declined evidence, by the passing score in force `since`."""
    answers = Answers(specialty=cell[0], group=cell[1], aim=aim)
    return _target_with_steps(edition, answers, floor_on(edition, answers.exam, since))


def _target_with_steps(
    edition: Edition, answers: Answers, floor: Floor
) -> tuple[Target | None, tuple[Step, ...]]:
    """The target and its steps; the target is None without a benchmark."""
    benchmark, ladder = find_benchmark(edition, answers.specialty, answers.group, answers.declined)
    if benchmark is None:
        return None, (*floor.steps, *ladder)
    target, more = _target(edition, answers, floor, benchmark)
    return target, (*floor.steps, *ladder, *more)


def _with_context(result: Result) -> Result:
    edition, answers, floor, target = result.edition, result.answers, result.floor, result.target
    specialty, group = answers.specialty, answers.group
    used, score = None, None
    rank: Number = AIMS[answers.aim]
    if target is not None:
        row = target.benchmark.row
        used, rank, score = (row, row.center), target.aimed.rank, target.score
    if answers.situation == "scored":  # once a score is known, its own band counts
        score = answers.actual_score
    return replace(
        result,
        unmatched=unmatched_row(edition, specialty, group),
        separation=separation_step(edition, specialty, group),
        others=tuple(other_figures(edition, specialty, used, rank, floor)),
        advice=advice_for(edition, specialty, group),
        chances=tuple(chances_for(edition, specialty, group, score)),
        application=application_steps(edition, specialty, group),
    )


def _attempts(result: Result) -> Iterator[Step]:
    """The steps about a retake, with the calendar unless the plan has it."""
    edition, answers, today = result.edition, result.answers, result.today
    if answers.situation == "failed":
        yield from attempt_steps(edition, answers, today)
        if answers.exam == "step2ck" and answers.specialty and not result.outlook.plan:
            yield calendar_step(edition, answers.specialty, answers.exam_date, today)


def _target(
    edition: Edition, answers: Answers, floor: Floor, benchmark: Benchmark
) -> tuple[Target, list[Step]]:
    line = line_of(edition, benchmark)
    aimed = aim_at(edition, line, answers)
    band = band_step(benchmark, line, floor)
    score = target_score(aimed.score, floor)
    standing = percentile_step(edition, answers.exam, score)
    tier = tier_of(edition, score, floor.standard.score)
    target = Target(
        score=score,
        low=band.facts.low,
        high=band.facts.high,
        without_factors=target_score(aimed.without_factors, floor),
        aimed=aimed,
        benchmark=benchmark,
        standing=standing.facts if standing else None,
        tier=tier,
        is_small=edition.is_small(benchmark.row.n),
    )
    steps = [*aimed.steps, target_step(aimed, floor), band, standing, tier and tier_step(tier)]
    return target, [step for step in steps if step]


@kept
def newest_pass_rates(edition: Edition, exam: str, group: str) -> tuple[PassRate, ...]:
    """The newest pass rates of the student's examinee group, or of all without a group."""
    rows = [row for row in edition.pass_rates if row.exam == exam]
    newest = max((row.year for row in rows), default="")
    examinees = EXAMINEES.get(group)
    return tuple(row for row in rows if row.year == newest and examinees in (None, row.examinees))
