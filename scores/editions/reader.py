"""Editions as values of the engine. Published ones are immutable, so they are read once and kept.

They are kept by label and digest, so one of the same label with other content is read itself. Other
modules keep what follows from published editions in the same way.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import QuerySet

from scores import models
from scores.editions.away import remembered
from scores.editions.registry import KIND_OF_TABLE, KINDS, FigureKind
from scores.engine import edition as engine
from scores.engine import figures
from scores.engine.vocabulary import EVIDENCE_RANK

LABEL = re.compile(r"[0-9]{4}\.[0-9]{1,3}")
"""The form of a label. PostgreSQL refuses some texts outright, so no other form is looked up."""

KEPT = 8
"""How many editions a process keeps: those last used, so the current one is among them."""


RELEASES = models.Release.objects.values_list("begins", "edition__label", "edition__digest")
"""All releases, the last to begin first. The query is built once, as every page uses it."""

MOSTLY = 4
"""How many releases are read first: hardly ever are so many scheduled that none has begun."""


class Begins(NamedTuple):
    """A release: the edition of this label and digest is the current one from `at` on."""

    at: datetime
    label: str
    digest: str


def current_edition(*, at: datetime) -> engine.Edition:
    """Raises Edition.DoesNotExist before the first release."""
    in_force = current_release(at=at)
    return edition_of(in_force.label, in_force.digest)


def current_release(*, at: datetime) -> Begins:
    """Raises Edition.DoesNotExist before the first release."""
    for begins in remembered("releases", lambda: _releases(at)):
        if begins.at <= at:
            return begins
    raise models.Edition.DoesNotExist("No edition has been released.")


def _releases(at: datetime) -> list[Begins]:
    """The releases ahead, the last to begin first, and then the one in force.

    It also reads the editions of those ahead: the database may be unavailable when they begin.
    """
    releases = []
    for some in (slice(MOSTLY), slice(MOSTLY, None)):
        for begins in starmap(Begins, RELEASES[some]):
            releases.append(begins)
            edition_of(begins.label, begins.digest)
            if begins.at <= at:
                return releases
    return releases


@lru_cache(maxsize=KEPT)
def edition_of(label: str, digest: str) -> engine.Edition:
    """The published edition of a label and digest; no query if it is kept.

    Raises Edition.DoesNotExist where there is none.
    """
    return _Reader(models.Edition.objects.published().get(label=label, digest=digest)).read()


def published_editions() -> QuerySet[models.Edition]:
    """The published editions, with what pages show of each."""
    published = models.Edition.objects.published()
    return published.select_related("publication").prefetch_related("releases")


def published_row(label: str) -> models.Edition:
    """Raises Edition.DoesNotExist unless that edition is published."""
    if not LABEL.fullmatch(label):
        raise models.Edition.DoesNotExist("That cannot be the label of an edition.")
    return remembered(f"edition {label}", lambda: published_editions().get(label=label))


def published_edition(label: str) -> engine.Edition:
    """Raises Edition.DoesNotExist unless that edition is published."""
    return read_edition(published_row(label))


def read_edition(row: models.Edition) -> engine.Edition:
    """The engine's values of an edition; those of a draft are read again each time."""
    return edition_of(row.label, row.digest) if row.is_published else _Reader(row).read()


