"""A score in hand: where it stands, and what it leaves to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scores.engine.answers import Answers
from scores.engine.benchmark import Benchmark
from scores.engine.context import unmatched_row
from scores.engine.edition import Edition
from scores.engine.figures import Claim, MatchScore
from scores.engine.floor import Floor
from scores.engine.percentiles import percentile_step, tier_of, tier_step
from scores.engine.steps import Figure, Step
from scores.engine.vocabulary import IMG_GROUPS

Outcome = Literal["failing", "low", "passing"]


@dataclass(frozen=True, slots=True)
class AgainstFloor:
    """A score against the passing score, and against the safe pass above it."""

    exam: str
    score: int
    standard: int
    safe: int | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class AgainstOthers:
    """A score against those who matched, or a stand-in for them; or who did not match."""

    score: int
    row: MatchScore
    is_stand_in: bool = False


@dataclass(frozen=True, slots=True)
class Advised:
    """What an article advises, as it is recorded, with what stands against it."""

    claim: Claim


def standing_steps(
    edition: Edition, answers: Answers, floor: Floor, benchmark: Benchmark | None
) -> Iterator[Step]:
    """Everything that a reported score says by itself."""
    score = answers.actual_score
    if score is None:
        return
    yield _against_floor(edition, answers.exam, floor, score)
    percentile = percentile_step(edition, answers.exam, score)
    if percentile:
        yield percentile
    if answers.exam != "step2ck":
        return
    tier = tier_of(edition, score, floor.standard.score)
    if tier:
        yield tier_step(tier)
    if benchmark:
        row = benchmark.row
        facts = AgainstOthers(score, row, benchmark.rung.is_stand_in)
        yield _against("standing-matched", facts, "q1", row.center, "q3")
    unmatched = unmatched_row(edition, answers.specialty, answers.group)
    if unmatched:
        facts = AgainstOthers(score, unmatched)
        yield _against("standing-unmatched", facts, unmatched.center)
    yield from _what_helps(edition, answers.group, _outcome(floor, score))


def _outcome(floor: Floor, score: int) -> Outcome:
    if score < floor.standard.score:
        return "failing"
    return "low" if score < floor.safe else "passing"


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
    return Step(rule, "observed", facts, facts.score - row.center_value, "difference", figures)


def _what_helps(edition: Edition, group: str, outcome: Outcome) -> Iterator[Step]:
    names = {"failing": ["fail-retake"], "low": ["low-pass"], "passing": []}[outcome]
    if group in IMG_GROUPS and outcome != "failing":
        names += ["step3-img-early", "step3-compensates"]
    return (advice_step(edition.claims[name]) for name in names if name in edition.claims)


def advice_step(claim: Claim) -> Step:
    return Step(claim.slug, "advice", Advised(claim), figures=(claim.read("text"),))
