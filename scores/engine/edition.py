"""An edition: one complete, immutable set of all figures, indexed the way the rules ask."""

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
    """The editions in which a rule reads a figure, by their labels; an empty end is open.

    So a rule may need what earlier editions do not have, and cease to read what they have.
    """

    since: str = ""
    until: str = ""

    def holds(self, label: str) -> bool:
        at = in_order(label)
        is_after = not self.since or at >= in_order(self.since)
        return is_after and (not self.until or at <= in_order(self.until))


def in_order(label: str) -> tuple[int, ...]:
    """A label as its place among others: 2026.10 comes after 2026.9."""
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
        """The service through which a specialty takes applications: ERAS unless recorded."""
        if row := self.application_services.get(specialty):
            return row.application_service
        match_service = self.specialties[specialty].match_service
        return match_service if match_service == "sf-match" else "eras"

    def match_service(self, specialty: str) -> str:
        """The service whose Match a specialty takes part in."""
        row = self.application_services.get(specialty)
        return row.match_service if row else self.specialties[specialty].match_service

    @cached_property
    def found(self) -> Mapping[Callable[..., Any], dict[Any, Any]]:
        """What functions that are `kept` found of it."""
        return defaultdict(dict)

    @cached_property
    def choices(self) -> Mapping[str, figures.Specialty]:
        """The specialties a student can choose; the others are found and say what to do."""
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
        """Whether that many people may be a benchmark; a number not stated may."""
        return n is None or n >= self.setting("min_n")

    def is_small(self, n: int | None) -> bool:
        return n is not None and n < self.setting("small_n")

    @cached_property
    def newest_match_cycle(self) -> str:
        return max(row.cycle for row in self.match_scores)

    @cached_property
    def eligible(self) -> tuple[figures.MatchScore, ...]:
        """The rows that may be a benchmark: of the matched, of enough people, never advice.

        The best come first: best evidence, then the newest cycle, then the most people.
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
        """The eligible rows of one cell, the best first; no specialty means all together."""
        return self._cells.get((specialty, group), ())

    @cached_property
    def _cells(self) -> Mapping[tuple[str, str], tuple[figures.MatchScore, ...]]:
        return _gathered(self.eligible, lambda row: (row.specialty, row.group))

    def scores_of(self, specialty: str) -> tuple[figures.MatchScore, ...]:
        """Every recorded match score of one specialty."""
        return self._by_specialty.get(specialty, ())

    @cached_property
    def _by_specialty(self) -> Mapping[str, tuple[figures.MatchScore, ...]]:
        return _gathered(self.match_scores, lambda row: row.specialty)

    @cached_property
    def newest_rows(self) -> Mapping[figures.Row, None]:
        """Of each kind, exam, group and service, the rows of the newest date, in their order."""
        family = _finer_family if FINER.holds(self.label) else _family
        newest: dict[Family, str] = defaultdict(str)
        for row in self.rows():
            for of in {_family(row), family(row)}:
                newest[of] = max(newest[of], row.dated)
        return dict.fromkeys(row for row in self.rows() if row.dated == newest[family(row)])


def kept[*Args, Found](
    function: Callable[[Edition, *Args], Found],
) -> Callable[[Edition, *Args], Found]:
    """Lets an edition keep what a function finds of it, by the other arguments, while it is there.

    Only for arguments of which there are few: specialties, groups, aims, whole scores; never dates
    of a student, or practice tests.
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
"""Since then a new report on one group, or dates of one service, leave those of others due."""


def _family(row: Any) -> Family:
    """Rows of which one is newer than the other: of one kind, and of one exam."""
    return type(row), getattr(row, "exam", ""), "", ""


def _finer_family(row: Any) -> Family:
    """Of one group and service as well; people of no stated group are none of their own."""
    group = getattr(row, "group", "")
    told = group if group in GROUPS else ""
    return type(row), getattr(row, "exam", ""), told, getattr(row, "service", "")
