"""Writes whole editions to the database: from fixtures, and as copies of other editions."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import CheckConstraint

from scores.editions.checks import Fault, fault, faults_of
from scores.editions.fixture import (
    Fixture,
    lines_digest,
    read_edition_line,
    read_fixture,
    read_rows,
)
from scores.editions.lines import kept_lines
from scores.editions.review import free_label
from scores.engine.errors import UsmlegoalsError
from scores.models import Edition, Event, EventKind, Release, Source


class EditionRefused(UsmlegoalsError):
    """An edition cannot be accepted as it is; `faults` says where, as far as that is known."""

    def __init__(self, says: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__("\n".join([says, *(f"  {found}" for found in faults)]))
        self.faults = tuple(faults)


class Loaded(NamedTuple):
    edition: Edition | None
    """None where it was there already."""
    renamed: Edition | None = None
    """The draft that had this label before, or None."""


@transaction.atomic
def load_edition(*, lines: Sequence[str], at: datetime) -> Loaded:
    """Saves the published edition of a fixture. A draft that has its label gets another label.

    Raises EditionRefused for a draft, for a published edition that differs, and for faults.
    """
    edition = read_edition_line(lines)
    if not edition.is_published:
        stage = "in review" if edition.is_in_review else "a draft"
        raise EditionRefused(f"Edition {edition} is {stage}: publish it.")
    there = Edition.objects.select_for_update().filter(label=edition.label).first()
    if there is not None and there.is_published:
        if not there.digest == edition.digest == lines_digest(lines):
            raise EditionRefused(
                f"Edition {there} is published, and this file says something else. What is "
                "published never changes: to correct it, make the next edition and leave this "
                "file as it was."
            )
        return Loaded(None)
    if there is not None:
        _rename_draft(there, at)
    fixture = read_fixture(lines)
    insert_fixture(fixture=fixture)
    faults = faults_of(fixture.edition)
    if faults:
        raise EditionRefused(f"Edition {edition} does not pass its checks:", faults)
    return Loaded(fixture.edition, renamed=there)


def _rename_draft(draft: Edition, at: datetime) -> None:
    """Gives a draft another label; its content and history stay."""
    was, draft.label = draft.label, free_label(int(draft.label[:4]))
    draft.save(update_fields=["label"])
    words = f"It was {was}, which is the label of a published edition that came with the site."
    Event.objects.create(edition=draft, what=EventKind.RENAMED, at=at, words=words)


def clone_edition(*, edition: Edition, label: str) -> Edition:
    """A saved draft with all rows of another edition, under another label."""
    copy = copy_of(edition)
    copy.edition.label = label
    insert_fixture(fixture=copy)
    return copy.edition


def copy_of(edition: Edition) -> Fixture:
    """An unsaved copy of an edition for a draft. Reading takes longest: do it outside transactions.

    For a source without a day, the edition's day counts. The copy writes it down, so that it stays
    when the draft gets a later date.
    """
    copy = read_rows(kept_lines(edition), Fixture(Edition(as_of=edition.as_of)))
    for source in copy.rows[Source]:
        source.checked_on = source.checked_on or edition.as_of
    return copy


def insert_fixture(*, fixture: Fixture) -> None:
    """Saves an edition and its rows without checks. Raises EditionRefused if constraints do."""
    try:
        with transaction.atomic():
            _save(fixture)
    except DatabaseError as error:
        if Edition.objects.filter(label=fixture.edition.label).exists():  # made meanwhile
            raise EditionRefused(f"There is an edition {fixture.edition} already.") from error
        faults = _violations(fixture)
        says = f"The database refuses edition {fixture.edition}:{'' if faults else f' {error}'}"
        raise EditionRefused(says, faults) from error


def _save(fixture: Fixture) -> None:
    fixture.edition.save(force_insert=True)
    for model, rows in fixture.rows.items():
        model.objects.bulk_create(rows)
    for model, pairs in groupby(fixture.also, key=lambda pair: type(pair[0])):
        links = model.also.through
        name = model.also.field.m2m_field_name()
        links.objects.bulk_create(links(**{name: row}, source=source) for row, source in pairs)
    Release.objects.bulk_create(fixture.releases)


def _violations(fixture: Fixture) -> list[Fault]:
    """The rows that break a constraint. It looks at each row, so it runs only after a refusal."""
    found = []
    for row in (fixture.edition, *(row for rows in fixture.rows.values() for row in rows)):
        for constraint in row._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                try:
                    constraint.validate(type(row), row)
                except ValidationError as error:
                    found.append(fault(row, "", " ".join(error.messages)))
    return found
