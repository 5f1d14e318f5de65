"""Every check that an edition has to pass before and after it is published.

The constraints of the database already refuse what a single row must not hold.
"""

from scores.editions.checks import dates, numbers, readers, sources, tables
from scores.editions.checks.faults import Check, Fault, Faults, fault
from scores.editions.lines import Contents
from scores.models import Edition

__all__ = ["Fault", "fault", "faults_in", "faults_of"]


def faults_of(edition: Edition) -> list[Fault]:
    """The faults of an edition, draft or published; empty if there are none."""
    return faults_in(Contents(edition))


def faults_in(contents: Contents) -> list[Fault]:
    return [found for check in CHECKS for found in check(contents)]


def content_is_unaltered(contents: Contents) -> Faults:
    """A published edition still has the content that was published."""
    edition = contents.edition
    if edition.is_published and contents.digest != edition.digest:
        yield fault(
            edition, "digest", "The content is not what was published: it was altered since."
        )


CHECKS: tuple[Check, ...] = (
    *sources.CHECKS,
    *numbers.CHECKS,
    *dates.CHECKS,
    *tables.CHECKS,
    *readers.CHECKS,
    content_is_unaltered,
)
