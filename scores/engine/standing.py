"""A score in hand: where it stands, and what it leaves to do."""

from collections.abc import Iterator

from .answers import Answers
from .benchmark import Benchmark, say_people
from .beside import unmatched_row
from .edition import Edition
from .figures import Claim
from .floor import Floor
from .norms import percentile_step, tier_of, tier_step
from .steps import Figure, Step
from .vocabulary import EXAMS, IMG_GROUPS, STATISTICS


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
        yield _against_matched(edition, benchmark, score)
    yield from _against_unmatched(edition, answers, score)
    yield from _what_helps(edition, answers, floor, score)


def is_failing(floor: Floor, score: int) -> bool:
    return score < floor.standard.score


def is_low_pass(floor: Floor, score: int) -> bool:
    return floor.safe_pass is not None and floor.standard.score <= score < floor.safe_pass


def _against_floor(edition: Edition, answers: Answers, floor: Floor, score: int) -> Step:
    standard = floor.standard.score
    figures: tuple[Figure, ...] = (floor.standard.read("score"),)
    if is_failing(floor, score):
        says = f"{score} is below the pass mark of {standard}: this attempt did not pass."
    elif is_low_pass(floor, score):
        says = (
            f"{score} passes, by {score - standard} points, and lies below the safe pass of "
            f"{floor.safe_pass}. A passed {EXAMS[answers.exam]} can generally not be retaken."
        )
        figures += (edition.policies["retake-passed"].read("text"),)
    else:
        says = f"{score} passes, {score - standard} points above the mark of {standard}."
    return Step(
        "standing-floor",
        "Against the pass mark",
        "rule",
        says,
        score - standard,
        "difference",
        figures,
    )


def _against_matched(edition: Edition, benchmark: Benchmark, score: int) -> Step:
    row = benchmark.row
    center = row.center_value
    says = (
        f"{score} lies {_apart(score - center)} the {STATISTICS[row.center]}, {center}, of "
        f"{say_people(edition, row)}{_quarter(row.q1, row.q3, score)}."
    )
    if benchmark.rung.is_stand_in:
        says += " They are a stand-in: your own group has no figure here."
    figures = [row.read(name) for name in ("q1", row.center, "q3") if getattr(row, name)]
    return Step(
        "standing-matched",
        "Against those who matched",
        "observed",
        says,
        score - center,
        "difference",
        tuple(figures),
    )


def _apart(points: int) -> str:
    if points == 0:
        return "at"
    return f"{abs(points)} point{'s' * (abs(points) > 1)} {'above' if points > 0 else 'below'}"


def _quarter(q1: int | None, q3: int | None, score: int) -> str:
    if q1 is None or q3 is None:
        return ""
    if score < q1:
        return f"; three quarters of them scored more than that ({q1} or more)"
    if score > q3:
        return f"; three quarters of them scored less than that ({q3} or less)"
    return f"; it is within their middle half ({q1} to {q3})"


def _against_unmatched(edition: Edition, answers: Answers, score: int) -> Iterator[Step]:
    row = unmatched_row(edition, answers.specialty, answers.group)
    if row is None:
        return
    apart = score - row.center_value
    says = (
        f"{score} lies {_apart(apart)} the {STATISTICS[row.center]}, {row.center_value}, of "
        f"{say_people(edition, row)}."
    )
    yield Step(
        "standing-unmatched",
        "Against those who did not match",
        "observed",
        says,
        apart,
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
    """What an article advises, as it is recorded, with what stands against it."""
    says = f"{claim.text[0].upper()}{claim.text[1:]}."
    if claim.resolution:
        says += f" ({claim.resolution})"
    if claim.id == "step3-img-early":
        says += " Check its prerequisites with the examining body."
    return Step(claim.id, claim.subject, "advice", says, figures=(claim.read("text"),))
