"""The gap between target and projection, the calendar, and what to do next."""

from scores.engine.calendar import ExamInSeason, NoSeason
from scores.engine.plan import NextStep, PaceNeeded, Passing, Reached, Waiting
from scores.engine.steps import half_up
from scores.engine.vocabulary import SERVICES
from scores.wording.said import Words, said
from scores.wording.values import plain, say_day, tenths

VERDICTS = {
    "likely-below": "likely below the target",
    "too-close": "too close to call",
    "likely-above": "likely above the target",
}

REACH = {
    "safe": "arrives in time, even if the report is slow",
    "typical": "arrives in time if the report takes the typical time, not if it is slow",
    "late": "arrives too late for that review",
}
"""What becomes of the score of an exam on that day."""


DATES = {
    "last_safe": "Latest safe exam date",
    "last_typical": "Latest exam date if the report takes the typical time",
    "review": "Programs may begin to review applications",
    "exam": "Your exam",
}
"""The days that decide whether a score arrives in time."""

PLANNED, TODAY = "As planned", "Today"
WHO_GAINS = ("Half of students", "25% of students")
LESS_THAN_A_TENTH = "less than 0.1"
NO_WAIT = "no wait"


def say_later(weeks: int) -> str:
    return f"{weeks} weeks later"


@said.register
def _(facts: Reached) -> Words:
    return Words(
        "Target and projection",
        f"The chance of {facts.target} or more is about {facts.percent}%: "
        f"{VERDICTS[facts.verdict]}. From {plain(facts.low)}% to {plain(facts.high)}% we call it "
        "too close.",
    )


@said.register
def _(facts: Passing) -> Words:
    if facts.is_falling:
        return Words(
            "Passing",
            "Your scores seem to be falling, so no chance of passing is given: nobody knows how "
            "far they will fall.",
        )
    if facts.percent is None:
        return Words(
            "Passing",
            f"With a mean reading under {plain(facts.thin_below)} no chance of passing is given: "
            "hardly any report on record is from there. Show your readings to an advisor before "
            "you keep or move the date.",
        )
    return Words(
        "Passing",
        f"The chance of {facts.standard.score} or more, the passing score, is about "
        f"{facts.percent}%. Nobody in the data behind the projection failed, so take it as a rough "
        "figure.",
    )


@said.register
def _(facts: PaceNeeded) -> Words:
    pace = facts.pace
    weeks = f"{plain(pace.weeks)} week{' is' if pace.weeks == 1 else 's are'}"
    left = f"{weeks} left. An exam on {say_day(pace.start)} would "
    observed = (
        f"half of students on record gain {plain(facts.median.value)} points a week or more, 25% "
        f"gain {plain(facts.upper.value)}"
    )
    if pace.needed:
        needed = plain(pace.needed) if half_up(pace.needed * 10) else LESS_THAN_A_TENTH
        says = (
            f"{left}be expected to give {tenths(pace.now)}; from there to {facts.target} takes "
            f"{needed} points a week; {observed}."
        )
    else:
        says = (
            f"{left}be expected to give {pace.now:.0f}, the target or more. What is left is to "
            f"keep it and to make it surer; {observed}."
        )
    return Words("Pace needed", says)


@said.register
def _(facts: Waiting) -> Words:
    delay = facts.delay
    says = (
        f"On {say_day(delay.day)} the chance of {facts.target} or more would be about "
        f"{delay.percent_target}%, if you improve like others and take no newer test. From dated "
        "readings alone, a later exam never lowers the projection; it widens the interval."
    )
    if facts.review and delay.reach:
        says += f" A score of that date {REACH[delay.reach]} ({say_day(facts.review)})."
    return Words(f"{delay.weeks} more weeks", says)


@said.register
def _(facts: NoSeason) -> Words:
    name, service = facts.specialty.name, SERVICES[facts.service]
    return Words(
        "Calendar",
        f"{name} takes applications through {service}. No coming date on which its programs may "
        f"review is recorded here: ask {service} for it.",
    )


@said.register
def _(facts: ExamInSeason) -> Words:
    season = facts.season
    review = season.review
    basis = "" if review.basis == "announced" else f" ({review.basis})"
    says = (
        f"Programs may review applications of {review.cycle} from {say_day(review.day)}{basis}. "
        f"The score of an exam by {say_day(season.last_typical)} typically arrives by then; by "
        f"{say_day(season.last_safe)} it does so even if the report takes "
        f"{plain(facts.slow_days)} days."
    )
    if facts.exam_date:
        says += f" Yours, {say_day(facts.exam_date)}, {REACH[season.reach_of(facts.exam_date)]}."
    return Words("Calendar", says)


NEXT_STEPS = {
    "show-readings": "Show these readings to an advisor now, and agree on the score that would "
    "make you postpone.",
    "test-before-deciding": "Take one more full practice test under exam conditions before you "
    "decide.",
    "compare-pace": "Compare the pace needed with the pace others reach. If it is out of reach, "
    "move one.",
    "what-can-move": "What you can move: the date, the aim, or the number of programs you apply "
    "to.",
    "agree-on-a-score": "Agree with an advisor on the score of the next practice test that would "
    "make you postpone.",
    "test-again": "Take one more recent practice test: it narrows the interval more than old ones "
    "do.",
    "keep-date": "Keep the date. More weeks cost calendar and add little.",
    "choose-date": "Choose an exam date: on these readings there is little to wait for.",
    "rest-of-application": "Put the time into the rest of your application.",
    "readings-disagree": "Two of your readings disagree: find out why before you trust either.",
    "enter-date": "Enter an exam date: the projection then goes up to it, and the plan says what "
    "more.",
}


def say_next(step: NextStep) -> str:
    """What to do, in a sentence."""
    if step.id == "waiting-is-useless" and step.day:
        return f"Keep {say_day(step.day)}: on these readings, waiting does not raise the chance."
    if step.id == "weigh-waiting":
        cost = f" A score of that date {REACH[step.reach]}." if step.reach else ""
        return (
            f"Consider {step.weeks} more weeks: they would raise the chance from {step.percent}% "
            f"to {step.raised}%.{cost}"
        )
    return NEXT_STEPS[step.id]
