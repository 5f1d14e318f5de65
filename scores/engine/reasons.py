"""The facts that a verdict's sentence names besides scores and chances."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from scores.engine.aim import line_of
from scores.engine.answers import AIMS, Answers
from scores.engine.application import EarlyRate, application_steps
from scores.engine.attempts import NextAttempt, next_attempt
from scores.engine.benchmark import Benchmark
from scores.engine.context import Chance, chances_for
from scores.engine.edition import Edition
from scores.engine.existing_score import marks_of
from scores.engine.figures import (
    EarlyMatchRate,
    MatchScore,
    PassingStandard,
    PassRate,
    Policy,
    ScoreDistribution,
    Specialty,
    SpecialtyMatchRate,
)
from scores.engine.match.shares import Match, Share
from scores.engine.percentiles import Percentile, first_takers, newest_norms, percentile_in
from scores.engine.practice.projection import Course, Projection
from scores.engine.seasons import key_dates_of, next_review
from scores.engine.steps import Figure
from scores.engine.vocabulary import EXAMINEES


@dataclass(frozen=True, slots=True)
class AtRank:
    """The score at the rank aimed at, of those who matched or of a stand-in.

    `shift` is the points added to a stand-in's scores.
    """

    score: int
    row: MatchScore
    is_stand_in: bool
    shift: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """A field is None or empty if it does not apply or is not recorded."""

    specialty: Specialty | None = None
    at_rank: AtRank | None = None
    center: int | None = None
    """The center of those who matched, or of a stand-in, in points."""
    share: Share | None = None
    """The estimated share who matched with the score in hand, else with the target."""
    band: Chance | None = None
    """The recorded match rate of the score band of a score in hand."""
    rate: SpecialtyMatchRate | None = None
    early: EarlyMatchRate | None = None
    """The match rate of a specialty with its own Match."""
    percentile: Percentile | None = None
    """The percentile of a score in hand."""
    fell: Course | None = None
    next_attempt: NextAttempt | None = None
    reports: tuple[Policy, ...] = ()
    """How long a score usually takes to arrive, and how long to allow, once the exam is taken."""
    marks: tuple[PassingStandard, ...] = ()
    """Every passing score of the exam, oldest first."""
    pass_rates: tuple[PassRate, ...] = ()
    takers: ScoreDistribution | None = None
    review: date | None = None
    """When programs may next review applications."""

    @property
    def figures(self) -> Iterator[Figure]:
        if self.band and not self.share:
            yield self.band.figure
        if self.rate and not (self.share or self.band):
            yield from (self.rate.read(name) for name in ("matched", "ranked_first"))
        if self.early:
            yield self.early.read("percent")
        for row in self.pass_rates:
            yield row.read("percent")
        if self.percentile:
            yield from self.percentile.figures
        if self.takers:
            yield self.takers.read("mean")


def reasons_of(
    edition: Edition,
    answers: Answers,
    today: date,
    *,
    benchmark: Benchmark | None,
    match: Match | None,
    projection: Projection | None,
) -> Reasons:
    reasons = Reasons(
        specialty=edition.specialties.get(answers.specialty),
        at_rank=_at_rank(edition, answers, benchmark),
        center=benchmark.row.center_value + benchmark.shift if benchmark else None,
        share=_share(match),
        rate=match.rate if match else None,
        early=_early(edition, answers) if benchmark is None else None,
        fell=_fell(projection),
    )
    if answers.exam != "step2ck":
        return _of_another_exam(reasons, edition, answers, today)
    if answers.situation == "scored" and answers.actual_score is not None:
        return _of_a_score(reasons, edition, answers, answers.actual_score)
    if answers.situation == "failed" and answers.attempt_dates:
        return replace(reasons, next_attempt=next_attempt(edition, answers, today)[0])
    if answers.situation == "planning" and answers.exam_date and answers.exam_date < today:
        policies = (edition.policies[f"report-{name}"] for name in ("typical", "safe"))
        return replace(reasons, reports=tuple(policies))
    return reasons


def _at_rank(edition: Edition, answers: Answers, benchmark: Benchmark | None) -> AtRank | None:
    if benchmark is None or answers.aim not in AIMS:
        return None
    score, _ = line_of(edition, benchmark).at(AIMS[answers.aim])
    return AtRank(ceil(score), benchmark.row, benchmark.rung.is_stand_in, benchmark.shift)


def _share(match: Match | None) -> Share | None:
    """The share with the score in hand, else with the target; None without an estimate."""
    shares = match.shares if match else {}
    share = shares.get("at_score") or shares.get("at_target")
    return share if share and share.estimate else None


def _early(edition: Edition, answers: Answers) -> EarlyMatchRate | None:
    steps = application_steps(edition, answers.specialty, answers.group)
    return next((step.facts.row for step in steps if isinstance(step.facts, EarlyRate)), None)


def _fell(projection: Projection | None) -> Course | None:
    steps = projection.steps if projection and projection.is_falling else ()
    return next((step.facts for step in steps if isinstance(step.facts, Course)), None)


def _of_a_score(reasons: Reasons, edition: Edition, answers: Answers, score: int) -> Reasons:
    norms = newest_norms(edition, answers.exam)
    chances = chances_for(edition, answers.specialty, answers.group, score)
    return replace(
        reasons,
        band=next((each for each in chances if each.scope == "score band"), None),
        percentile=percentile_in(norms, score) if norms else None,
        marks=tuple(marks_of(edition, answers.exam)),
    )


def _of_another_exam(reasons: Reasons, edition: Edition, answers: Answers, today: date) -> Reasons:
    review = next_review(edition, key_dates_of(edition, answers.specialty), today)
    score, norms = answers.actual_score, newest_norms(edition, answers.exam)
    is_scored = answers.situation == "scored" and score is not None
    return replace(
        reasons,
        pass_rates=tuple(_first_attempts(edition, answers)),
        takers=first_takers(edition, answers.exam),
        percentile=percentile_in(norms, score) if norms and is_scored and score else None,
        review=review.event.day if review else None,
    )


def _first_attempts(edition: Edition, answers: Answers) -> Iterator[PassRate]:
    """Newest first-attempt rates of the student's examinee group, else of US MD and non-US."""
    rows = [row for row in edition.pass_rates if (row.exam, row.attempt) == (answers.exam, "first")]
    newest = max((row.year for row in rows), default="")
    own = EXAMINEES.get(answers.group)
    whom = (own,) if own else (EXAMINEES["us-md-senior"], EXAMINEES["non-us-img"])
    return (row for name in whom for row in rows if (row.year, row.examinees) == (newest, name))
