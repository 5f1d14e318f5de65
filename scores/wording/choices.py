"""The choices that a student has in the forms: id, label and a line that explains it."""

from scores.engine.answers import FACTORS
from scores.engine.edition import Edition
from scores.engine.vocabulary import EXAMS, GROUPS, IMG_GROUPS

Choice = tuple[str, str, str]
"""The id, the label and an explanation, which may be empty."""

SITUATION_TITLES = {
    "planning": "Not taken",
    "scored": "Have score",
    "failed": "Failed",
}

GROUP_LINES = {
    "us-md-senior": ("US MD senior", "Final year at a US MD school (LCME)."),
    "us-do-senior": ("US DO senior", "Final year at a US DO school (COCA)."),
    "us-img": ("US IMG", "US citizen or permanent resident; medical school outside the US."),
    "non-us-img": (
        "Non-US IMG",
        "Not a US citizen or permanent resident; medical school outside the US.",
    ),
}

AIM_TITLES = {
    "pass": "Pass safely",
    "in-range": "In range",
    "typical": "Typical",
    "strong": "Strong",
}

AIM_LINES = {
    "pass": "The safe pass; needs no specialty.",
    "in-range": "25% of those who matched scored lower.",
    "typical": "The middle of those who matched.",
    "strong": "75% of those who matched scored lower.",
}

FACTOR_TITLES = {
    "failed-exam": "I failed an exam before",
    "low-class-rank": "My class rank is low",
    "little-research": "I have little research",
    "little-us-experience": "I have little clinical experience in the US",
    "strong-research": "My research is strong",
    "exceptional-letters": "My letters are exceptional",
    "strong-grades": "My grades are strong, or I am in AOA",
}

EVIDENCE_TITLES = {
    "older-cycle": "Figures of an older Match cycle",
    "mean": "Means, where no median is recorded",
    "other-img-group": "The other IMG group as a stand-in",
    "us-md-seniors": "US MD seniors as a stand-in",
    "all-specialties": "All specialties together as a stand-in",
}


def _hint(groups: frozenset[str]) -> str:
    if groups == frozenset(GROUPS):
        return ""
    return "IMGs only" if groups == IMG_GROUPS else "US seniors only"


def factor_choices(edition: Edition) -> list[Choice]:
    """The factors that an edition has."""
    return [
        (name, FACTOR_TITLES[name], _hint(factor.groups))
        for name, factor in FACTORS.items()
        if factor.is_in(edition)
    ]


CHOICES: dict[str, list[Choice]] = {
    "exams": [(exam, name, "") for exam, name in EXAMS.items()],
    "groups": [(group, *GROUP_LINES[group]) for group in GROUPS],
    "group_names": [(group, GROUP_LINES[group][0], "") for group in GROUPS],
    "situations": [(situation, title, "") for situation, title in SITUATION_TITLES.items()],
    "aims": [(aim, title, AIM_LINES[aim]) for aim, title in AIM_TITLES.items()],
    "aim_names": [(aim, title, "") for aim, title in AIM_TITLES.items()],
    "evidence": [(name, title, "") for name, title in EVIDENCE_TITLES.items()],
}
"""The choices that the goal form offers under every edition."""
