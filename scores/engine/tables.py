"""The kinds of figure as tables of plain rows: what a download holds, what a source is used for.

A source may reserve reproduction: its figures are cited one by one and never listed whole, so a
download leaves its rows out and says how many they are and where they stand.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from typing import Any

from .edition import Edition
from .figures import (
    Claim,
    Competitiveness,
    GroupMatchRate,
    HouseSetting,
    KeyDate,
    MatchScore,
    NormTable,
    Parameter,
    PassingStandard,
    PassRate,
    Policy,
    PracticeTest,
    PracticeTestBand,
    Row,
    ScoreBandMatchRate,
    ScoreDistribution,
    ScorePrecision,
    Source,
    Specialty,
    SpecialtyMatchRate,
    SurveyAnswer,
)
from .record import number

Cells = dict[str, Any]
"""One row as plain data: strings, numbers, booleans, lists of strings, None."""


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of figure; `name` is its part of an address and never changes."""

    name: str
    title: str
    of: type[Any]
    one_row: str
    """What one row is, in words."""
    rows: Callable[[Edition], Iterable[Any]]
    anchor: str = ""
    """Where a page shows these figures; empty: on the page of each specialty."""


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "passing-standards",
            "Passing standards",
            PassingStandard,
            "a passing score and the first test day it applies to",
            lambda edition: edition.passing_standards,
            "passing-standards",
        ),
        Table(
            "norms",
            "Norms",
            NormTable,
            "one score of a norm table and the percentage scoring lower",
            lambda edition: edition.norm_tables,
            "norms",
        ),
        Table(
            "score-distributions",
            "Means and standard deviations",
            ScoreDistribution,
            "mean and standard deviation of a period",
            lambda edition: edition.distributions,
            "distributions",
        ),
        Table(
            "score-precision",
            "Score precision",
            ScorePrecision,
            "an error of measurement in points",
            lambda edition: edition.precisions,
            "precision",
        ),
        Table(
            "match-scores",
            "Match scores",
            MatchScore,
            "Step 2 CK of those who matched, or did not, in a specialty, group and cycle",
            lambda edition: edition.match_scores,
        ),
        Table(
            "match-rates-by-score-band",
            "Match rates by score band",
            ScoreBandMatchRate,
            "percent matched among those in a score band",
            lambda edition: edition.band_rates,
        ),
        Table(
            "match-rates-by-specialty",
            "Match rates by specialty",
            SpecialtyMatchRate,
            "how many ranked a specialty first, and how many of them matched in it",
            lambda edition: edition.specialty_rates,
        ),
        Table(
            "match-rates-by-group",
            "Match rates by group",
            GroupMatchRate,
            "percent matched of a whole group in a cycle",
            lambda edition: edition.group_rates,
            "match-rates",
        ),
        Table(
            "pass-rates",
            "Pass rates",
            PassRate,
            "percent passing of a group of examinees in a year",
            lambda edition: edition.pass_rates,
            "pass-rates",
        ),
        Table(
            "practice-tests",
            "Practice tests",
            PracticeTest,
            "a practice form: its offset, and when it is usually sat",
            lambda edition: edition.practice_tests.values(),
            "practice-tests",
        ),
        Table(
            "practice-test-bands",
            "Practice tests by band",
            PracticeTestBand,
            "actual scores of those whose practice score lay in a printed band",
            lambda edition: (
                band for test in edition.practice_tests.values() for band in test.bands
            ),
            "practice-tests",
        ),
        Table(
            "policies",
            "Policies",
            Policy,
            "a rule of the examining bodies",
            lambda edition: edition.policies.values(),
            "policies",
        ),
        Table(
            "key-dates",
            "Key dates",
            KeyDate,
            "a date of an application season, with how it is known",
            lambda edition: edition.key_dates,
            "key-dates",
        ),
        Table(
            "claims",
            "Claims",
            Claim,
            "what an article states or advises, with its standing",
            lambda edition: edition.claims.values(),
            "tiers",
        ),
        Table(
            "competitiveness",
            "Competitiveness",
            Competitiveness,
            "how competitive one article calls a specialty",
            lambda edition: edition.competitiveness.values(),
        ),
        Table(
            "programme-director-survey",
            "Program director survey",
            SurveyAnswer,
            "what program directors say they look at",
            lambda edition: edition.survey,
            "survey",
        ),
        Table(
            "house-settings",
            "House settings",
            HouseSetting,
            "a number chosen by the editors of this site, and why",
            lambda edition: edition.settings.values(),
            "house-settings",
        ),
        Table(
            "projection-parameters",
            "Projection parameters",
            Parameter,
            "a number of the projection from practice tests",
            lambda edition: edition.parameters.values(),
            "projection-parameters",
        ),
        Table(
            "specialties",
            "Specialties",
            Specialty,
            "a specialty",
            lambda edition: edition.specialties.values(),
        ),
        Table(
            "sources",
            "Sources",
            Source,
            "a source, and what kind of evidence it is",
            lambda edition: edition.sources.values(),
        ),
    )
}