class _Reader:
    """Reads the tables of one edition with one query each, and one for further sources."""

    def __init__(self, row: models.Edition) -> None:
        self.row = row
        self.slugs: dict[int, str] = {}
        self.where: dict[int | None, str] = {None: "all specialties"}
        self.specialty: dict[int | None, str] = {None: ""}

    def read(self) -> engine.Edition:
        sources = {row.slug: self._source(row) for row in self._all(models.Source)}
        specialties = {row.slug: self._specialty(row) for row in self._all(models.Specialty)}
        self.evidence = {slug: EVIDENCE_RANK[source.evidence] for slug, source in sources.items()}
        return engine.Edition(
            label=self.row.label,
            as_of=self.row.as_of,
            sources=sources,
            specialties=dict(sorted(specialties.items(), key=lambda item: item[1].name)),
            **{
                kind.held_in: self._held(kind)
                for kind in KINDS.values()
                if issubclass(kind.value, figures.Row) and kind.held_in
            },
        )

    def _held(self, kind: FigureKind) -> Any:
        """The rows of a kind, in the form that the engine's edition holds them."""
        parts = PARTS[kind.value](self) if kind.value in PARTS else {}
        rows = tuple(
            self._value(row, kind, **{name: found[row.pk] for name, found in parts.items()})
            for row in self._figures(kind.model)
        )
        return {getattr(row, kind.key): row for row in rows} if kind.key else rows

    def _all(self, model: Any) -> Any:
        return model.objects.filter(edition=self.row)

    def _source(self, row: models.Source) -> figures.Source:
        self.slugs[row.pk] = row.slug
        return figures.Source(**{name: getattr(row, name) for name in figures.Source.__slots__})

    def _specialty(self, row: models.Specialty) -> figures.Specialty:
        names = figures.Specialty.__slots__
        specialty = figures.Specialty(**{name: getattr(row, name) for name in names})
        self.specialty[row.pk], self.where[row.pk] = specialty.slug, specialty.in_text
        return specialty

    def _figures(self, model: Any) -> Any:
        return self._all(model).prefetch_related("also")

    def _value(self, row: Any, kind: FigureKind, **given: Any) -> Any:
        """The engine's value of a row: its columns by name, except for those in `given`."""
        given |= {
            "sources": self._sources(row),
            "kind": self._kind(row),
        }
        if hasattr(row, "specialty_id"):
            given |= {
                "specialty": self.specialty[row.specialty_id],
                "where": self.where[row.specialty_id],
            }
        for name in {field.name for field in fields(kind.value)} - given.keys():
            given[name] = exact(getattr(row, name))
        return kind.value(**given)

    def _sources(self, row: Any) -> tuple[str, ...]:
        """The ids of its sources, the best evidence first, and `source` first among equals."""
        ids = [self.slugs[row.source_id], *(source.slug for source in row.also.all())]
        return tuple(sorted(ids, key=self.evidence.__getitem__))

    def _kind(self, row: Any) -> str:
        if getattr(row, "is_fitted", False):
            return "fitted"
        is_house = self.evidence[self.slugs[row.source_id]] == EVIDENCE_RANK["house"]
        return "house" if is_house else str(row.kind)

    def points(self) -> dict[str, Any]:
        """The points of each norm table."""
        points: dict[int, tuple[tuple[int, int], ...]] = defaultdict(tuple)
        for table, score, percentile in (
            models.NormPoint.objects.filter(table__edition=self.row)
            .order_by("table", "score")
            .values_list("table", "score", "percentile")
        ):
            points[table] += ((score, percentile),)
        return {"points": points}

    def bands(self) -> dict[str, Any]:
        """The bands of each practice test."""
        kind = KIND_OF_TABLE[models.PracticeTestBand]
        bands: dict[int, tuple[figures.PracticeTestBand, ...]] = defaultdict(tuple)
        for row in self._figures(models.PracticeTestBand).select_related("test"):
            bands[row.test_id] += (self._value(row, kind, test=row.test.slug),)
        return {"bands": bands}


PARTS: dict[type[Any], Callable[[_Reader], dict[str, Any]]] = {
    figures.NormTable: _Reader.points,
    figures.PracticeTest: _Reader.bands,
}
"""Fields of a value that come from other tables, by the key of its row."""


def exact(value: Any) -> Any:
    """Decimals as exact fractions, or ints if whole; everything else as it is."""
    if not isinstance(value, Decimal):
        return value
    fraction = Fraction(value)
    return int(fraction) if fraction.denominator == 1 else fraction
