"""Whom a row describes, and what a figure is, in words."""

from functools import singledispatch

from scores.engine.figures import (
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
    SpecialtyMatchRate,
    SurveyAnswer,
)
from scores.engine.vocabulary import EXAMS, GROUPS_ON_RECORD
from scores.wording.values import band_text, say_day, say_span


@singledispatch
def people(row: Row) -> str:
    """Whom a row describes."""
    raise TypeError(f"No words for {type(row).__name__}.")


@people.register
def _(row: PassingStandard) -> str:
    return f"every {EXAMS[row.exam]} examinee from {say_day(row.effective_from)}"


@people.register
def _(row: NormTable) -> str:
    return row.population


@people.register
def _(row: ScoreDistribution) -> str:
    return f"first-takers of {EXAMS[row.exam]} from US and Canadian schools"


@people.register
def _(row: ScorePrecision) -> str:
    return f"{EXAMS.get(row.exam, row.exam.upper())} score reports ({row.statistic})"


@people.register
def _(row: PassRate) -> str:
    who = f"{row.examinees} examinees of {EXAMS[row.exam]}"
    return who if row.attempt == "all" else f"{who}, {row.attempt} attempt"


@people.register
def _(row: Policy) -> str:
    return f"{row.name}, for every examinee"


@people.register
def _(row: MatchScore) -> str:
    verb = "matched" if row.outcome == "matched" else "did not match"
    return f"{GROUPS_ON_RECORD[row.group]} who {verb} in {row.where}"


@people.register
def _(row: ScoreBandMatchRate) -> str:
    band = band_text(row.low, row.high)
    return f"{GROUPS_ON_RECORD[row.group]} in {row.where} who scored {band}"


@people.register
def _(row: SpecialtyMatchRate) -> str:
    return f"{GROUPS_ON_RECORD[row.group]} who ranked {row.where} first"


@people.register
def _(row: GroupMatchRate) -> str:
    return f"active {GROUPS_ON_RECORD[row.group]}, all specialties"


@people.register
def _(row: KeyDate) -> str:
    return f"applicants of {row.cycle} ({row.basis})"


@people.register
def _(row: SurveyAnswer) -> str:
    return f"program directors on {row.factor} ({row.measure})"


@people.register
def _(row: Competitiveness) -> str:
    return f"applicants to {row.where}"


@people.register
def _(row: PracticeTestBand) -> str:
    return f"volunteers who reported {band_text(row.low, row.high)} on {row.test}"


@people.register
def _(row: PracticeTest) -> str:
    if row.n is None and row.n_dated is None:
        return f"{row.name}, as its source reads it"
    return f"volunteers who reported {row.name} and their actual score"


@people.register
def _(row: Claim) -> str:
    return row.subject


@people.register
def _(row: HouseSetting) -> str:
    return f"every student of this site ({row.why})"


@people.register
def _(row: Parameter) -> str:
    return row.describes


@singledispatch
def when(row: Row) -> str:
    """The time that a row describes; empty where it has none, or where `people` names it."""
    return row.dated


@when.register
def _(row: PassingStandard) -> str:
    return say_day(row.effective_from)


@when.register
def _(row: NormTable) -> str:
    return say_span(row.window_from, row.window_to)


@when.register
def _(row: KeyDate) -> str:
    return ""


def people_counted(row: MatchScore) -> str:
    """Whom a match score describes, how many they were, and when."""
    many = f"{row.n:,} " if row.n is not None else ""
    unstated = "" if row.n is not None else ", number of people not stated"
    return f"{many}{people(row)}, {row.cycle or 'year not stated'}{unstated}"


def group_named(group: str, specialty: str) -> str:
    """A group, and that it is of all specialties where it is of none alone."""
    return GROUPS_ON_RECORD[group] + ("" if specialty else " in all specialties")
