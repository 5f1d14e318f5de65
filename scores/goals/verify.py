"""Verifies that a shared revision is unaltered and that its result can be derived again."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scores.editions.reader import published_edition
from scores.engine import VERSION
from scores.engine.errors import UsmlegoalsError
from scores.engine.record import Record, answers_of
from scores.engine.result import derive
from scores.goals.links import revision_digest
from scores.models import Edition, Revision
from scores.reference.agreement import Path, differences
from scores.wording.earlier import in_todays_form, is_earlier
from scores.wording.record import record_of


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of verifying a revision; `says` explains both answers.

    `is_unaltered`: the stored text has its digest, and the printed one if given. `is_derived`:
    deriving gives the same numbers again; None where that cannot be told, as the edition is missing
    or another version of the rules gives other numbers.
    """

    digest: str
    is_unaltered: bool
    is_derived: bool | None
    says: tuple[str, ...]


def verify(revision: Revision, *, printed: str = "") -> Verification:
    """Recomputes digest and result; `printed` is a digest from a printout to compare with."""
    digest = revision_digest(
        edition=revision.edition,
        engine=revision.engine,
        inputs=revision.inputs,
        result=revision.result,
        submission=revision.submission,
    )
    is_unaltered = digest == revision.digest and printed.strip().lower() in ("", digest)
    is_derived, why = _derive_again(revision)
    return Verification(digest, is_unaltered, is_derived, (_says(digest, revision, printed), why))


def _says(digest: str, revision: Revision, printed: str) -> str:
    if digest != revision.digest:
        return "The stored text no longer has the digest stored with it: it was altered."
    if printed and printed.strip().lower() != digest:
        return "The digest you entered is not the one of what is stored: one of them was altered."
    return "The stored text has its digest: it was not altered."


def _derive_again(revision: Revision) -> tuple[bool | None, str]:
    try:
        stored = json.loads(revision.result)
        derived = derived_again(json.loads(revision.inputs), revision.edition)
    except Edition.DoesNotExist:
        return None, f"Edition {revision.edition} is not on this site any more."
    except (ValueError, KeyError, TypeError, UsmlegoalsError):
        return False, "The stored answers cannot be read any more: they were altered."
    again = f"Deriving it again on edition {revision.edition} gives"
    differing = differences(stored, derived)
    if not differing:
        return True, f"{again} the same numbers from the same figures."
    if revision.engine != VERSION:
        return None, (
            f"Version {revision.engine} of the rules derived it. This site now runs {VERSION}, "
            f"which gives other numbers ({say_parts(differing)}), so they cannot be compared."
        )
    return False, (
        f"{again} other numbers ({say_parts(differing)}): the stored result, the figures or the "
        "rules were altered."
    )


def say_parts(paths: Iterable[Path]) -> str:
    """The top-level parts of a record that these paths lead into, sorted."""
    return ", ".join(sorted({part for part, *_ in paths}))


def record_to_compare(revision: Revision) -> Record:
    """The record of a revision in today's form, to compare it with others.

    For a record of an earlier form, the newer facts come from deriving it again, if that gives the
    same numbers.
    """
    stored: Record = json.loads(revision.result)
    if not is_earlier(stored):
        return stored
    try:
        derived = derived_again(json.loads(revision.inputs), revision.edition)
    except (Edition.DoesNotExist, ValueError, KeyError, TypeError, UsmlegoalsError):
        return in_todays_form(stored)
    return in_todays_form(stored) if differences(stored, derived) else derived


def derived_again(inputs: Record, label: str) -> Record:
    """The record derived from stored inputs on an edition, as of the day they were answered.

    Raises Edition.DoesNotExist, AnswersRefused if the edition refuses them, and KeyError, TypeError
    or ValueError if they cannot be read.
    """
    day = date.fromisoformat(inputs["today"])
    return record_of(derive(published_edition(label), answers_of(inputs), today=day))
