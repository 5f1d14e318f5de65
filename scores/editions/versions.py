"""Versions of rows, to find out whether a row changed since somebody read it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from scores.editions.checks.faults import name_of
from scores.editions.drafts import edition_of
from scores.models import Edit

SHORT = 16
"""Length of a version in hexadecimal digits."""


def version_of(row: Any) -> str:
    """The version of a row as it is stored; any change to the row gives another."""
    values = [field.value_from_object(row) for field in row._meta.concrete_fields]
    linked = [
        sorted(other.pk for other in getattr(row, field.name).all())
        for field in row._meta.many_to_many
    ]
    written = DjangoJSONEncoder().encode([values, linked])
    return hashlib.sha256(written.encode()).hexdigest()[:SHORT]


def version_of_all(rows: Iterable[Any]) -> str:
    """The version of several rows in any order; any change to one of them gives another."""
    versions = sorted(f"{row.pk} {version_of(row)}" for row in rows)
    return hashlib.sha256("\n".join(versions).encode()).hexdigest()[:SHORT]


def last_edit_of(row: Any) -> Edit | None:
    """The last edit of a row, or None."""
    edits = Edit.objects.filter(edition=edition_of(row), table=name_of(type(row)), row_id=row.pk)
    return edits.select_related("by").first()
