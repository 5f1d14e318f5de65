"""Locks a draft for an editor's work, refuses work on published editions, and records each edit."""

from datetime import datetime
from typing import Any

from scores.editions.diff import Values, changes_of_values, say, what_became
from scores.editions.load import EditionRefused
from scores.models import Edit, Edition
from scores.models.figures import follow

LONGEST_ROW = 400


def edition_of(row: Any) -> Edition:
    """The edition that a row belongs to, or is."""
    if isinstance(row, Edition):
        return row
    edition: Edition = follow(row, row.identity[0].removesuffix("__label"))
    return edition


def hold(*editions: Edition | None) -> list[Edition]:
    """The editions as they are now, locked until the transaction ends.

    None is skipped. Raises EditionRefused where one was deleted.
    """
    keys = [edition.pk for edition in editions if edition is not None]
    rows = Edition.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < len(set(keys)):
        raise EditionRefused("This edition is not there any more.")
    return [found[key] for key in keys]


def hold_draft(*, edition: Edition) -> Edition:
    """The draft, locked until the transaction ends, so that nobody publishes it meanwhile.

    All code that changes a row of a draft calls this first. Raises EditionRefused if it is
    published.
    """
    (held,) = hold(edition)
    if held.is_published:
        raise EditionRefused(f"Edition {held} is published: what it holds never changes.")
    return held


def record_edit(
    *, row: Any, before: Values | None, after: Values | None, by: Any, at: datetime
) -> Edit | None:
    """Records who changed what in a draft; None if nothing changed.

    `before` is None for a new row, `after` for a removed one.
    """
    changes = changes_of_values(before, after)
    what = what_became(before, after)
    if what == "changed" and not changes:
        return None
    return Edit.objects.create(
        edition=edition_of(row),
        by=by,
        at=at,
        what=what,
        table=str(row._meta.verbose_name),
        row=str(row)[:LONGEST_ROW],
        row_id=row.pk,
        fields=[[change.field, _said(change.old), _said(change.new)] for change in changes],
    )


def _said(value: Any) -> str | None:
    return None if value is None else say(value)
