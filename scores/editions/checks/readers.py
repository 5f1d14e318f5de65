"""Who reads what: nothing stands in an edition that no rule or page reads, nothing read is missing.

`tests/test_checks.py` runs the rules over an edition that records what they ask for, and compares.
"""

from typing import Any

from scores.editions.checks.faults import Faults, fault, missing, name_of
from scores.editions.lines import Contents
from scores.editions.registry import KIND_OF_TABLE
from scores.engine.answers import FACTORS
from scores.engine.edition import Span
from scores.engine.practice.scale import FITTED_LEVELS
from scores.engine.vocabulary import EXAMS
from scores.models import (
    CONTENT,
    Claim,
    HouseSetting,
    MatchScore,
    NormTable,
    PassingStandard,
    Policy,
    ProjectionParameter,
    ScoreDistribution,
    ScorePrecision,
)

ALWAYS = Span()
"""A figure that the rules read in every edition."""

SETTINGS = dict.fromkeys(
    (
        *("aim_high", "aim_low", "aim_step", "separates_points", "spread_sd", "exam_date_ahead"),
        *("disagreement_z", "quartile_z", "safe_pass_z", "interval_level"),
        *("min_n", "small_n", "unstable_n", "verdict_high", "verdict_low"),
        *("report_days_safe", "report_days_typical"),
        *("thin_evidence_below", "thin_evidence_ramp", "thin_evidence_widening"),
    ),
    ALWAYS,
)
"""The house settings that the rules read, and in which editions: there each has to be, no other."""

PARAMETERS = dict.fromkeys(
    (
        *("error_average", "error_form", "error_free120", "error_shared", "error_undated"),
        *("error_unknown", "error_uwsa", "average_days", "exam_day_lift", "plus_ten", "tail"),
        *("free120_at_80", "free120_lowest", "free120_slope", "free120_slope_below"),
        *("growth_median", "growth_q1", "growth_q3"),
        *("published_pivot", "published_rise", "published_slope"),
        *(f"level_{test}" for test in FITTED_LEVELS),
    ),
    ALWAYS,
)
"""The parameters that the projection and its test against reports read, and in which editions."""

NUMBERED_POLICIES = (
    *("attempt-limit", "attempts-a-year", "attempts-period"),
    *("fourth-after-first", "fourth-after-last"),
)
"""The policies whose number the rules read."""

POLICIES = dict.fromkeys((*NUMBERED_POLICIES, "after-last-attempt", "retake-passed"), ALWAYS)
"""The policies that the rules read; pages show all."""


def claims_of_factors() -> dict[str, Span]:
    """The claims without which a factor has no direction; pages show all."""
    return {factor.claim: Span(factor.since) for factor in FACTORS.values()}


ASCENDING = (("aim_low", "aim_high"), ("verdict_low", "verdict_high"), ("min_n", "small_n"))
"""House settings of which the first lies below the second."""


def every_kind_is_read(contents: Contents) -> Faults:
    for model in CONTENT:
        if contents.of(model) and model not in KIND_OF_TABLE:
            yield missing(model, "No rule and no page reads this kind of figure.")
    for model, slugs in ((HouseSetting, SETTINGS), (ProjectionParameter, PARAMETERS)):
        for row in contents.of(model):
            if row.slug not in slugs or not slugs[row.slug].holds(contents.edition.label):
                yield fault(row, "slug", "No rule reads it.")


def nothing_read_is_missing(contents: Contents) -> Faults:
    required: tuple[tuple[Any, dict[str, Span]], ...] = (
        (HouseSetting, SETTINGS),
        (ProjectionParameter, PARAMETERS),
        (Policy, POLICIES),
        (Claim, claims_of_factors()),
    )
    for model, spans in required:
        there = {row.slug for row in contents.of(model)}
        needed = {slug for slug, span in spans.items() if span.holds(contents.edition.label)}
        for slug in sorted(needed - there):
            yield missing(model, f"“{slug}” is missing: a rule reads it.")
    for row in contents.of(Policy):
        if row.slug in NUMBERED_POLICIES and row.number is None:
            yield fault(row, "number", "A rule reads this number.")


NEEDED: tuple[tuple[Any, dict[str, str]], ...] = (
    *((PassingStandard, {"exam": exam}) for exam in EXAMS),
    (ScorePrecision, {"exam": "step2ck", "statistic": "SEM"}),
    (ScoreDistribution, {"exam": "step2ck"}),
    (NormTable, {"exam": "step2ck"}),
    (MatchScore, {"outcome": "matched"}),
)
"""Rows without which an exam has no result: one with these values at least."""


def every_exam_has_what_it_needs(contents: Contents) -> Faults:
    for model, values in NEEDED:
        if not any(values.items() <= vars(row).items() for row in contents.of(model)):
            named = " and ".join(f"{name} “{value}”" for name, value in values.items())
            yield missing(model, f"There is none with {named}.")


def settings_agree(contents: Contents) -> Faults:
    settings = {row.slug: row for row in contents.of(HouseSetting)}
    for lower, upper in ASCENDING:
        low, high = settings.get(lower), settings.get(upper)
        if low and high and low.value >= high.value:
            yield fault(low, "value", f"It has to lie below {name_of(HouseSetting)} “{upper}”.")


CHECKS = (
    every_kind_is_read,
    nothing_read_is_missing,
    every_exam_has_what_it_needs,
    settings_agree,
)
