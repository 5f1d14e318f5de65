"""Which specialty is meant by what was typed."""

import re
from difflib import get_close_matches

from scores.engine.edition import Edition
from scores.engine.figures import Specialty

SHORTEST_BEGINNING = 3

ALIKE = 0.88
"""How like a name a misspelling has to be, from 0 to 1, by the ratio of difflib.

Neurology and urology are less alike: no specialty on record is taken for another.
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
"""What people call specialties, for editions that record no names of theirs (until 2026.1)."""


def specialty_named(text: str, edition: Edition) -> str:
    """The id of a specialty given by id, by name, or by a beginning that only one name has.

    The beginning of any word counts, so that “radi” stays open between radiology and radiation
    oncology. The text itself where no specialty is meant, or more than one.
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
    """The id, also of one that is misspelled; the text itself where several may be meant: these."""
    named = specialty_named(text, edition)
    if named in edition.specialties:
        return named, ()
    several = tuple(begun_by(text, edition) or spelled_like(text, edition))
    return (several[0].slug, ()) if len(several) == 1 else (text, several)


def spelled_like(text: str, edition: Edition) -> list[Specialty]:
    """Those with a name that was perhaps misspelled, in the order of their names."""
    called = {row.name.casefold(): row.slug for row in edition.choices.values()}
    called |= {row.name: row.specialty for row in edition.specialty_names}
    typed = " ".join(text.casefold().split())
    alike = {called[name] for name in get_close_matches(typed, called, cutoff=ALIKE)}
    return [row for row in edition.choices.values() if row.slug in alike]


def begun_by(text: str, edition: Edition) -> list[Specialty]:
    typed = " ".join(text.casefold().split())
    if len(typed) < SHORTEST_BEGINNING:
        return []
    called = {row.specialty for row in edition.specialty_names if _begins(row.name, typed)}
    return [
        row for row in edition.choices.values() if row.slug in called or _begins(row.name, typed)
    ]


def _begins(name: str, typed: str) -> bool:
    """Whether the name, from its first word or from a later one, begins as typed."""
    words = re.split(r"(?<=[\W_])", name.casefold())
    return any("".join(words[place:]).startswith(typed) for place in range(len(words)))
