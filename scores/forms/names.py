"""Finds the practice test or group that was typed."""

import re

from scores.engine.edition import Edition
from scores.engine.vocabulary import GROUPS

SPOKEN_GROUPS = {
    "us-md-senior": ("us md", "md", "us md senior", "us md seniors", "md senior"),
    "us-do-senior": ("us do", "do", "us do senior", "us do seniors", "do senior"),
    "us-img": ("us img", "us imgs", "us citizen img"),
    "non-us-img": ("non us img", "non us imgs", "fmg"),
}

SPOKEN_TESTS = {
    "uworldselfassessment": "uwsa",
    "uworldsa": "uwsa",
    "uworld": "uwsa",
    "nbmeform": "nbme",
    "newfree120": "free120",
    "oldfree120": "free120old",
    "free120older": "free120old",
}
"""Beginnings of test names that people type, as letters and digits, and the id's beginning."""


def test_named(text: str, edition: Edition) -> str:
    """The id of a test given by id or name: NBME 9, UWSA2, Free 120. Else the text itself."""
    typed = plain(text)
    for spoken, begins in SPOKEN_TESTS.items():
        if typed.startswith(spoken):
            typed = begins + typed.removeprefix(spoken)
    for test in edition.practice_tests.values():
        if typed in (plain(test.slug), plain(test.name)):
            return test.slug
    return text


def group_named(text: str) -> str:
    """The id of a group given by id or name: US MD, DO, non-US IMG. Else the text itself."""
    typed = plain(text)
    for group in GROUPS:
        if typed in map(plain, (group, GROUPS[group], *SPOKEN_GROUPS[group])):
            return group
    return text


def plain(text: str) -> str:
    """The text in lowercase, with letters and digits alone and no zeros before a number."""
    letters = re.sub(r"[\W_]", "", text.casefold())
    return re.sub(r"(?<=[a-z])0+(?=\d)", "", letters)
