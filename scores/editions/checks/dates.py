"""Days, years and cycles have to be possible for an edition of its date."""

import re
from datetime import date

from scores.editions.checks.faults import Faults, fault
from scores.editions.lines import Contents
from scores.models import (
    GroupMatchRate,
    KeyDate,
    MatchScore,
    NormTable,
    PassingStandard,
    PassRate,
    ScoreBandMatchRate,
    ScoreDistribution,
    SpecialtyMatchRate,
    SurveyAnswer,
)

FIRST_YEAR = 1992
"""The year USMLE began."""

YEARS_AHEAD = 6
"""How many years ahead of an edition a date may lie: no authority announces more."""

YEAR = r"[0-9]{4}"
PERIODS = (
    (MatchScore, "cycle", rf"({YEAR})?"),
    (SpecialtyMatchRate, "cycle", YEAR),
    (GroupMatchRate, "cycle", YEAR),
    (ScoreBandMatchRate, "cycles", rf"{YEAR}(-{YEAR})?"),
    (PassRate, "year", rf"{YEAR}(-[0-9]{{2}})?"),
    (SurveyAnswer, "year", YEAR),
)
DAYS = ((PassingStandard, "effective_from"), (KeyDate, "day"), (KeyDate, "last_day"))


def periods_are_over(contents: Contents) -> Faults:
    """Observed periods are written as years of four digits and end by the year of the edition."""
    as_of = contents.edition.as_of
    newest, why = as_of.year, f": the edition is as of {as_of}, its newest look at a source"
    for model, name, form in PERIODS:
        for row in contents.of(model):
            period = getattr(row, name)
            if not re.fullmatch(form, period):
                yield fault(row, name, f"“{period}” is not written as a year of four digits.")
            elif period and not FIRST_YEAR <= int(period[:4]) <= _end(period) <= newest:
                yield fault(row, name, f"“{period}” is not a time up to {newest}{why}.")
    for row in contents.of(ScoreDistribution):
        if not FIRST_YEAR <= row.until <= newest:
            yield fault(row, "until", f"{row.until} is not a year up to {newest}.")


def _end(period: str) -> int:
    """The last year of 2026, 2020-2024 or 2024-25."""
    first, _, last = period.partition("-")
    return int((first[:2] + last)[-4:]) if last else int(first)


def norm_windows_are_over(contents: Contents) -> Faults:
    as_of = contents.edition.as_of
    for row in contents.of(NormTable):
        if row.window_to > as_of:
            yield fault(row, "window_to", f"The window ends after {as_of}, the edition's date.")


def days_are_plausible(contents: Contents) -> Faults:
    first, last = date(FIRST_YEAR, 1, 1), date(contents.edition.as_of.year + YEARS_AHEAD, 12, 31)
    for model, name in DAYS:
        for row in contents.of(model):
            day = getattr(row, name)
            if day is not None and not first <= day <= last:
                yield fault(row, name, f"{day} does not lie between {first} and {last}.")


CHECKS = (periods_are_over, norm_windows_are_over, days_are_plausible)
