"""The gap between target and projection, and the calendar."""

from scores.engine.calendar import ExamInSeason, NoSeason
from scores.engine.plan import Passing, Reached
from scores.engine.vocabulary import SERVICES
from scores.wording.said import Words, said
from scores.wording.values import plain, say_day

VERDICTS = {
    "likely-below": "likely below the target",
    "too-close": "possible",
    "likely-above": "likely above the target",
}

REACH = {
    "safe": "arrives in time, even if the report is slow",
    "typical": "arrives in time if the report takes the typical time, not if it is slow",
    "late": "arrives too late for that review",
}
"""Whether the score of an exam on a day arrives in time for the review."""


NO_WAIT = "no wait"


@said.register
def _(facts: Reached) -> Words:
    about = {
        ("likely-below", facts.low): "just under",
        ("likely-above", facts.high): "just over",
    }.get((facts.verdict, facts.percent), "about")
    return Words(
        "Target and projection",
        f"The chance of {facts.target} or more is {about} {facts.percent}%: "
        f"{VERDICTS[facts.verdict]}. From {plain(facts.low)}% to {plain(facts.high)}% we call it "
        "possible.",
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
    review = season.event
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
