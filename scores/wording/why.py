"""The reasons for a verdict, by its state. No sentence has more than 25 words."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from scores.engine.figures import MatchScore
from scores.engine.match.shares import Share, in_percent
from scores.engine.reasons import AtRank
from scores.engine.steps import in_points
from scores.engine.verdict import Verdict
from scores.engine.vocabulary import (
    EXAMINEES,
    GROUPS,
    GROUPS_OF_EARLY_MATCHES,
    GROUPS_ON_RECORD,
    IMG_GROUPS,
)
from scores.wording.match import say_range, say_share, to_five
from scores.wording.values import band_text, counted, percentile_text, plain, say_day, say_rank

Says = Iterator[str]
MOST_MARKS = 4
"""The most passing scores that a sentence lists."""


def say_chance_of(chance: float) -> str:
    """A chance from 0 to 1 in percent, from under 5% to over 95%: a chance is never certain."""
    if chance > 0.95:
        return "over 95%"
    above, below = chance.as_integer_ratio()  # exact: 0.615 is a little less than 61.5%
    return "under 5%" if chance < 0.05 else f"{(200 * above + below) // (2 * below)}%"


def sentence_of(verdict: Verdict) -> str:
    return " ".join(SENTENCES[verdict.state](verdict))


# Another exam


def _of_step1(verdict: Verdict) -> Says:
    yield "No score is reported: what counts is to pass at the first attempt."
    yield from _pass_rates(verdict)


def _of_step3(verdict: Verdict) -> Says:
    if takers := verdict.reasons.takers:
        yield f"First-takers averaged {takers.mean}, with an SD of {takers.sd}."
    yield from _pass_rates(verdict)
    if verdict.group in IMG_GROUPS:
        yield "An IMG may take it before the Match: it can help with a visa or a low score."
    else:
        yield "US students take it after graduation."


def _pass_rates(verdict: Verdict) -> Says:
    """As in: In 2026, 98% of US MD and 91% of non-US first-takers passed."""
    rates = verdict.reasons.pass_rates
    shares = [f"{rate.percent}% of {EXAMINED[rate.examinees]}" for rate in rates]
    if rates:
        yield f"In {rates[0].year}, {' and '.join(shares)} first-takers passed."


EXAMINED = {name: name.replace("Non", "non") for name in EXAMINEES.values()}


# A score in hand


def _of_date(verdict: Verdict) -> Says:
    marks = [mark for mark in verdict.reasons.marks if mark.score > (verdict.score or 0)]
    before = [mark for mark in verdict.reasons.marks if mark not in marks][-1:]
    asked = [*before, *marks][-MOST_MARKS:]
    ends = [mark.effective_from for mark in asked[1:]]
    told = [f"{mark.score} until {_month(end)}" for mark, end in zip(asked, ends, strict=False)]
    yield f"Passing depends on the date: {', '.join(told)}, {asked[-1].score} since."
    if verdict.until:
        yield f"{verdict.score} passed before {say_day(verdict.until)}, and not since."


def _month(end: date) -> str:
    """The month or day before `end`: June 2022, or a day where `end` is within a month."""
    last = end - timedelta(days=1)
    return f"{last:%B %Y}" if end.day == 1 else say_day(last)


def _of_failing(verdict: Verdict) -> Says:
    when = f"on {say_day(verdict.exam_date)} was" if verdict.exam_date else "is"
    now = "" if verdict.standard_now == verdict.standard else f"; it is {verdict.standard_now} now"
    yield f"The passing score {when} {verdict.standard}{now}."
    yield from _attempts_left(verdict)
    if verdict.safe:
        yield f"Aim for {verdict.safe} or more, the safe pass."


def _attempts_left(verdict: Verdict) -> Says:
    left = verdict.attempts_left
    if left is None:
        yield f"A Step can be attempted {verdict.attempts_in_all} times in all."
    elif left:
        yield f"{left} attempt{' is' if left == 1 else 's are'} left{_earliest(verdict)}."


def _earliest(verdict: Verdict) -> str:
    ahead = verdict.reasons.next_attempt
    if ahead is None:
        return ""
    if ahead.earliest is None:
        return ", and no waiting time is set for the next"
    if ahead.is_reached:
        return ", and the waiting time for the next is over"
    return f", the next on {say_day(ahead.earliest)} at the earliest"


def _of_low_pass(verdict: Verdict) -> Says:
    margin = (verdict.score or 0) - verdict.standard
    mark = f"the passing score of {verdict.standard}"
    on = f" of {say_day(verdict.exam_date)}" if verdict.exam_date else ""
    by = f"{margin} above {mark}{on}" if margin else f"exactly {mark}{on}"
    yield f"It is {by}, and below the safe pass, {verdict.safe}."
    yield from _percentile(verdict)
    yield "Programs see the score, and a passed exam can generally not be retaken."


def _of_score(verdict: Verdict) -> Says:
    yield from _matched_with(verdict)
    yield from _percentile(verdict)
    yield from _stand_in(verdict)


def _percentile(verdict: Verdict) -> Says:
    if found := verdict.reasons.percentile:
        at = say_rank(percentile_text(found.value))
        yield f"{verdict.score} is {at} percentile of first-takers from US MD schools."


# Who matched


def _matched_with(verdict: Verdict) -> Says:
    """How many matched: an estimate, else the recorded band of the score in hand, else a rate."""
    reasons = verdict.reasons
    share, band, rate, early = reasons.share, reasons.band, reasons.rate, reasons.early
    if share:
        yield _say_share(share)
    elif band:
        who = f"{counted(band.n)} {GROUPS[verdict.group]}"
        near = band_text(getattr(band.row, "low", None), getattr(band.row, "high", None))
        yield f"Of {who} who scored {near}, {plain(band.percent)}% matched ({band.row.dated})."
    elif rate and reasons.specialty:
        what = reasons.specialty.in_text
        yield (
            f"In {rate.cycle}, {counted(rate.matched)} of {counted(rate.ranked_first)} "
            f"{GROUPS[verdict.group]} who ranked {what} first matched in it."
        )
    elif early and early.percent:
        who = GROUPS_OF_EARLY_MATCHES[early.group]
        yield f"In {early.cycle}, {plain(early.percent)}% of {who} in {early.where} matched."


def _say_share(share: Share) -> str:
    found, curve = share.estimate, share.curve
    if found is None:
        return ""
    low, chance, high = (in_percent(end) for end in (found.low, found.chance, found.high))
    who = f"{GROUPS[curve.group]} who preferred {share.specialty.in_text}"
    near = f"scoring near {share.score} matched in it" if curve.d else "matched in it at any score"
    ends = {to_five(end, curve.told) for end in (low, high)}
    band = f" ({say_range(low, high, curve.told)})" if len(ends) == 2 else ""
    return f"Of {who}, {say_share(chance, curve.told)}{band} {near}."


# After a failure, or an exam that is over


def _of_failure(verdict: Verdict) -> Says:
    if verdict.attempts_left == 0:
        yield f"{verdict.attempts_in_all} attempts are used: that ends eligibility for every Step."
        return
    if verdict.score is not None and verdict.score < verdict.standard:
        yield f"You scored {verdict.score}, {verdict.standard - verdict.score} below passing."
    yield from _attempts_left(verdict)
    if verdict.level is not None:
        yield f"{_tests_at(verdict)}."
    if verdict.target is not None and verdict.aim != "pass":
        yield f"With the failure counted, your target is {verdict.target}."


def _of_taken(verdict: Verdict) -> Says:
    typical, safe = (policy.number for policy in verdict.reasons.reports)
    if verdict.exam_date is None or typical is None or safe is None:
        return
    by, at_most = (verdict.exam_date + timedelta(weeks=int(each)) for each in (typical, safe))
    yield f"Your score should arrive by {say_day(by)}; allow until {say_day(at_most)}."


# Tests


def _tests_at(verdict: Verdict) -> str:
    return f"Your tests are at about {in_points(verdict.level or 0)}"


def _of_below(verdict: Verdict) -> Says:
    yield f"{_tests_at(verdict)}, and the passing score is {verdict.standard}."
    yield from _days_left(verdict)
    yield from _range(verdict)


def _of_not_safe(verdict: Verdict) -> Says:
    level, safe = verdict.level or 0, verdict.safe or 0
    yield f"{_tests_at(verdict)}. Passing is {verdict.standard}, the safe pass {verdict.safe}."
    if in_points(level) < safe:
        yield f"Below {safe}, more than 1 in {verdict.one_in} would fail by chance."
    yield from _range(verdict)


def _days_left(verdict: Verdict) -> Says:
    days = verdict.days_left
    if days is not None:
        when = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
        yield f"Your exam is {when}."


def _range(verdict: Verdict) -> Says:
    if verdict.mean is None and verdict.low is not None and verdict.high is not None:
        low, high = in_points(verdict.low), in_points(verdict.high)
        yield f"Too few people on record had tests this low: we give only a range, {low} to {high}."


def _of_just_pass(verdict: Verdict) -> Says:
    if verdict.level is None:
        yield f"Below {verdict.safe}, more than 1 in {verdict.one_in} would fail by chance."
        return
    yield f"{_tests_at(verdict)}: passing is {verdict.standard}, the safe pass {verdict.safe}."
    yield from _falling(verdict)


def _falling(verdict: Verdict) -> Says:
    if verdict.is_falling:
        yield "Your scores seem to be falling."


def _of_hole(verdict: Verdict) -> Says:
    yield from _matched_with(verdict)
    yield f"The passing score is {verdict.standard}, the safe pass {verdict.safe}."
    if verdict.level is not None:
        yield f"{_tests_at(verdict)}."
    yield from _falling(verdict)


# The target


def _of_no_tests(verdict: Verdict) -> Says:
    if verdict.level is not None:
        yield f"{_tests_at(verdict)}. These figures have no model that would project them."
        return
    at = verdict.reasons.at_rank
    if at:
        yield RANKS[verdict.aim](at)
        yield from _stand_in(verdict)
        yield from _moved(verdict, at)
    yield from _matched_with(verdict)


RANKS: dict[str, Callable[[AtRank], str]] = {
    "in-range": lambda at: f"25% of {_whom(at.row)} scored below {at.score}{_shifted(at)}.",
    "typical": lambda at: f"{at.score} is the {_middle(at.row)} of {_whom(at.row)}{_shifted(at)}.",
    "strong": lambda at: f"75% of {_whom(at.row)} scored below {at.score}{_shifted(at)}.",
}


def _whom(row: MatchScore) -> str:
    when = f" in {row.cycle}" if row.cycle else ""
    return f"{GROUPS_ON_RECORD[row.group]} who matched in {row.where}{when}"


def _middle(row: MatchScore) -> str:
    return "middle" if row.center == "median" else "average"


def _shifted(at: AtRank) -> str:
    points = abs(at.shift)
    if not points:
        return ""
    return f", shifted {'down' if at.shift < 0 else 'up'} by {points}"


def _stand_in(verdict: Verdict) -> Says:
    at, specialty = verdict.reasons.at_rank, verdict.reasons.specialty
    if at and at.is_stand_in and specialty:
        other = GROUPS_ON_RECORD[at.row.group] if at.row.specialty else at.row.where
        none = f"no usable score of {GROUPS[verdict.group]} in {specialty.in_text} is on record"
        yield f"The figure of {other} stands in: {none}."


def _moved(verdict: Verdict, at: AtRank) -> Says:
    target, safe = verdict.target, verdict.safe
    if target is None or target == at.score:
        return
    if target == safe and at.score < target:
        yield f"The safe pass, {safe}, is higher and decides."
    else:
        yield f"Your application details move it to {target}."


def _of_falling(verdict: Verdict) -> Says:
    weeks, course = verdict.weeks or 0, verdict.reasons.fell
    over = f" over {weeks} week{'' if weeks == 1 else 's'}" if weeks else ""
    if course and course.first.score > course.last.score:
        first, last = plain(course.first.score), plain(course.last.score)
        yield f"Your tests fell from {first} to {last}{over}."
    else:
        yield f"Your tests fell{over} and are now at about {in_points(verdict.level or 0)}."
    if verdict.mean is not None and verdict.p_target is not None:
        yield (
            f"The projection from all of them is {in_points(verdict.mean)}, with a "
            f"{say_chance_of(verdict.p_target)} chance of {verdict.target}; it assumes a gain "
            "that falling scores do not show."
        )


def _heading(verdict: Verdict) -> Says:
    if verdict.mean is not None and verdict.p_target is not None:
        yield (
            f"You’re heading for about {in_points(verdict.mean)}; "
            f"{say_chance_of(verdict.p_target)} chance of {verdict.target} or more."
        )


def _of_pace(verdict: Verdict) -> Says:
    yield from _heading(verdict)
    yield from _falling(verdict)
    if verdict.reasons.share:
        yield _say_share(verdict.reasons.share)


SENTENCES: dict[str, Callable[[Verdict], Says]] = {
    "step3": _of_step3,
    "step1": _of_step1,
    "date-needed": _of_date,
    "did-not-pass": _of_failing,
    "passed-low": _of_low_pass,
    "scored": _of_score,
    "failed": _of_failure,
    "taken": _of_taken,
    "below-passing": _of_below,
    "not-safe": _of_not_safe,
    "just-pass": _of_just_pass,
    "hole": _of_hole,
    "no-tests": _of_no_tests,
    "falling": _of_falling,
    "short": _heading,
    "possible": _of_pace,
    "on-pace": _of_pace,
}
