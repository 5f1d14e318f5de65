"""Whom a row describes, and when, in words."""

from collections.abc import Callable
from typing import Any

from scores.engine import figures
from scores.engine.figures import MatchScore, PracticeTest, Row
from scores.engine.vocabulary import EXAMS, GROUPS_OF_EARLY_MATCHES, GROUPS_ON_RECORD
from scores.wording.values import band_text, counted, say_day, say_span


def _examinees(row: figures.PassRate) -> str:
    who = f"{row.examinees} examinees of {EXAMS[row.exam]}"
    return who if row.attempt == "all" else f"{who}, {row.attempt} attempt"


def _matched(row: MatchScore | figures.ApplicationProfile) -> str:
    verb = "matched" if row.outcome == "matched" else "did not match"
    return f"{GROUPS_ON_RECORD[row.group]} who {verb} in {row.where}"


def _volunteers(row: PracticeTest) -> str:
    if row.n is None and row.n_dated is None:
        return f"{row.name}, as its source reads it"
    return f"volunteers who reported {row.name} and their actual score"


PEOPLE: dict[type[Row], Callable[[Any], str]] = {
    figures.PassingStandard: lambda row: (
        f"every {EXAMS[row.exam]} examinee from {say_day(row.effective_from)}"
    ),
    figures.NormTable: lambda row: row.population,
    figures.ScoreDistribution: lambda row: (
        row.population or f"first-takers of {EXAMS[row.exam]} from US and Canadian schools"
    ),
    figures.ScorePrecision: lambda row: (
        f"{EXAMS.get(row.exam, row.exam.upper())} score reports ({row.statistic})"
    ),
    figures.PassRate: _examinees,
    figures.Policy: lambda row: f"{row.name}, for every examinee",
    figures.MatchScore: _matched,
    figures.ScoreBandMatchRate: lambda row: (
        f"{GROUPS_ON_RECORD[row.group]} in {row.where} who scored {band_text(row.low, row.high)}"
    ),
    figures.SpecialtyMatchRate: lambda row: (
        f"{GROUPS_ON_RECORD[row.group]} who ranked {row.where} first"
    ),
    figures.GroupMatchRate: lambda row: f"active {GROUPS_ON_RECORD[row.group]}, all specialties",
    figures.KeyDate: lambda row: f"applicants of {row.cycle} ({row.basis})",
    figures.SurveyAnswer: lambda row: f"program directors on {row.factor} ({row.measure})",
    figures.SpecialtyName: lambda row: f"anyone searching for {row.where}",
    figures.ApplicationService: lambda row: f"applicants to {row.where}",
    figures.SpecialtyPositions: lambda row: f"applicants of all groups to {row.where}",
    figures.TrackApplicants: lambda row: f"applicants who ranked {row.track}",
    figures.ApplicationProfile: _matched,
    figures.EarlyMatchRate: lambda row: f"{GROUPS_OF_EARLY_MATCHES[row.group]} in {row.where}",
    figures.Competitiveness: lambda row: f"applicants to {row.where}",
    figures.PracticeTestBand: lambda row: (
        f"volunteers who reported {band_text(row.low, row.high)} on {row.test}"
    ),
    figures.PracticeTest: _volunteers,
    figures.Claim: lambda row: row.subject,
    figures.HouseSetting: lambda row: f"every student of this site ({row.why})",
    figures.Parameter: lambda row: row.describes,
}


def people(row: Row) -> str:
    """Whom a row describes. Raises KeyError for a type of row without wording."""
    return PEOPLE[type(row)](row)


def when(row: Row) -> str:
    """The time that a row describes; empty where it has none, and for key dates."""
    match row:
        case figures.PassingStandard():
            return say_day(row.effective_from)
        case figures.NormTable():
            return say_span(row.window_from, row.window_to)
        case figures.KeyDate():
            return ""
    return row.dated


def people_counted(row: MatchScore) -> str:
    """Whom a match score describes, with their number and the cycle."""
    many = f"{counted(row.n)} " if row.n is not None else ""
    unstated = "" if row.n is not None else ", number of people not stated"
    return f"{many}{people(row)}, {row.cycle or 'year not stated'}{unstated}"


def group_named(group: str, specialty: str) -> str:
    """The name of a group, with “in all specialties” where no specialty is given."""
    return GROUPS_ON_RECORD[group] + ("" if specialty else " in all specialties")
