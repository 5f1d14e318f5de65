"""Whether a row still is what somebody read before editing it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from scores.editions.checks.faults import name_of
from scores.editions.drafts import edition_of
from scores.models import Edit

SHORT = 16
"""Digits of a digest that tell two states of one row apart."""


def version_of(row: Any) -> str:
    """Of a row as it is stored: another after any change to it."""
    values = [field.value_from_object(row) for field in row._meta.concrete_fields]
    linked = [
        sorted(other.pk for other in getattr(row, field.name).all())
        for field in row._meta.many_to_many
    ]
    written = DjangoJSONEncoder().encode([values, linked])
    return hashlib.sha256(written.encode()).hexdigest()[:SHORT]


def version_of_all(rows: Iterable[Any]) -> str:
    """Of several rows together, in any order: another after any change to one of them."""
    versions = sorted(f"{row.pk} {version_of(row)}" for row in rows)
    return hashlib.sha256("\n".join(versions).encode()).hexdigest()[:SHORT]


def last_edit_of(row: Any) -> Edit | None:
    """Who changed a row last."""
    edits = Edit.objects.filter(edition=edition_of(row), table=name_of(type(row)), row_id=row.pk)
    return edits.select_related("by").first()
