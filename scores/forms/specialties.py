"""Finds the specialty that was typed."""

import re
from difflib import SequenceMatcher, get_close_matches

from scores.engine.edition import Edition
from scores.engine.figures import Specialty

SHORTEST_BEGINNING = 3

ALIKE, ALIKE_IN_WORD = 0.88, 0.8
"""How similar a misspelling must be to a name, and to one word of it: from 0 to 1, by difflib.

Neurology and urology are less similar and begin differently, so no specialty is taken for another.
"""

SPOKEN = {
    "ct surgery": "thoracic-surgery",
    "dr": "diagnostic-radiology",
    "em": "emergency-medicine",
    "ent": "otolaryngology",
    "fm": "family-medicine",
    "im": "internal-medicine",
    "ir": "interventional-radiology",
    "med-peds": "medicine-pediatrics",
    "neurosurgery": "neurological-surgery",
    "ob": "obstetrics-gynecology",
    "ob/gyn": "obstetrics-gynecology",
    "ob-gyn": "obstetrics-gynecology",
    "obgyn": "obstetrics-gynecology",
    "orthopedic surgery": "orthopaedic-surgery",
    "orthopedics": "orthopaedic-surgery",
    "peds": "pediatrics",
    "pm&r": "physical-medicine-rehabilitation",
    "rad onc": "radiation-oncology",
}
"""Short names of specialties, for editions that record none (until 2026.1)."""


def specialty_named(text: str, edition: Edition) -> str:
    """The id of a specialty given by id, by name, or by the beginning of only one name.

    A name may begin at any of its words, so “radi” may mean radiology or radiation oncology.
    Returns the text itself where it means no specialty, or more than one.
    """
    typed = " ".join(text.casefold().split())
    for specialty in edition.specialties.values():
        if typed in (specialty.slug, specialty.name.casefold()):
            return specialty.slug
    names = {row.name: row.specialty for row in edition.specialty_names} or SPOKEN
    if names.get(typed) in edition.specialties:
        return names[typed]
    begun = begun_by(text, edition)
    return begun[0].slug if len(begun) == 1 else text


def specialty_meant(text: str, edition: Edition) -> tuple[str, tuple[Specialty, ...]]:
    """The id of the specialty that was typed, even misspelled, and an empty tuple.

    Otherwise the text itself, and the specialties that it may mean, if any.
    """
    named = specialty_named(text, edition)
    if named in edition.specialties:
        return named, ()
    several = tuple(begun_by(text, edition) or spelled_like(text, edition))
    return (several[0].slug, ()) if len(several) == 1 else (text, several)


def spelled_like(text: str, edition: Edition) -> list[Specialty]:
    """The specialties whose name may have been misspelled so, in the order of the edition."""
    called = [(row.name.casefold(), row.slug) for row in edition.choices.values()]
    called += [(row.name, row.specialty) for row in edition.specialty_names]
    typed = " ".join(text.casefold().split())
    near = get_close_matches(typed, [name for name, _ in called], cutoff=ALIKE)
    alike = {slug for name, slug in called if name in near}
    words = WORD.findall(typed)
    for is_first in () if alike else (True, False):
        alike = alike or {slug for name, slug in called if _is_like(name, words, is_first)}
    return [row for row in edition.choices.values() if row.slug in alike]


WORD = re.compile(r"[^\W_]+")


def _is_like(name: str, typed: list[str], is_first: bool) -> bool:
    """Whether words of a name are like those typed, as in emergancy med.

    With `is_first` they are compared from the first word of the name, else from each later one.
    """
    words = WORD.findall(name)
    last = len(words) - len(typed)
    starts = range(min(1, last + 1)) if is_first else range(1, last + 1)
    return any(
        typed != words[start : start + len(typed)] and all(map(_is_meant, typed, words[start:]))
        for start in starts
    )


def _is_meant(typed: str, word: str) -> bool:
    if len(typed) < SHORTEST_BEGINNING or typed[0] != word[0]:
        return False
    return word.startswith(typed) or SequenceMatcher(None, typed, word).ratio() >= ALIKE_IN_WORD


def begun_by(text: str, edition: Edition) -> list[Specialty]:
    typed = " ".join(text.casefold().split())
    if len(typed) < SHORTEST_BEGINNING:
        return []
    called = {row.specialty for row in edition.specialty_names if _begins(row.name, typed)}
    return [
        row for row in edition.choices.values() if row.slug in called or _begins(row.name, typed)
    ]


def _begins(name: str, typed: str) -> bool:
    """Whether the name, read from any of its words, begins as typed."""
    words = re.split(r"(?<=[\W_])", name.casefold())
    return any("".join(words[place:]).startswith(typed) for place in range(len(words)))
