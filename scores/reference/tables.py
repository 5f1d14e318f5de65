"""The figures of an edition as tables for the pages: over time, by window, by group.

Only simple comparisons are derived here: when a passing score ended, a score's percentile in each
norm window, the difference between two groups.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scores.engine import figures
from scores.engine.benchmark import Rung, StandInDifference, stand_in_difference
from scores.engine.edition import Edition
from scores.engine.percentiles import Percentile, percentile_in
from scores.engine.vocabulary import (
    EVIDENCE,
    EXAMS,
    GROUPS,
    GROUPS_ON_RECORD,
    NEVER_A_BENCHMARK,
    STANDINGS,
)


@dataclass(frozen=True, slots=True)
class Standard:
    """A passing score; `until` is the last day it applies to, None for the newest."""

    row: figures.PassingStandard
    until: date | None
    is_in_force: bool


def standards_of(edition: Edition, today: date) -> dict[str, tuple[Standard, ...]]:
    """The passing scores of each exam, the newest first."""
    standards = {exam: tuple(_standards(edition, exam, today)) for exam in EXAMS}
    return {exam: rows for exam, rows in standards.items() if rows}


def _standards(edition: Edition, exam: str, today: date) -> Iterator[Standard]:
    found = (row for row in edition.passing_standards if row.exam == exam)
    rows = sorted(found, key=lambda row: row.effective_from, reverse=True)
    in_force = next((row for row in rows if row.effective_from <= today), None)
    for following, row in zip([None, *rows], rows, strict=False):
        until = following.effective_from - timedelta(days=1) if following else None
        yield Standard(row, until, row is in_force)


Standings = tuple[Percentile | None, ...]
"""A score's percentile in each window; None if the score is outside the recorded points."""


@dataclass(frozen=True, slots=True)
class ExamNorms:
    exam: str
    tables: tuple[figures.NormTable, ...]
    """The newest window first."""
    rows: dict[int, Standings]
    """Percentiles by score, every five points, the highest score first."""

    @property
    def has_interpolated(self) -> bool:
        return any(at and at.is_interpolated for row in self.rows.values() for at in row)


def norms_of(edition: Edition) -> Iterator[ExamNorms]:
    for exam in EXAMS:
        tables = norm_tables_of(edition, exam)
        if tables:
            rows = {score: standings_in(tables, score) for score in _fives(tables)}
            said = {score: row for score, row in rows.items() if _says_something(row)}
            yield ExamNorms(exam, tables, said)


def norm_tables_of(edition: Edition, exam: str) -> tuple[figures.NormTable, ...]:
    tables = [table for table in edition.norm_tables if table.exam == exam]
    return tuple(sorted(tables, key=lambda table: table.window_to, reverse=True))


def standings_in(tables: tuple[figures.NormTable, ...], score: int) -> Standings:
    return tuple(_standing(table, score) for table in tables)


def _standing(table: figures.NormTable, score: int) -> Percentile | None:
    lowest, highest = table.points[0][0], table.points[-1][0]
    return percentile_in(table, score) if lowest <= score <= highest else None


