"""An edition: one complete, immutable set of all figures, indexed for the rules."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property, wraps
from typing import Any

from scores.engine import figures
from scores.engine.steps import Number
from scores.engine.vocabulary import GROUPS, NEVER_A_BENCHMARK

Family = tuple[type[figures.Row], str, str, str]


@dataclass(frozen=True, slots=True)
class Span:
    """The editions from `since` to `until` to which a rule applies; an empty end is open.

    It lets a rule need figures that earlier editions lack, or stop reading ones that they have.
    """

    since: str = ""
    until: str = ""

    def holds(self, label: str) -> bool:
        at = in_order(label)
        is_after = not self.since or at >= in_order(self.since)
        return is_after and (not self.until or at <= in_order(self.until))


def in_order(label: str) -> tuple[int, ...]:
    """A label as a sort key: 2026.10 comes after 2026.9."""
    return tuple(int(part) for part in label.split("."))


@dataclass(frozen=True, eq=False, kw_only=True)
class Edition:
    """One complete, immutable set of all figures."""

    label: str
    as_of: date
    sources: Mapping[str, figures.Source]
    specialties: Mapping[str, figures.Specialty]
    settings: Mapping[str, figures.HouseSetting]
    parameters: Mapping[str, figures.Parameter]
    passing_standards: tuple[figures.PassingStandard, ...]
    norm_tables: tuple[figures.NormTable, ...]
    distributions: tuple[figures.ScoreDistribution, ...]
    precisions: tuple[figures.ScorePrecision, ...]
    match_scores: tuple[figures.MatchScore, ...]
    band_rates: tuple[figures.ScoreBandMatchRate, ...]
    specialty_rates: tuple[figures.SpecialtyMatchRate, ...]
    group_rates: tuple[figures.GroupMatchRate, ...]
    pass_rates: tuple[figures.PassRate, ...]
    practice_tests: Mapping[str, figures.PracticeTest]
    policies: Mapping[str, figures.Policy]
    key_dates: tuple[figures.KeyDate, ...]
    claims: Mapping[str, figures.Claim]
    survey: tuple[figures.SurveyAnswer, ...]
    competitiveness: Mapping[str, figures.Competitiveness]
    specialty_names: tuple[figures.SpecialtyName, ...] = ()
    application_services: Mapping[str, figures.ApplicationService] = field(default_factory=dict)
    positions: tuple[figures.SpecialtyPositions, ...] = ()
    track_applicants: tuple[figures.TrackApplicants, ...] = ()
    application_profiles: tuple[figures.ApplicationProfile, ...] = ()
    early_rates: tuple[figures.EarlyMatchRate, ...] = ()

    def setting(self, name: str) -> Number:
        return self.settings[name].value

    def application_service(self, specialty: str) -> str:
        """The service that takes a specialty's applications.

        If none is recorded, it is SF Match for a specialty of that Match, and otherwise ERAS.
        """
        if row := self.application_services.get(specialty):
            return row.application_service
        match_service = self.specialties[specialty].match_service
        return match_service if match_service == "sf-match" else "eras"

    def match_service(self, specialty: str) -> str:
        """The service that runs a specialty's Match."""
        row = self.application_services.get(specialty)
        return row.match_service if row else self.specialties[specialty].match_service

    @cached_property
    def found(self) -> Mapping[Callable[..., Any], dict[Any, Any]]:
        """The cached results of `kept` functions, by function and arguments."""
        return defaultdict(dict)

    @cached_property
    def choices(self) -> Mapping[str, figures.Specialty]:
        """The specialties a student can choose; searching for another shows what to do instead."""
        return {slug: each for slug, each in self.specialties.items() if each.is_choice}

    def rows(self) -> Iterator[figures.Row]:
        """Every row of every kind."""
        for kind in fields(self):
            table: Any = getattr(self, kind.name)
            rows = table.values() if isinstance(table, Mapping) else table
            if not isinstance(rows, str | date):
                yield from (row for row in rows if isinstance(row, figures.Row))
        for test in self.practice_tests.values():
            yield from test.bands

    def is_enough(self, n: int | None) -> bool:
        """Whether `n` people are enough for a benchmark; an unknown number (None) is."""
        return n is None or n >= self.setting("min_n")

    def is_small(self, n: int | None) -> bool:
        return n is not None and n < self.setting("small_n")

    @cached_property
    def newest_match_cycle(self) -> str:
        return max(row.cycle for row in self.match_scores)

    @cached_property
    def eligible(self) -> tuple[figures.MatchScore, ...]:
        """The rows that may be a benchmark: of the matched, with enough people, never advice.

        The order is best evidence first, then the newest cycle, then the most people.
        """
        rows = [
            row
            for row in self.match_scores
            if row.outcome == "matched"
            and row.use == "benchmark"
            and self.is_enough(row.n)
            and self.sources[row.sources[0]].evidence not in NEVER_A_BENCHMARK
        ]
        return tuple(sorted(rows, key=self._precedence))

    def _precedence(self, row: figures.MatchScore) -> tuple[int, int, int, str, str, str]:
        evidence, cycle = self.sources[row.sources[0]].rank, int(row.cycle or 0)
        return (evidence, -cycle, -(row.n or 0), row.specialty, row.group, row.sources[0])

    def benchmarks(self, specialty: str, group: str) -> tuple[figures.MatchScore, ...]:
        """The eligible rows of a specialty and group, the best first.

        An empty specialty means all specialties together.
        """
        return self._cells.get((specialty, group), ())

    @cached_property
    def _cells(self) -> Mapping[tuple[str, str], tuple[figures.MatchScore, ...]]:
        return _gathered(self.eligible, lambda row: (row.specialty, row.group))

    def scores_of(self, specialty: str) -> tuple[figures.MatchScore, ...]:
        """Every recorded match score of a specialty; empty means all specialties together."""
        return self._by_specialty.get(specialty, ())

    @cached_property
    def _by_specialty(self) -> Mapping[str, tuple[figures.MatchScore, ...]]:
        return _gathered(self.match_scores, lambda row: row.specialty)

    @cached_property
    def newest_rows(self) -> Mapping[figures.Row, None]:
        """The rows with the newest date of their kind and exam.

        From edition 2026.3 on, also of their group and service. A dict keeps the order.
        """
        family = _finer_family if FINER.holds(self.label) else _family
        newest: dict[Family, str] = defaultdict(str)
        for row in self.rows():
            for of in {_family(row), family(row)}:
                newest[of] = max(newest[of], row.dated)
        return dict.fromkeys(row for row in self.rows() if row.dated == newest[family(row)])


