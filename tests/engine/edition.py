"""Reads the edition of a fixture as values of the engine, without a database."""

import json
from collections import defaultdict
from dataclasses import fields
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import get_args

from scores import models
from scores.editions.registry import KIND_OF_TABLE, KINDS
from scores.engine import figures
from scores.engine.edition import Edition, in_order
from scores.engine.vocabulary import EVIDENCE_RANK

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"

RULES = ("passingstandard", "policy", "keydate", "applicationservice")
ADVICE = ("claim", "competitiveness")


TODAY = {  # columns of a fixture that have another name today
    "matchscore": {"applicant_group": "group"},
    "scorebandmatchrate": {"applicant_group": "group"},
    "specialtymatchrate": {"applicant_group": "group"},
    "groupmatchrate": {"applicant_group": "group", "active": "n"},
    "applicationprofile": {"applicant_group": "group"},
    "earlymatchrate": {"applicant_group": "group"},
    "projectionparameter": {"population": "describes"},
}

ORDER = {  # the order of the tables, by slug if missing; a minus reverses a column
    "passingstandard": ["exam", "effective_from"],
    "normtable": ["exam", "-window_to", "window_from"],
    "scoredistribution": ["exam", "period"],
    "scoreprecision": ["exam", "statistic", "-as_of"],
    "matchscore": ["-cycle", "group", "specialty", "outcome", "source"],
    "scorebandmatchrate": ["-cycles", "group", "specialty", "low", "source"],
    "specialtymatchrate": ["-cycle", "group", "specialty"],
    "groupmatchrate": ["-cycle", "group"],
    "passrate": ["exam", "examinees", "attempt", "year"],
    "practicetestband": ["test", "low"],
    "keydate": ["day", "event", "cycle"],
    "claim": ["topic", "slug"],
    "surveyanswer": ["-year", "factor", "measure"],
    "competitiveness": ["specialty", "source"],
    "specialtyname": ["specialty", "name"],
    "applicationservice": ["specialty"],
    "specialtypositions": ["-cycle", "specialty"],
    "trackapplicants": ["-cycle", "track"],
    "applicationprofile": ["-cycle", "group", "specialty", "outcome"],
    "earlymatchrate": ["-cycle", "group", "specialty"],
}


def newest_label() -> str:
    """The label of the last edition among the fixtures."""
    return max((path.stem for path in FIXTURES.glob("*.jsonl")), key=in_order)


@cache
def read_fixture(label: str) -> Edition:
    """The edition of a fixture, read once."""
    return _Fixture((FIXTURES / f"{label}.jsonl").read_text("utf-8").splitlines()).read()


class _Fixture:
    def __init__(self, lines: list[str]) -> None:
        self.tables: dict[str, list[dict]] = defaultdict(list)
        for line in lines:
            row = json.loads(line)
            table = row["model"].removeprefix("scores.")
            names = TODAY.get(table, {})
            self.tables[table].append(
                {names.get(name, name): _last(value) for name, value in row["fields"].items()}
            )
        for row in self.tables["normpoint"]:  # its table's key: edition, exam and window
            row["table"] = tuple(row["table"][1:])

    def read(self) -> Edition:
        (edition,) = self.tables["edition"]
        self.sources = {row["slug"]: _value(figures.Source, row) for row in self.tables["source"]}
        specialties = [_value(figures.Specialty, row) for row in self.tables["specialty"]]
        specialties.sort(key=lambda specialty: specialty.name)
        self.specialties = {specialty.slug: specialty for specialty in specialties}
        return Edition(
            label=edition["label"],
            as_of=date.fromisoformat(edition["as_of"]),
            sources=self.sources,
            specialties=self.specialties,
            **{
                kind.held_in: self.held(kind)
                for kind in KINDS.values()
                if issubclass(kind.value, figures.Row) and kind.held_in
            },
        )

    def held(self, kind):
        rows = self.rows(kind)
        return {getattr(row, kind.key): row for row in rows} if kind.key else rows

    def rows(self, kind):
        """The values of a kind, with their parts from other tables."""
        table, parts = kind.model._meta.model_name, PARTS.get(kind.value, {})
        return tuple(
            _value(
                kind.value,
                row,
                **self.common(table, row),
                **{name: find(self, row) for name, find in parts.items()},
            )
            for row in self.ordered(kind.model)
        )

    def common(self, table, row):
        sources = sorted([row["source"], *sorted(row["also"])], key=self.rank)
        is_house = self.sources[row["source"]].evidence == "house"
        kind = "rule" if table in RULES else "advice" if table in ADVICE else "observed"
        common = {
            "sources": tuple(sources),
            "kind": "fitted" if row.get("is_fitted") else "house" if is_house else kind,
        }
        if "specialty" in row:
            specialty = self.specialties.get(row["specialty"])
            common["specialty"] = specialty.slug if specialty else ""
            common["where"] = specialty.in_text if specialty else "all specialties"
        return common

    def rank(self, source):
        return EVIDENCE_RANK[self.sources[source].evidence]

    def ordered(self, model):
        rows = self.tables[model._meta.model_name]
        for name in reversed(ORDER.get(model._meta.model_name, ["slug"])):
            column = name.removeprefix("-")
            rows = sorted(rows, key=lambda row: self.sort_key(column, row), reverse=name[0] == "-")
        return rows

    def sort_key(self, column, row):
        """A sort key: open ends of a band come first, all specialties together last."""
        value = row[column]
        if column == "specialty":
            return (value is None, value and self.specialties[value].name)
        return (value is not None, value)

    def points(self, table):
        key = (table["exam"], table["window_from"], table["window_to"])
        points = [row for row in self.tables["normpoint"] if row["table"] == key]
        return tuple(sorted((row["score"], row["percentile"]) for row in points))

    def bands(self, test):
        bands = self.rows(KIND_OF_TABLE[models.PracticeTestBand])
        return tuple(band for band in bands if band.test == test["slug"])


PARTS = {
    figures.NormTable: {"points": _Fixture.points},
    figures.PracticeTest: {"bands": _Fixture.bands},
}


def _last(reference):
    """The target of a reference within its edition: a slug, a list of slugs, or a longer key."""
    if not isinstance(reference, list):
        return reference
    if reference and isinstance(reference[0], list):
        return [_last(one) for one in reference]
    return reference[-1] if len(reference) == 2 else reference


def _value(value, row, /, **given):
    for field in fields(value):
        if field.name not in given and field.name in row:  # else it has its default
            given[field.name] = _typed(row[field.name], field.type)
    return value(**given)


def _typed(value, type_):
    """A value as the engine holds it; in a fixture, dates and decimals are text."""
    types = get_args(type_) or (type_,)
    if not isinstance(value, str) or str in types:
        return value
    if date in types:
        return date.fromisoformat(value)
    number = Fraction(value)
    return int(number) if number.denominator == 1 else number


@cache
def _rows_of(edition):
    return frozenset(edition.rows())


def are_of(edition, read):
    """Whether each figure is the value of a row of the edition: a trace has no others."""
    return all(figure.row in _rows_of(edition) and _is_recorded(figure) for figure in read)


def _is_recorded(figure):
    row = figure.row
    if isinstance(row, figures.NormTable):
        return (figure.at, figure.value) in row.points
    if isinstance(row, figures.KeyDate):
        return (figure.statistic, figure.value) == (row.event, row.day.isoformat())
    return figure.value == getattr(row, figure.statistic)
