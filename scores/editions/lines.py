"""The content of an edition as lines of text, as fixtures hold it and digests cover it.

There is one object a line, in the order of `CONTENT` and then of natural keys, so that the same
content gives the same bytes on every database.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder

from scores.editions.registry import added_to, written_as
from scores.models import CONTENT, Edition


def rows_of(model: Any, edition: Edition) -> list[Any]:
    """The rows of a table that belong to the edition, in the order of their natural keys."""
    links = [field.name for field in model._meta.fields if field.many_to_one]
    related = [link if link == "edition" else f"{link}__edition" for link in links]
    rows = model.objects.filter(**{model.identity[0]: edition.label}).select_related(*related)
    if hasattr(model, "also"):
        rows = rows.prefetch_related("also__edition")
    return sorted(rows, key=_precedence)


def _precedence(row: Any) -> tuple[tuple[bool, Any], ...]:
    return tuple((part is not None, part if part is not None else 0) for part in row.natural_key())


class Contents:
    """All rows of an edition, each table read once."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.tables: dict[Any, list[Any]] = {model: rows_of(model, edition) for model in CONTENT}

    def of(self, model: Any) -> list[Any]:
        return self.tables[model]

    @cached_property
    def figures(self) -> list[Any]:
        """Every row that has a source."""
        return [row for rows in self.tables.values() for row in rows if hasattr(row, "source_id")]

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all content. It differs from the stored one if the edition was altered."""
        return digest_of(self.edition, self.lines())

    def lines(self) -> Iterator[str]:
        for rows in self.tables.values():
            yield from _lines(rows)


def content_lines(edition: Edition) -> Iterator[str]:
    return Contents(edition).lines()


def kept_lines(edition: Edition) -> Iterable[str]:
    """The content lines of an edition. The last published one asked for is kept in memory."""
    if edition.is_published:
        return _published_lines(edition.label, edition.digest)
    return content_lines(edition)


@lru_cache(maxsize=1)
def _published_lines(label: str, digest: str) -> tuple[str, ...]:
    return tuple(content_lines(Edition.objects.published().get(label=label, digest=digest)))


def fixture_lines(edition: Edition) -> Iterator[str]:
    """The whole fixture: the edition, its content, and its releases."""
    yield from _lines([edition])
    yield from content_lines(edition)
    yield from _lines(edition.releases.order_by("begins"))


WRITTEN: dict[str, Any] = {
    "cls": DjangoJSONEncoder,
    "ensure_ascii": False,
    "separators": (",", ": "),
}
"""How Django's serializer for JSON lines writes: digests cover these bytes."""


def _lines(rows: Iterable[Any]) -> Iterator[str]:
    """Further sources are added here, from rows prefetched: Django would query for each row."""
    held = list(rows)
    columns = {field.name for row in held[:1] for field in row._meta.local_fields}
    objects = serializers.serialize(
        "python",
        held,
        fields=columns,
        use_natural_foreign_keys=True,
        use_natural_primary_keys=True,
    )
    for row, line in zip(held, objects, strict=True):
        names, left_out = written_as(type(row)), _at_default(row)
        line["fields"] = {
            names.get(name, name): value
            for name, value in line["fields"].items()
            if name not in left_out
        }
        if hasattr(row, "also"):
            line["fields"]["also"] = [source.natural_key() for source in row.also.all()]
        yield json.dumps(line, **WRITTEN)


def _at_default(row: Any) -> list[str]:
    """The later columns that have their default: writing them would change earlier digests."""
    columns = map(row._meta.get_field, added_to(type(row)))
    return [each.name for each in columns if getattr(row, each.attname) == each.get_default()]


def content_digest(edition: Edition) -> str:
    return Contents(edition).digest


def digest_of(edition: Edition, lines: Iterable[str]) -> str:
    """SHA-256 over the edition's label, day and summary, and every line of its content."""
    heading = json.dumps([edition.label, edition.as_of.isoformat(), edition.summary])
    digest = hashlib.sha256(heading.encode() + b"\n")
    for line in lines:
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()
