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


@dataclass(frozen=True, slots=True)
class AgainstFloor:
    """A score against the passing score, and against the safe pass above it."""

    exam: str
    score: int
    standard: int
    safe: int | None
    outcome: Literal["failing", "low", "passing"]


@dataclass(frozen=True, slots=True)
class AgainstMatched:
    """A score against those who matched, or a stand-in for them."""

    score: int
    row: MatchScore
    is_stand_in: bool


@dataclass(frozen=True, slots=True)
class AgainstUnmatched:
    score: int
    row: MatchScore


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
    yield _against_floor(edition, answers, floor, score)
    percentile = percentile_step(edition, answers.exam, score)
    if percentile:
        yield percentile[0]
    if answers.exam != "step2ck":
        return
    tier = tier_of(edition, score, floor.standard.score)
    if tier:
        yield tier_step(tier)
    if benchmark:
        yield _against_matched(benchmark, score)
    yield from _against_unmatched(edition, answers, score)
    yield from _what_helps(edition, answers, floor, score)


def is_failing(floor: Floor, score: int) -> bool:
    return score < floor.standard.score


def is_low_pass(floor: Floor, score: int) -> bool:
    return floor.safe_pass is not None and floor.standard.score <= score < floor.safe_pass


def _against_floor(edition: Edition, answers: Answers, floor: Floor, score: int) -> Step:
    standard = floor.standard.score
    figures: tuple[Figure, ...] = (floor.standard.read("score"),)
    outcome: Literal["failing", "low", "passing"] = "passing"
    if is_failing(floor, score):
        outcome = "failing"
    elif is_low_pass(floor, score):
        outcome = "low"
        figures += (edition.policies["retake-passed"].read("text"),)
    facts = AgainstFloor(answers.exam, score, standard, floor.safe_pass, outcome)
    return Step("standing-floor", "rule", facts, score - standard, "difference", figures)


def _against_matched(benchmark: Benchmark, score: int) -> Step:
    row = benchmark.row
    return Step(
        "standing-matched",
        "observed",
        AgainstMatched(score, row, benchmark.rung.is_stand_in),
        score - row.center_value,
        "difference",
        tuple(row.read(name) for name in ("q1", row.center, "q3") if getattr(row, name)),
    )


def _against_unmatched(edition: Edition, answers: Answers, score: int) -> Iterator[Step]:
    row = unmatched_row(edition, answers.specialty, answers.group)
    if row is not None:
        yield Step(
            "standing-unmatched",
            "observed",
            AgainstUnmatched(score, row),
            score - row.center_value,
            "difference",
            (row.read(row.center),),
        )


def _what_helps(edition: Edition, answers: Answers, floor: Floor, score: int) -> Iterator[Step]:
    names = []
    if is_failing(floor, score):
        names.append("fail-retake")
    elif is_low_pass(floor, score):
        names.append("low-pass")
    if answers.group in IMG_GROUPS and not is_failing(floor, score):
        names += ["step3-img-early", "step3-compensates"]
    for name in names:
        if name in edition.claims:
            yield advice_step(edition.claims[name])


def advice_step(claim: Claim) -> Step:
    return Step(claim.slug, "advice", Advised(claim), figures=(claim.read("text"),))