def _fives(tables: tuple[figures.NormTable, ...]) -> range:
    scores = [score for table in tables for score, _ in table.points]
    return range(max(scores) // 5 * 5, min(scores) - 1, -5)


def _says_something(standings: Standings) -> bool:
    """Whether the percentile is between 0 and 100 in at least one window."""
    return any(standing and 0 < standing.value < 100 for standing in standings)


@dataclass(frozen=True, slots=True)
class ExamPassRates:
    exam: str
    years: tuple[str, ...]
    rows: dict[tuple[str, str], tuple[figures.PassRate | None, ...]]
    """Rates by examinees and attempt, one for each of `years`; None if not recorded."""

    @property
    def sources(self) -> tuple[str, ...]:
        rates = [rate for rates in self.rows.values() for rate in rates if rate]
        return tuple(dict.fromkeys(name for rate in rates for name in rate.sources))


def pass_rates_of(edition: Edition) -> Iterator[ExamPassRates]:
    for exam in EXAMS:
        found = [row for row in edition.pass_rates if row.exam == exam]
        if found:
            years = tuple(sorted({row.year for row in found}))
            rates = {(row.examinees, row.attempt, row.year): row for row in found}
            whom = dict.fromkeys((row.examinees, row.attempt) for row in found)
            rows = {who: tuple(rates.get((*who, year)) for year in years) for who in whom}
            yield ExamPassRates(exam, years, rows)


@dataclass(frozen=True, slots=True)
class DatesOfCycle:
    """The key dates of one cycle; `is_past` if all recorded dates are over."""

    cycle: str
    dates: tuple[figures.KeyDate, ...]
    is_past: bool


def dates_by_cycle(rows: Iterable[figures.KeyDate], today: date) -> list[DatesOfCycle]:
    """Cycles with dates ahead, the earliest first, then past ones, the latest first."""
    cycles: dict[str, list[figures.KeyDate]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.day):
        cycles[row.cycle].append(row)
    seasons = [
        DatesOfCycle(cycle, tuple(dates), max(row.last_day or row.day for row in dates) < today)
        for cycle, dates in cycles.items()
    ]
    ahead = sorted((at for at in seasons if not at.is_past), key=_first_day)
    return ahead + sorted((at for at in seasons if at.is_past), key=_first_day, reverse=True)


def _first_day(season: DatesOfCycle) -> date:
    return season.dates[0].day


POLICY_SUBJECTS = {
    "Exam formats": ("exam-format",),
    "Attempts and time limits": ("after-last", "attempt", "fourth", "retake", "seven-years"),
    "Scores and reports": ("report", "delay", "percent-correct"),
}
"""Subjects, by how the ids of their policies begin."""

OTHER_POLICIES = "Registration and applications"


def policies_by_subject(edition: Edition) -> dict[str, list[figures.Policy]]:
    """The policies of each subject; subjects without policies are left out."""
    found: dict[str, list[figures.Policy]] = {name: [] for name in POLICY_SUBJECTS}
    for row in edition.policies.values():
        found.setdefault(_subject(row.slug), []).append(row)
    return {subject: rows for subject, rows in found.items() if rows}


def _subject(slug: str) -> str:
    subjects = (name for name, begins in POLICY_SUBJECTS.items() if slug.startswith(begins))
    return next(subjects, OTHER_POLICIES)


def group_rates_of(edition: Edition) -> list[figures.GroupMatchRate]:
    """The newest Match first, the groups in the order of GROUPS."""
    order = list(GROUPS)
    rows = sorted(edition.group_rates, key=lambda row: order.index(row.group))
    return sorted(rows, key=lambda row: row.cycle, reverse=True)


def overall_scores_of(edition: Edition) -> list[figures.MatchScore]:
    """Match scores of all specialties together, the groups in the order of GROUPS_ON_RECORD."""
    order = list(GROUPS_ON_RECORD)
    return sorted(edition.scores_of(""), key=lambda row: order.index(row.group))


def distributions_of(edition: Edition) -> list[figures.ScoreDistribution]:
    """Means and SDs by exam, the newest period first."""
    order = list(EXAMS)
    return sorted(edition.distributions, key=lambda row: (order.index(row.exam), -row.until))


def precisions_of(edition: Edition) -> list[figures.ScorePrecision]:
    order = list(EXAMS)
    return sorted(
        edition.precisions,
        key=lambda row: (order.index(row.exam) if row.exam in order else len(order), row.exam),
    )


# What articles say


FALLEN = ("contradicted", "superseded", "unsupported")
"""The standings of claims that are wrong, out of date, or without support."""


def claims_by_standing(edition: Edition) -> dict[str, tuple[figures.Claim, ...]]:
    """Claims by standing: first FALLEN, then what still holds, then advice."""
    order = (*FALLEN, *(standing for standing in STANDINGS if standing not in FALLEN))
    claims = edition.claims.values()
    found = {at: tuple(claim for claim in claims if claim.standing == at) for at in order}
    return {standing: rows for standing, rows in found.items() if rows}


def tiers_of(edition: Edition) -> tuple[figures.Claim, ...]:
    """The tiers and goals that articles define, by source, the lowest first."""
    tiers = [claim for claim in edition.claims.values() if claim.topic == "tier"]
    return tuple(sorted(tiers, key=lambda claim: (claim.sources[0], claim.low or 0)))


def percentiles_claimed(edition: Edition) -> Iterator[tuple[figures.Claim, Standings]]:
    """Claims of a percentile for a Step 2 CK score, with its recorded percentiles by window."""
    tables = norm_tables_of(edition, "step2ck")
    for claim in edition.claims.values():
        if claim.topic == "percentile" and claim.subject.isdecimal() and tables:
            yield claim, standings_in(tables, int(claim.subject))


# Kinds of evidence, and differences between groups


def evidence_of(edition: Edition) -> list[tuple[str, int, bool]]:
    """Kinds of evidence, best first: name, number of sources, and if it may be a benchmark."""
    many = Counter(source.evidence for source in edition.sources.values())
    return [(name, many[key], key not in NEVER_A_BENCHMARK) for key, name in EVIDENCE.items()]


def apart(edition: Edition, group: str, stand_in: str) -> StandInDifference | None:
    """The differences between a group and its stand-in; None if no figures can be compared."""
    found = stand_in_difference(edition, group, Rung("us-md-seniors", "", stand_in))
    return found if found.pairs else None
