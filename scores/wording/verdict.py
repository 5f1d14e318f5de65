"""The verdict in words: a headline, the reasons, and one action."""

from collections.abc import Callable
from fractions import Fraction

from scores.engine.seasons import Season
from scores.engine.steps import half_up, in_points
from scores.engine.verdict import Verdict
from scores.engine.vocabulary import EXAMS, GROUPS_ON_RECORD, IMG_GROUPS
from scores.wording.said import Words, said
from scores.wording.values import month_day, say_day, say_match
from scores.wording.why import say_chance_of as say_chance_of
from scores.wording.why import sentence_of as sentence_of

Say = Callable[[Verdict], str]


LEAST_GAIN = 0.005
"""Half a percentage point: a smaller gain rounds to none."""


def say_gain(gain: float) -> str:
    """The effect of waiting, in words. `gain` is a chance from 0 to 1."""
    if gain < LEAST_GAIN:
        return "adds nothing"
    points = half_up(Fraction(gain) * 100)
    return f"raises your chance by at most {points} percentage point{'' if points == 1 else 's'}"


@said.register
def _(facts: Verdict) -> Words:
    return Words(headline_of(facts), sentence_of(facts))


def headline_of(verdict: Verdict) -> str:
    says = HEADLINES[verdict.state]
    return says if isinstance(says, str) else says(verdict)


def action_of(verdict: Verdict) -> str:
    says = ACTIONS[verdict.action]
    return says if isinstance(says, str) else says(verdict)


def waiting_of(verdict: Verdict) -> str:
    """Why there is no chance for later dates; empty in all other cases."""
    if verdict.state in ("below-passing", "not-safe"):
        return "From tests this low no chance can be estimated, on any date."
    if verdict.is_falling and verdict.exam_date:
        return "Your scores seem to be falling: the effect of waiting is unknown."
    return ""


# Headlines


def _step3(verdict: Verdict) -> str:
    return f"{EXAMS[verdict.exam]}: pass with {verdict.standard}, safely {verdict.safe}"


def _scored(verdict: Verdict) -> str:
    center, at = verdict.reasons.center, verdict.reasons.at_rank
    if center is None or verdict.score is None:
        return f"{verdict.score} passed"
    apart = verdict.score - center
    where = f"{abs(apart)} {'above' if apart > 0 else 'below'} " if apart else ""
    whose = GROUPS_ON_RECORD[at.row.group] if at and at.is_stand_in and not at.shift else "those"
    return f"{verdict.score}: {where}the middle of {whose} who matched"


def _failed(verdict: Verdict) -> str:
    if verdict.attempts_left == 0:
        return "No attempts left"
    return f"Pass first: {verdict.standard}" + (f", safely {verdict.safe}" if verdict.safe else "")


def _taken(verdict: Verdict) -> str:
    return f"Your exam was on {say_day(verdict.exam_date)}" if verdict.exam_date else ""


def _just_pass(verdict: Verdict) -> str:
    if verdict.level is None:
        return f"Pass: {verdict.standard}, safely {verdict.safe}"
    return "On course to pass"


def _hole(verdict: Verdict) -> str:
    specialty = verdict.reasons.specialty
    if specialty is None:
        return "No usable score is on record"
    if specialty.says:
        return f"No score is published for {specialty.in_text}"
    return f"No usable score for {specialty.in_text}"


def _short(verdict: Verdict) -> str:
    return f"Short of {verdict.target} by about {_short_by(verdict)}"


def _short_by(verdict: Verdict) -> int:
    return (verdict.target or 0) - in_points(verdict.mean or 0)


def _possible(verdict: Verdict) -> str:
    likely = "not yet likely" if (verdict.p_target or 0) < 0.5 else "more likely than not"
    return f"{verdict.target} is possible, {likely}"


HEADLINES: dict[str, str | Say] = {
    "step3": _step3,
    "step1": "Step 1 is pass or fail",
    "date-needed": "When did you take it?",
    "did-not-pass": lambda verdict: f"{verdict.score} did not pass",
    "passed-low": lambda verdict: f"{verdict.score} passed",
    "scored": _scored,
    "failed": _failed,
    "taken": _taken,
    "below-passing": "Your tests are below passing",
    "not-safe": "Passing is not safe yet",
    "just-pass": _just_pass,
    "hole": _hole,
    "no-tests": lambda verdict: f"Aim for {verdict.target}",
    "falling": "Your scores seem to be falling",
    "short": _short,
    "possible": _possible,
    "on-pace": lambda verdict: f"On pace for {verdict.target}",
}


