"""The verdict in words: a headline, one sentence why, and one action."""

from collections.abc import Callable
from fractions import Fraction

from scores.engine.steps import half_up, in_points
from scores.engine.verdict import Verdict
from scores.engine.vocabulary import EXAMS, IMG_GROUPS
from scores.wording.said import Words, said
from scores.wording.values import say_day

Say = Callable[[Verdict], str]


def say_chance_of(chance: float) -> str:
    """70%; a chance is never certain."""
    if chance > 0.95:
        return "over 95%"
    return "under 5%" if chance < 0.05 else f"{half_up(Fraction(chance) * 100)}%"


SEASONS = {
    "under-way": "Rank lists of the season under way lock",
    "next": "Programs can review applications of the next season",
}


def say_points_of_chance(gain: float) -> str:
    points = max(0, half_up(Fraction(gain) * 100))
    return f"{points} point{'' if points == 1 else 's'} of chance"


@said.register
def _(facts: Verdict) -> Words:
    return Words(headline_of(facts), sentence_of(facts))


def headline_of(verdict: Verdict) -> str:
    says = HEADLINES[verdict.state]
    return says if isinstance(says, str) else says(verdict)


def sentence_of(verdict: Verdict) -> str:
    return SENTENCES[verdict.state](verdict)


def action_of(verdict: Verdict) -> str:
    says = ACTIONS[verdict.action]
    return says if isinstance(says, str) else says(verdict)


# Headlines


def _step3(verdict: Verdict) -> str:
    return f"{EXAMS[verdict.exam]}: pass with {verdict.standard}, safely {verdict.safe}"


def _scored(verdict: Verdict) -> str:
    if verdict.center is None or verdict.score is None:
        return f"{verdict.score} passed"
    apart = verdict.score - verdict.center
    if not apart:
        return f"{verdict.score}: the middle of those who matched"
    where = "above" if apart > 0 else "below"
    return f"{verdict.score}: {abs(apart)} {where} the middle of those who matched"


def _failed(verdict: Verdict) -> str:
    if verdict.attempts_left == 0:
        return "No attempts left"
    return f"Pass first: {verdict.standard}" + (f", safely {verdict.safe}" if verdict.safe else "")


def _taken(verdict: Verdict) -> str:
    return f"Your exam was on {say_day(verdict.exam_date)}" if verdict.exam_date else ""


def _just_pass(verdict: Verdict) -> str:
    if verdict.level is None:
        return f"Pass: {verdict.standard}, safely {verdict.safe}"
    return "Your scores seem to be falling" if verdict.is_falling else "On course to pass"


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
    "hole": "No score to aim for is published",
    "no-tests": lambda verdict: f"Aim for {verdict.target}",
    "falling": "Your scores seem to be falling",
    "short": _short,
    "possible": _possible,
    "on-pace": lambda verdict: f"On pace for {verdict.target}",
}


# Sentences


def _of_step3(verdict: Verdict) -> str:
    if verdict.group in IMG_GROUPS:
        return "An IMG may take it before the Match: it can help with a visa or a low score."
    return "US students take it after graduation."


def _of_date(verdict: Verdict) -> str:
    until = say_day(verdict.until) if verdict.until else "today"
    return (
        f"{verdict.score} passed if you took it before {until}, not since: the passing score has "
        f"risen, to {verdict.standard} today."
    )


def _of_failing(verdict: Verdict) -> str:
    return f"The passing score on that date is {verdict.standard}."


def _of_low_pass(verdict: Verdict) -> str:
    margin = (verdict.score or 0) - verdict.standard
    return (
        f"It is {margin} above the passing score of {verdict.standard} and below the safe pass, "
        f"{verdict.safe}. A passed exam can generally not be retaken."
    )


def _of_score(verdict: Verdict) -> str:
    return f"It passed: the passing score is {verdict.standard}, the safe pass {verdict.safe}."


def _of_failure(verdict: Verdict) -> str:
    left = verdict.attempts_left
    if left == 0:
        return "The fourth failed attempt ends eligibility for every Step."
    says = "A Step can be attempted four times in all."
    if left is not None:
        says = f"{left} attempt{' is' if left == 1 else 's are'} left."
    if verdict.level is not None:
        says += f" Your tests are at about {in_points(verdict.level)}."
    return says


def _of_taken(verdict: Verdict) -> str:
    return "Scores usually arrive two to four weeks after the exam."


