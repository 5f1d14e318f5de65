"""Reads the lines of a fixture as unsaved rows, linked to one another.

This is the counterpart of `lines`, which writes them. It asks the database nothing.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers import python
from django.core.serializers.jsonl import Serializer as Serializer

from scores.editions.lines import digest_of
from scores.editions.registry import written_as
from scores.engine.errors import UsmlegoalsError
from scores.models import CONTENT, Edition, Release, Source

TABLES: dict[str, Any] = {model._meta.label_lower: model for model in (*CONTENT, Edition, Release)}  # type: ignore[attr-defined]

NOT_CONTENT = ('{"model": "scores.edition"', '{"model": "scores.release"')
"""Beginnings of the lines that are not content: the edition and its releases."""


class FixtureRefused(UsmlegoalsError):
    """The lines are not a fixture of an edition; the message says which line and why."""


@dataclass
class Fixture:
    """An edition with its unsaved rows by table, each table after those it refers to."""

    edition: Edition
    rows: dict[Any, list[Any]] = field(default_factory=lambda: {model: [] for model in CONTENT})
    also: list[tuple[Any, Source]] = field(default_factory=list)
    """A row and a further source of it, in pairs."""
    releases: list[Release] = field(default_factory=list)


def read_edition_line(lines: Sequence[str]) -> Edition:
    """The edition of a fixture, from its first line."""
    try:
        table, values = _parse(lines[0] if lines else "")
        if table is not Edition:
            raise FixtureRefused("a fixture begins with its edition.")
        return Edition(**{name: _value(Edition, name, value) for name, value in values.items()})
    except FixtureRefused as refused:
        raise FixtureRefused(f"Line 1: {refused}") from refused


def read_fixture(lines: Sequence[str]) -> Fixture:
    return read_rows(lines[1:], Fixture(read_edition_line(lines)), first_line=2)


def read_rows(lines: Iterable[str], into: Fixture, *, first_line: int = 1) -> Fixture:
    """Adds the rows to `into`, even if they were written for another edition, and returns it."""
    reader = _Reader(into)
    for number, line in enumerate(lines, start=first_line):
        try:
            reader.add(*_parse(line))
        except FixtureRefused as refused:
            raise FixtureRefused(f"Line {number}: {refused}") from refused
    return into


def lines_digest(lines: Sequence[str]) -> str:
    """The digest of a fixture's content, equal to `content_digest` of the edition once saved."""
    content = (line for line in lines if not line.startswith(NOT_CONTENT))
    return digest_of(read_edition_line(lines), content)


class _Reader:
    """Builds rows and links each to those it refers to, by natural key without the edition."""

    def __init__(self, fixture: Fixture) -> None:
        self.fixture = fixture
        self.found: dict[tuple[Any, ...], Any] = {}

    def add(self, model: Any, values: dict[str, Any]) -> None:
        also = values.pop("also", [])
        row = model(**{name: self._value(model, name, value) for name, value in values.items()})
        if model is Release:
            self.fixture.releases.append(row)
            return
        key = (model, *row.natural_key()[1:])
        if self.found.setdefault(key, row) is not row:
            named = " · ".join(row.name_parts)
            raise FixtureRefused(f"{model._meta.verbose_name} {named} is there twice.")
        self.fixture.rows[model].append(row)
        self.fixture.also += [(row, self._find(Source, other)) for other in also]

    def _value(self, model: Any, name: str, value: Any) -> Any:
        related = _column(model, name).related_model
        if related is None or value is None:
            return _value(model, name, value)
        return self.fixture.edition if related is Edition else self._find(related, value)

    def _find(self, model: Any, key: list[Any]) -> Any:
        try:
            return self.found[model, *key[1:]]
        except KeyError:
            named = " · ".join(map(str, key[1:]))
            raise FixtureRefused(
                f"no {model._meta.verbose_name} “{named}” stands above it."
            ) from None


def _parse(line: str) -> tuple[Any, dict[str, Any]]:
    try:
        record = json.loads(line)
        return TABLES[record["model"]], _named_today(record)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise FixtureRefused("this is not a row of a known table, written as JSON.") from None


def _named_today(record: dict[str, Any]) -> dict[str, Any]:
    """The fields of a line, under the names that the columns have now."""
    names = {written: name for name, written in written_as(TABLES.get(record["model"])).items()}
    return {names.get(name, name): value for name, value in record["fields"].items()}


class Deserializer(python.Deserializer):
    """Lets Django's `loaddata` read the lines of a fixture."""

    def __init__(self, lines: Iterable[str], **options: Any) -> None:
        records = (json.loads(line) for line in lines)
        super().__init__(
            (record | {"fields": _named_today(record)} for record in records), **options
        )


def _column(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        raise FixtureRefused(f"{model._meta.verbose_name} has no field “{name}”.") from None


def _value(model: Any, name: str, value: Any) -> Any:
    try:
        return _column(model, name).to_python(value)
    except ValidationError as error:
        raise FixtureRefused(f"{name}: {' '.join(error.messages)}") from error
