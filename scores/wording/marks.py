"""The names of the marks in pictures, and an explanation of each."""

from typing import Any

MARKS = {
    "pass": "Passing score",
    "safe": "Safe pass",
    "unmatched": "Did not match",
    "mean": "Average",
    "good": "Called good",
    "projection": "Projection",
    "actual": "Your score",
    "target": "Target",
}

WHAT_THEY_ARE = {
    "pass": "in force on the exam date",
    "safe": "below it, measurement error alone fails more than 1 in 20",
    "good": "in one article: advice",
    "projection": "from your practice tests",
    "actual": "from your report",
    "target": "the score to aim for",
}


def say_mark(name: str, figure: dict[str, Any] | None) -> str:
    """The explanation of a mark: the statistic and people of its figure, if it has one."""
    if figure is None:
        return WHAT_THEY_ARE[name]
    return f"{figure['statistic']} of {figure['of']}, {figure['cycle']}"


def say_band(*, is_stand_in: bool, is_estimated: bool) -> tuple[str, str]:
    """The name of a target's band, and what it is."""
    if is_stand_in:
        return (
            "Stand-in’s band, widened",
            "the stand-in’s quartiles, widened by how far apart the two groups are",
        )
    if is_estimated:
        return (
            "Middle half, estimated",
            "estimated from the mean and SD of those who matched: no quartiles are recorded",
        )
    return (
        "Middle half of the matched",
        "from the first to the third quartile of those who matched",
    )


def say_interval(percent: int) -> tuple[str, str]:
    """The name of a projection's interval, and what it is."""
    return "Interval", f"{percent}% interval of the projection"


RANGE = "Range", "where tests this weak may lead: no interval that holds 80 in 100"
"""The name and explanation of what weak tests have in place of an interval."""

PROJECTION_ENDS = (("high", "Up to"), ("mean", "Projection"), ("low", "From"))
"""The ends of a projection and its middle, from the top."""
