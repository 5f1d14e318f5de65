"""Every figure of an edition is read by a rule or page, and every figure they read is there.

`tests/test_checks.py` runs the rules on an edition that records what they read, and compares.
"""

from typing import Any

from scores.editions.checks.faults import Faults, fault, missing, name_of
from scores.editions.lines import Contents
from scores.editions.registry import KIND_OF_TABLE
from scores.engine.answers import FACTORS
from scores.engine.edition import Span
from scores.engine.practice.readings import FIRST_PARAMETER, SURVEYED_FORMS
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
"""Figures that the rules read in every edition."""

FORMER, PRESENT = Span(until="2026.1"), Span("2026.2")
"""The editions of the former projection, and those of the present one."""

SETTINGS = dict.fromkeys(
    (
        *("aim_high", "aim_low", "aim_step", "separates_points", "spread_sd", "exam_date_ahead"),
        *("quartile_z", "safe_pass_z", "interval_level", "thin_evidence_below"),
        *("min_n", "small_n", "unstable_n", "verdict_high", "verdict_low"),
        *("report_days_safe", "report_days_typical"),
    ),
    ALWAYS,
)
SETTINGS |= dict.fromkeys(
    ("disagreement_z", "thin_evidence_ramp", "thin_evidence_widening"), FORMER
)
SETTINGS |= dict.fromkeys(
    (
        *("ask_percent_under", "most_readings", "old_score_from", "pass_certain", "weak_margin"),
        *("trend_days", "trend_level", "trend_readings", "scatter_level"),
        *("wait_gain", "wait_near", "wait_weeks"),
        *("chance_bands_n", "chance_extra", "chance_high", "chance_highest", "chance_low"),
        *("chance_range", "chance_sd_error", "chance_widest", "sd_mean", "sd_median"),
        "shrink_cells",
    ),
    PRESENT,
)
"""The house settings that the rules read, and in which editions they are required and allowed."""

SETTINGS_AHEAD = dict.fromkeys(("outcome_cell", "revisions_most"), PRESENT)
"""Settings of future rules: an edition may have them before any rule reads them."""

PARAMETERS = dict.fromkeys(
    ("free120_slope", "plus_ten", "published_pivot", "published_rise", "published_slope"), ALWAYS
)
PARAMETERS |= dict.fromkeys(
    (
        *("error_average", "error_form", "error_free120", "error_shared", "error_undated"),
        *("error_unknown", "error_uwsa", "average_days", "exam_day_lift", "tail"),
        *("free120_at_80", "free120_lowest", "free120_slope_below"),
        *("growth_median", "growth_q1", "growth_q3"),
        *(f"level_{test}" for test in SURVEYED_FORMS),
    ),
    FORMER,
)
PARAMETERS |= dict.fromkeys(
    (
        *("prior_mean", "prior_sd", "prior_mean_img", "prior_sd_img", "posters_mean", "posters_sd"),
        *("level", "slope", "growth", "growth_sd", "growth_weeks", "walk"),
        *("reading_error", "person_error", "undated_error", "other_error", "other_days"),
        *("offset_nbme09", "offset_uwsa2", "offset_uwsa3", "average_level", "average_error"),
        *("free120_level", "free120_error", "free120_old_error", "prior_exam_year_until"),
        *("prior_2018_mean", "prior_2018_sd", "person_error_2018"),
        *("error_2018_nbme", "error_2018_uwsa"),
        *(f"level_2018_{test}" for test in SURVEYED_FORMS),
    ),
    PRESENT,
)
"""The parameters that the projection and its test against reports read, and in which editions."""

NUMBERED_POLICIES = (
    *("attempt-limit", "attempts-a-year", "attempts-period"),
    *("fourth-after-first", "fourth-after-last"),
    *("report-typical", "report-safe"),
)
"""The policies of which the rules read the number."""

POLICIES = dict.fromkeys((*NUMBERED_POLICIES, "after-last-attempt", "retake-passed"), ALWAYS)
"""The policies that the rules read. Pages show all."""


def claims_of_factors() -> dict[str, Span]:
    """The claims that give factors their direction, and since which edition. Pages show all."""
    return {factor.claim: Span(factor.since) for factor in FACTORS.values()}


ASCENDING = (("aim_low", "aim_high"), ("verdict_low", "verdict_high"), ("min_n", "small_n"))
"""Pairs of house settings; the first has to lie below the second."""

NAMED = {"interval_level": 80}
"""House settings that pages name by their value: they speak of the 80% range."""


def _read_as(contents: Contents) -> str:
    """The label of the edition that decides which settings and parameters are read.

    It is usually the edition's own. But a draft counts as one of the former projection until it has
    the parameters of the present one, so that a draft begun before these came has no faults for it.
    """
    label, has_model = contents.edition.label, _has_model(contents)
    if has_model == PRESENT.holds(label):
        return label
    return PRESENT.since if has_model else FORMER.until


def _has_model(contents: Contents) -> bool:
    return any(row.slug == FIRST_PARAMETER for row in contents.of(ProjectionParameter))


def every_kind_is_read(contents: Contents) -> Faults:
    label = _read_as(contents)
    for model in CONTENT:
        if contents.of(model) and model not in KIND_OF_TABLE:
            yield missing(model, "No rule and no page reads this kind of figure.")
    for model, slugs in (
        (HouseSetting, SETTINGS | SETTINGS_AHEAD),
        (ProjectionParameter, PARAMETERS),
    ):
        for row in contents.of(model):
            if row.slug not in slugs or not slugs[row.slug].holds(label):
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
        is_of_rules = model in (HouseSetting, ProjectionParameter)
        label = _read_as(contents) if is_of_rules else contents.edition.label
        needed = {slug for slug, span in spans.items() if span.holds(label)}
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
"""An edition needs a row with each of these sets of values: without it, an exam has no result."""


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
    for slug, value in NAMED.items():
        row = settings.get(slug)
        if row and row.value != value:
            yield fault(row, "value", f"Pages call it by its value, so it has to be {value}.")


CHECKS = (
    every_kind_is_read,
    nothing_read_is_missing,
    every_exam_has_what_it_needs,
    settings_agree,
)