def _of_below(verdict: Verdict) -> str:
    return f"{_tests_at(verdict)}, and the passing score is {verdict.standard}.{_range(verdict)}"


def _of_not_safe(verdict: Verdict) -> str:
    return (
        f"{_tests_at(verdict)}. Passing is {verdict.standard}, the safe pass {verdict.safe}."
        f"{_range(verdict)}"
    )


def _tests_at(verdict: Verdict) -> str:
    return f"Your tests are at about {in_points(verdict.level or 0)}"


def _range(verdict: Verdict) -> str:
    if verdict.mean is not None or verdict.low is None or verdict.high is None:
        return ""
    return (
        f" We give only a range, {in_points(verdict.low)} to {in_points(verdict.high)}: too few "
        "people on record had such tests."
    )


def _of_just_pass(verdict: Verdict) -> str:
    if verdict.level is None:
        return f"Below {verdict.safe}, more than 1 in 20 would fail by chance."
    return f"{_tests_at(verdict)}: passing is {verdict.standard}, the safe pass {verdict.safe}."


def _of_hole(verdict: Verdict) -> str:
    return f"The passing score is {verdict.standard}, the safe pass {verdict.safe}."


def _of_no_tests(verdict: Verdict) -> str:
    if verdict.level is None:
        return "Add your practice tests to see whether you are on the way."
    return f"{_tests_at(verdict)}. These figures have no model that would project them."


def _of_falling(verdict: Verdict) -> str:
    weeks = f" over {verdict.weeks} weeks" if verdict.weeks else ""
    level = in_points(verdict.level or 0)
    return f"Your tests fell{weeks} and are now at about {level}. {_heading(verdict)}"


def _heading(verdict: Verdict) -> str:
    if verdict.mean is None or verdict.p_target is None:
        return ""
    return (
        f"You’re heading for about {in_points(verdict.mean)}; "
        f"{say_chance_of(verdict.p_target)} chance of {verdict.target} or more."
    )


def _of_pace(verdict: Verdict) -> str:
    says = _heading(verdict)
    return f"{says} Your scores seem to be falling." if verdict.is_falling else says


SENTENCES: dict[str, Say] = {
    "step3": _of_step3,
    "step1": lambda verdict: "No score is reported: what counts is to pass at the first attempt.",
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
    "possible": _heading,
    "on-pace": _of_pace,
}


# Actions


def _keep(verdict: Verdict) -> str:
    day = say_day(verdict.exam_date) if verdict.exam_date else "the date"
    if verdict.gains is None:
        return f"Keep {day}."
    return f"Keep {day}: waiting adds at most {say_points_of_chance(verdict.gains)}."


def _consider(verdict: Verdict) -> str:
    if verdict.best is None or verdict.p_best is None or verdict.p_target is None:
        return ""
    return (
        f"Consider {say_day(verdict.best)}: your chance rises from "
        f"{say_chance_of(verdict.p_target)} to {say_chance_of(verdict.p_best)}."
    )


def _advisor(verdict: Verdict) -> str:
    day = say_day(verdict.exam_date) if verdict.exam_date else "an exam date"
    last = f" The last date that still serves is {say_day(verdict.last)}." if verdict.last else ""
    return f"Talk to an advisor before keeping {day}.{last}"


def _why(verdict: Verdict) -> str:
    day = say_day(verdict.exam_date) if verdict.exam_date else "the date"
    return f"Find out why before keeping {day}."


ACTIONS: dict[str, str | Say] = {
    "have-it-by": "Choose a date that leaves time for the result to arrive.",
    "enter-test-date": "Enter the test date.",
    "plan-retake": "Plan the retake.",
    "take-step3": "Consider Step 3 before residency. Check its prerequisites first.",
    "strengthen-rest": "Strengthen the rest of your application.",
    "compare-specialties": "Compare specialties, and strengthen the rest of your application.",
    "see-advisor": "Talk to an advisor.",
    "enter-score": "Enter your score.",
    "add-tests": "Add your practice tests.",
    "see-current-figures": "See the result on the current figures.",
    "choose-date": "Choose an exam date.",
    "see-advisor-before-keeping": _advisor,
    "find-out-why": _why,
    "consider-date": _consider,
    "other-goal": "No later date changes much: consider another goal.",
    "test-again": "Take another practice test nearer the day, then decide.",
    "keep-date": _keep,
}