def kept[*Args, Found](
    function: Callable[[Edition, *Args], Found],
) -> Callable[[Edition, *Args], Found]:
    """Caches a function's results on the edition, by its other arguments.

    Only for arguments with few values: specialties, groups, aims, whole scores. Never for a
    student's dates or practice tests.
    """

    @wraps(function)
    def find(edition: Edition, *args: *Args) -> Found:
        known: dict[Any, Found] = edition.found[function]
        if args not in known:
            known[args] = function(edition, *args)
        return known[args]

    return find


def _gathered[Key](
    rows: Iterable[figures.MatchScore], key: Callable[[figures.MatchScore], Key]
) -> dict[Key, tuple[figures.MatchScore, ...]]:
    found: dict[Key, list[figures.MatchScore]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return {of: tuple(rows) for of, rows in found.items()}


FINER = Span("2026.3")
"""Editions in which a newer report on one group, or newer dates of one service, leaves the newest
rows of other groups and services due for a check."""


def _family(row: Any) -> Family:
    """Rows of one kind and exam replace each other by date."""
    return type(row), getattr(row, "exam", ""), "", ""


def _finer_family(row: Any) -> Family:
    """Like `_family`, but by group and service too; unstated groups have no family of their own."""
    group = getattr(row, "group", "")
    told = group if group in GROUPS else ""
    return type(row), getattr(row, "exam", ""), told, getattr(row, "service", "")