# Actions


def _keep(verdict: Verdict) -> str:
    day = say_day(verdict.exam_date) if verdict.exam_date else "the date"
    if verdict.gains is None:
        return f"Keep {day}."
    return f"Keep {day}: waiting {say_gain(verdict.gains)}."


def _consider(verdict: Verdict) -> str:
    if verdict.best is None or verdict.p_best is None or verdict.p_target is None:
        return ""
    consider = (
        f"onsider {say_day(verdict.best)}, with another practice test first: your chance rises "
        f"from {say_chance_of(verdict.p_target)} to {say_chance_of(verdict.p_best)}."
    )
    season, safe = verdict.season, verdict.safe_best
    if season is None or season.reach_of(verdict.best) != "typical":
        return f"C{consider}"
    last = f"{say_day(season.last_safe)} is the last safe date"
    if safe and safe.p_target >= verdict.p_target + LEAST_GAIN:
        says = f"{last}; {month_day(safe.exam_date)} gives {say_chance_of(safe.p_target)}."
    else:
        says = f"keep {say_day(verdict.exam_date)}: {last}." if verdict.exam_date else f"{last}."
    return f"If you are in {_match_of(season)}, {says} Otherwise c{consider}"


def _match_of(season: Season) -> str:
    return say_match(season.id, season.event.day)


def _advisor(verdict: Verdict) -> str:
    day, season = verdict.exam_date, verdict.season
    says = f"Talk to an advisor before keeping {say_day(day) if day else 'an exam date'}."
    if season:
        match, last = _match_of(season), say_day(season.last_safe)
        if day is not None and season.reach_of(day) == "late":
            says += f" It is after the last exam date for {match}, {say_day(season.last_typical)}."
        else:
            says += f" For {match}, {last} is the last safe date."
    return says


def _retake(verdict: Verdict) -> str:
    """When to retake: the exam date, or the earliest day. A score in hand leaves no exam date."""
    ahead = verdict.reasons.next_attempt
    earliest = ahead.earliest if ahead and not ahead.is_reached else None
    day = verdict.exam_date if verdict.state == "failed" else None
    if day and not (earliest and day < earliest):
        season = verdict.season
        serves = season and season.reach_of(day) != "late"
        which = f", for {_match_of(season)}" if season and serves else ""
        return f"Plan the retake for {say_day(day)}{which}."
    return f"Plan the retake for {say_day(earliest)} or later." if earliest else "Plan the retake."


def _have_it_by(verdict: Verdict) -> str:
    if verdict.exam == "step3" and verdict.group not in IMG_GROUPS:
        return "Plan it for after graduation."
    review = verdict.reasons.review
    if review is None:
        return "Choose a date that leaves time for the result to arrive."
    return f"Have the result by {say_day(review)}, when programs can review applications."


def _why(verdict: Verdict) -> str:
    day = say_day(verdict.exam_date) if verdict.exam_date else "the date"
    return f"Find out why before keeping {day}."


ACTIONS: dict[str, str | Say] = {
    "have-it-by": _have_it_by,
    "enter-test-date": "Enter the test date.",
    "plan-retake": _retake,
    "take-step3": "Consider Step 3 before residency. Check its prerequisites first.",
    "strengthen-rest": "Strengthen the rest of your application.",
    "compare-specialties": "Compare specialties, and strengthen the rest of your application.",
    "see-what-is-known": "See its match rate and dates, and compare specialties.",
    "see-advisor": "Talk to an advisor.",
    "enter-score": "Enter your score once the report is there.",
    "add-tests": "Add your practice tests.",
    "see-current-figures": "See the result on the current figures.",
    "choose-date": "Choose an exam date.",
    "see-advisor-before-keeping": _advisor,
    "find-out-why": _why,
    "consider-date": _consider,
    "other-goal": lambda verdict: (
        f"No later date makes {verdict.target} likely: consider another goal."
    ),
    "test-again": "Take another practice test nearer the day, then decide.",
    "keep-date": _keep,
}
