"""What the goal form offers: each choice with its label and one line that explains it."""

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from scores.engine.answers import EVIDENCE_TO_DECLINE, FACTORS, SITUATIONS
from scores.engine.edition import Edition, once_per_edition
from scores.engine.vocabulary import EXAMS, GROUPS, IMG_GROUPS

Choice = tuple[str, str, str]

GROUP_LINES: dict[str, tuple[str, str]] = {
    "us-md-senior": ("US MD senior", "Final year at a US MD school (LCME)."),
    "us-do-senior": ("US DO senior", "Final year at a US DO school (COCA)."),
    "us-img": ("US IMG", "US citizen or permanent resident, trained outside the US."),
    "non-us-img": ("Non-US IMG", "Neither, and trained outside the US."),
}

AIM_LINES: dict[str, tuple[str, str]] = {
    "in-range": ("In range", "A quarter of the matched scored lower."),
    "typical": ("Typical", "The middle of the matched."),
    "strong": ("Strong", "Three quarters of the matched scored lower."),
}


def _hint(groups: frozenset[str]) -> str:
    if groups == frozenset(GROUPS):
        return ""
    return "IMGs only" if groups == IMG_GROUPS else "US seniors only"


CHOICES: dict[str, list[Choice]] = {
    "exams": [(exam, name, "") for exam, name in EXAMS.items()],
    "groups": [(group, *GROUP_LINES[group]) for group in GROUPS],
    "situations": [(situation, title, "") for situation, title in SITUATIONS.items()],
    "aims": [(aim, *lines) for aim, lines in AIM_LINES.items()],
    "factors": [(name, factor.title, _hint(factor.groups)) for name, factor in FACTORS.items()],
    "evidence": [(name, title, "") for name, title in EVIDENCE_TO_DECLINE.items()],
}


@once_per_edition
def specialty_lists(edition: Edition) -> dict[str, SafeString]:
    """The specialties to type and to choose: long lists, which an edition never changes."""
    names = [(specialty.name,) for specialty in edition.specialties.values()]
    button = (
        '<li><button type="submit" class="plain-button" name="specialty" value="{0}">'
        "{0}</button></li>"
    )
    return {
        "options": format_html_join("", '<option value="{}"></option>', names),
        "buttons": format_html_join("", button, names),
    }
