"""A score in hand: in the norms, against those who matched, and after a failed attempt."""

from scores.engine.attempts import Attempts, NextAttempt
from scores.engine.existing_score import Advised, AgainstFloor, AgainstOthers, ByDate
from scores.engine.figures import ScoreDistribution
from scores.engine.percentiles import (
    ClaimedTier,
    GoodScore,
    NormStanding,
    Percentile,
    Tier,
)
from scores.engine.vocabulary import EXAMS, STANDINGS, STATISTICS
from scores.wording.rows import people_counted
from scores.wording.said import Words, said
from scores.wording.values import (
    percentile_text,
    say_day,
    say_rank,
    say_span,
    sentence_case,
    signed,
)


def say_percentile(percentile: Percentile) -> str:
    return percentile_text(percentile.value)


@said.register
def _(facts: NormStanding) -> Words:
    table = facts.here.table
    how = " (between recorded points)" if facts.here.is_interpolated else ""
    return Words(
        "Percentile",
        f"{facts.score} is {say_rank(say_percentile(facts.here))} percentile{how} of "
        f"{table.population}, tested {say_span(table.window_from, table.window_to)}. "
        f"±1 SEM ({facts.sem.points} points): "
        f"{say_percentile(facts.low)} to {say_percentile(facts.high)}.",
    )


@said.register
def _(facts: Tier) -> Words:
    if facts.id == "passing":
        says = "Passing, below the competitive tier of the one article whose bands are still valid."
    else:
        says = f"{sentence_case(facts.id)}, which one article begins at {facts.claim.low}."
    return Words("Tier", says)


@said.register
def _(facts: ClaimedTier) -> Words:
    claim = facts.claim
    says = sentence_case(claim.text)
    if claim.standing != "advice":
        says += f" ({STANDINGS[claim.standing]})"
    if claim.resolution:
        says += f": {claim.resolution}"
    return Words(claim.subject, f"{says}.")


@said.register
def _(row: ScoreDistribution) -> Words:
    says = f"First-takers of {row.period} averaged {row.mean}, with an SD of {row.sd}."
    return Words("Norms", says)


@said.register
def _(facts: GoodScore) -> Words:
    says = f"One article calls a score above {facts.score} good."
    if facts.standing:
        says += f" {said(facts.standing).says}"
    return Words("A good score", says)


@said.register
def _(facts: ByDate) -> Words:
    until = say_day(facts.until) if facts.until else "today"
    since = " and ".join(map(str, facts.since))
    return Words(
        "Against the passing score",
        f"{facts.score} passed if you took it before {until} (passing was {facts.passed}); not "
        f"since ({since}).",
    )


@said.register
def _(facts: AgainstFloor) -> Words:
    score, standard = facts.score, facts.standard
    if facts.outcome == "failing":
        says = f"{score} is below the passing score of {standard}: this attempt did not pass."
    elif facts.outcome == "low":
        says = (
            f"{score} passes, by {score - standard} points, and is below the safe pass of "
            f"{facts.safe}. A passed {EXAMS[facts.exam]} can generally not be retaken."
        )
    else:
        says = f"{score} passes, {score - standard} points above the passing score of {standard}."
    return Words("Against the passing score", says)


@said.register
def _(facts: AgainstOthers) -> Words:
    row = facts.row
    says = (
        f"{facts.score} is {_apart(facts.score - facts.center)} the {STATISTICS[row.center]}, "
        f"{facts.center}, of {people_counted(row)}"
    )
    if facts.shift:
        says += f", shifted by {signed(facts.shift)}"
    if row.outcome == "unmatched":
        return Words("Against those who did not match", f"{says}.")
    says += f"{_quarter(row.q1, row.q3, facts.score, facts.shift)}."
    if facts.is_stand_in:
        says += " They are a stand-in: your own group has no figure here."
    return Words("Against those who matched", says)


def _apart(points: int) -> str:
    if points == 0:
        return "at"
    return f"{abs(points)} point{'s' * (abs(points) > 1)} {'above' if points > 0 else 'below'}"


def _quarter(q1: int | None, q3: int | None, score: int, shift: int) -> str:
    if q1 is None or q3 is None:
        return ""
    q1, q3 = q1 + shift, q3 + shift
    if score < q1:
        return f"; 75% of them scored higher ({q1} or more)"
    if score > q3:
        return f"; 75% of them scored lower ({q3} or less)"
    return f"; it is within their middle half ({q1} to {q3})"


@said.register
def _(facts: Advised) -> Words:
    claim = facts.claim
    says = f"{sentence_case(claim.text)}."
    if claim.resolution:
        says += f" ({claim.resolution})"
    if claim.slug == "step3-img-early":
        says += " Check its prerequisites with USMLE."
    return Words(claim.subject, says)


# After a failed attempt

ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth"}


@said.register
def _(facts: Attempts) -> Words:
    if not facts.used:
        return Words(
            "Attempts",
            f"A Step can be attempted {facts.limit} times in all. Enter the dates of your attempts "
            "to see when the next one is possible.",
        )
    says = (
        f"{facts.used} of {facts.limit} attempts at {EXAMS[facts.exam]} used, {facts.left} left. "
        "Incomplete attempts count."
    )
    if facts.end:
        says += f" After that many failures: {facts.end.text}."
    elif facts.left == 1:
        says += " The next failure would end eligibility for every Step: see an advisor first."
    return Words("Attempts left", says)


@said.register
def _(facts: NextAttempt) -> Words:
    ordinal = ORDINALS.get(facts.number, f"{facts.number}th")
    if facts.earliest is None:
        says = (
            f"No waiting time is set for your {ordinal} attempt: {facts.most} are allowed within "
            f"any {facts.period} months."
        )
    else:
        when = "has passed" if facts.is_reached else "is the earliest day"
        says = f"{say_day(facts.earliest)} {when} for your {ordinal} attempt: {_because(facts)}."
    if facts.exam_date:
        is_open = "possible" if facts.is_open else "too early"
        says += f" {say_day(facts.exam_date)} is {is_open}."
    return Words("Next attempt", f"{says} Confirm it with USMLE before you book.")


def _because(facts: NextAttempt) -> str:
    final = facts.final
    if final is None:
        return f"at most {facts.most} attempts within {facts.period} months"
    return (
        f"at least {final.months_after_first} months after the first ({say_day(final.first)}) and "
        f"{final.months_after_latest} months after the latest ({say_day(final.latest)})"
    )