COMMON = ("kind", "sources", "carried_back", "note")
"""What every figure has; it comes last in a row."""

LEFT_OUT = frozenset({"where", "bands"})
"""A word made from another column, and what is a table of its own."""

POINT = ("score", "percentile")
"""What one point of a norm table holds."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """What a download leaves out: so many rows, which stand at these sources."""

    rows: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Download:
    table: Table
    columns: tuple[str, ...]
    rows: tuple[Cells, ...]
    withheld: Withheld


def download_of(edition: Edition, table: Table) -> Download:
    """The rows of one kind that may be handed on, and what was left out."""
    rows: list[Cells] = []
    for row in table.rows(edition):
        if not reserved_by(edition, row):
            rows += cells_of(row)
    return Download(table, columns_of(table.of), tuple(rows), extent_of(edition, table).withheld)


def reserved_by(edition: Edition, row: Any) -> set[str]:
    """The sources of a row that reserve reproduction."""
    names = row.sources if isinstance(row, Row) else ()
    return {name for name in names if edition.sources[name].reserves_reproduction}


def columns_of(kind: type[Any]) -> tuple[str, ...]:
    """The names of the values of a row, what all figures have in common last."""
    names = [field.name for field in fields(kind) if field.name not in LEFT_OUT]
    common = [name for name in COMMON if name in names]
    own = [name for name in names if name not in common]
    if kind is NormTable:
        own[own.index("points") :] = POINT
    return (*own, *common)


def cells_of(row: Any) -> Iterator[Cells]:
    """A row as plain data; a norm table gives a row for each of its points."""
    for point in row.points if isinstance(row, NormTable) else [()]:
        given = dict(zip(POINT, point, strict=False))
        yield {
            name: plain_cell(given[name] if name in given else getattr(row, name))
            for name in columns_of(type(row))
        }


def plain_cell(value: Any) -> Any:
    if isinstance(value, Fraction):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Use:
    """One table that a source is used for: so many rows, in these specialties."""

    table: Table
    rows: int
    specialties: tuple[str, ...]


def uses_of(edition: Edition) -> dict[str, tuple[Use, ...]]:
    """What each source is used for, by its id; empty for one used for nothing."""
    found: dict[str, list[Use]] = {name: [] for name in edition.sources}
    for table in TABLES.values():
        rows: dict[str, list[Row]] = {}
        for row in table.rows(edition):
            for name in getattr(row, "sources", ()):
                rows.setdefault(name, []).append(row)
        for name, cited in rows.items():
            specialties = sorted({getattr(row, "specialty", "") for row in cited} - {""})
            found[name].append(Use(table, len(cited), tuple(specialties)))
    return {name: tuple(uses) for name, uses in found.items()}


@dataclass(frozen=True, slots=True)
class Extent:
    """How many rows an edition holds of one kind, and how many of them a download leaves out."""

    table: Table
    rows: int
    withheld: Withheld


def extents_of(edition: Edition) -> Iterator[Extent]:
    return (extent_of(edition, table) for table in TABLES.values())


def extent_of(edition: Edition, table: Table) -> Extent:
    """How many rows of a kind there are, counted as a download would list them."""
    rows = withheld = 0
    reserved: set[str] = set()
    for row in table.rows(edition):
        lines = len(row.points) if isinstance(row, NormTable) else 1
        names = reserved_by(edition, row)
        rows += lines
        withheld += lines if names else 0
        reserved |= names
    sources = tuple(edition.sources[name] for name in sorted(reserved))
    return Extent(table, rows, Withheld(withheld, sources))
