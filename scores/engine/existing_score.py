"""A score in hand compared with everything recorded, and advice on what to do next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scores.engine.answers import Answers
from scores.engine.benchmark import Benchmark
from scores.engine.context import unmatched_row
from scores.engine.edition import Edition
from scores.engine.figures import Claim, MatchScore, PassingStandard
from scores.engine.floor import Floor
from scores.engine.percentiles import percentile_step, tier_of, tier_step
from scores.engine.steps import Figure, Step
from scores.engine.vocabulary import IMG_GROUPS

Outcome = Literal["failing", "low", "passing"]


@dataclass(frozen=True, slots=True)
class AgainstFloor:
    """A score compared with the passing score and the safe pass."""

    exam: str
    score: int
    standard: int
    safe: int | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class AgainstOthers:
    """A score compared with those who matched (or a stand-in), or with those who did not.

    `shift` is the points added to a stand-in's scores.
    """

    score: int
    row: MatchScore
    is_stand_in: bool = False
    shift: int = 0

    @property
    def center(self) -> int:
        return self.row.center_value + self.shift


@dataclass(frozen=True, slots=True)
class Advised:
    """An article's advice as recorded; the claim's `resolution` says what holds instead."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class ByDate:
    """A score that passed before the day `until` but would not pass today.

    `passed` is the highest mark it reaches, `since` are the marks it misses, the oldest first.
    """

    score: int
    until: date | None
    passed: int
    since: tuple[int, ...]


def standing_steps(
    edition: Edition, answers: Answers, floor: Floor, benchmark: Benchmark | None
) -> Iterator[Step]:
    """Steps that compare a reported score with everything recorded; none without a score."""
    score = answers.actual_score
    if score is None:
        return
    lacks_date = needs_date(edition, answers, floor)
    if lacks_date:
        yield _by_date(edition, answers, score)
    else:
        yield _against_floor(edition, answers.exam, floor, score)
    percentile = percentile_step(edition, answers.exam, score)
    if percentile:
        yield percentile
    if answers.exam != "step2ck":
        return
    tier = tier_of(edition, score, floor.standard.score)
    if tier:
        yield tier_step(tier)
    yield from _against_people(edition, answers, benchmark, score)
    if not lacks_date:
        yield from _what_helps(edition, answers.group, _outcome(floor, score))


def _against_people(
    edition: Edition, answers: Answers, benchmark: Benchmark | None, score: int
) -> Iterator[Step]:
    """The score compared with those who matched and those who did not."""
    if benchmark:
        row = benchmark.row
        facts = AgainstOthers(score, row, benchmark.rung.is_stand_in, benchmark.shift)
        yield _against("standing-matched", facts, "q1", row.center, "q3")
    unmatched = unmatched_row(edition, answers.specialty, answers.group)
    if unmatched:
        facts = AgainstOthers(score, unmatched)
        yield _against("standing-unmatched", facts, unmatched.center)


def _outcome(floor: Floor, score: int) -> Outcome:
    if score < floor.standard.score:
        return "failing"
    return "low" if score < floor.safe else "passing"


def needs_date(edition: Edition, answers: Answers, floor: Floor) -> bool:
    """Whether the exam date is needed to know if a score passed, as marks rose over the years."""
    oldest, score = edition.settings.get("old_score_from"), answers.actual_score
    if oldest is None or score is None or answers.exam_date:
        return False
    is_scored = (answers.exam, answers.situation) == ("step2ck", "scored")
    return is_scored and oldest.value <= score < floor.standard.score


def passed_until(edition: Edition, answers: Answers) -> date | None:
    """The first day on which the score in hand no longer passed; None if it still passes."""
    score = answers.actual_score or 0
    higher = [row for row in marks_of(edition, answers.exam) if row.score > score]
    return higher[0].effective_from if higher else None


def marks_of(edition: Edition, exam: str) -> list[PassingStandard]:
    """Every passing score of an exam, oldest first."""
    rows = [row for row in edition.passing_standards if row.exam == exam]
    return sorted(rows, key=lambda row: row.effective_from)


def _by_date(edition: Edition, answers: Answers, score: int) -> Step:
    """Until when the score passed, and the marks since then that it misses."""
    marks = marks_of(edition, answers.exam)
    since = tuple(row.score for row in marks if row.score > score)
    passed = max((row.score for row in marks if row.score <= score), default=0)
    facts = ByDate(score, passed_until(edition, answers), passed, since)
    return Step("standing-floor", "rule", facts, figures=tuple(row.read("score") for row in marks))


def _against_floor(edition: Edition, exam: str, floor: Floor, score: int) -> Step:
    standard, outcome = floor.standard, _outcome(floor, score)
    figures: tuple[Figure, ...] = (standard.read("score"),)
    if outcome == "low":
        figures += (edition.policies["retake-passed"].read("text"),)
    facts = AgainstFloor(exam, score, standard.score, floor.safe_pass, outcome)
    return Step("standing-floor", "rule", facts, score - standard.score, "difference", figures)


def _against(rule: str, facts: AgainstOthers, *statistics: str) -> Step:
    row = facts.row
    figures = tuple(row.read(name) for name in statistics if getattr(row, name))
    return Step(rule, "observed", facts, facts.score - facts.center, "difference", figures)


def _what_helps(edition: Edition, group: str, outcome: Outcome) -> Iterator[Step]:
    names = {"failing": ["fail-retake"], "low": ["low-pass"], "passing": []}[outcome]
    if group in IMG_GROUPS and outcome != "failing":
        names += ["step3-img-early", "step3-compensates"]
    return (advice_step(edition.claims[name]) for name in names if name in edition.claims)


def advice_step(claim: Claim) -> Step:
    return Step(claim.slug, "advice", Advised(claim), figures=(claim.read("text"),))
