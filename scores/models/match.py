"""Figures about the Match: scores, rates, dates, and what program directors say."""

from django.db import models
from django.db.models import F, Q

from scores.engine.vocabulary import GROUPS, GROUPS_ON_RECORD, SERVICES, USES
from scores.models.figures import (
    Figure,
    group_field,
    in_range,
    once,
    one_of,
    percent_field,
    percent_in_range,
    specialty_field,
)

OUTCOMES = {"matched": "matched to the preferred specialty", "unmatched": "did not match to it"}
BASES = {"announced": "announced", "secondary": "reported by others", "projected": "projected"}
LEVELS = {"high": "high", "moderate": "moderate", "lower": "lower"}

ALL_TOGETHER_LAST = F("specialty__name").asc(nulls_last=True)
"""Databases differ in where they sort rows without a specialty, so the order is explicit."""


class MatchScore(Figure):
    """Step 2 CK scores of the matched or unmatched of a specialty and group, where known.

    Without a specialty, it covers all specialties together.
    """

    cycle = models.CharField(max_length=4, blank=True, help_text="Match year; empty if not stated")
    group = group_field(GROUPS_ON_RECORD)
    specialty = specialty_field(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=OUTCOMES)
    n = models.PositiveIntegerField(null=True, blank=True)
    q1 = models.PositiveSmallIntegerField("first quartile", null=True, blank=True)
    median = models.PositiveSmallIntegerField(null=True, blank=True)
    q3 = models.PositiveSmallIntegerField("third quartile", null=True, blank=True)
    mean = models.PositiveSmallIntegerField(null=True, blank=True)
    sd = models.PositiveSmallIntegerField("standard deviation", null=True, blank=True)
    confidence = models.CharField(max_length=10, blank=True)
    approximate = models.BooleanField(default=False, help_text="The source gives it as about")
    use = models.CharField(
        max_length=9,
        choices=USES,
        default="benchmark",
        help_text="What the rules may make of it; the note says why it is no benchmark",
    )

    identity = ("edition__label", "cycle", "group", "specialty__slug", "outcome", "source__slug")

    class Meta:
        ordering = ("edition", "-cycle", "group", ALL_TOGETHER_LAST, "outcome", "source")
        constraints = (
            once(
                "match_score_once",
                *("cycle", "group", "specialty", "outcome", "source"),
                specialty__isnull=False,
            ),
            once(
                "match_score_once_overall",
                *("cycle", "group", "outcome", "source"),
                specialty__isnull=True,
            ),
            one_of("match_score_group", "group", GROUPS_ON_RECORD),
            one_of("match_score_outcome", "outcome", OUTCOMES),
            one_of("match_score_use", "use", USES),
            in_range("match_score_range", "q1", "median", "q3", "mean"),
            in_range("match_score_sd", "sd", high=60),
            models.CheckConstraint(
                condition=Q(median__isnull=False) | Q(mean__isnull=False),
                name="match_score_has_centre",
                violation_error_message="Enter a median or a mean.",
            ),
            models.CheckConstraint(
                condition=(Q(q1__isnull=True) | Q(median__isnull=True) | Q(q1__lte=F("median")))
                & (Q(median__isnull=True) | Q(q3__isnull=True) | Q(median__lte=F("q3"))),
                name="match_score_quartiles_in_order",
                violation_error_message="Enter quartiles and median in rising order.",
            ),
        )


class ScoreBandMatchRate(Figure):
    """Percent matched among those in a score band; `low` or `high` is empty if it is open there."""

    cycles = models.CharField(max_length=9)
    group = group_field()
    specialty = specialty_field()
    low = models.PositiveSmallIntegerField(null=True, blank=True)
    high = models.PositiveSmallIntegerField(null=True, blank=True)
    percent = percent_field(null=True, blank=True)
    n = models.PositiveIntegerField()

    identity = (
        "edition__label",
        "cycles",
        "group",
        "specialty__slug",
        "low",
        "high",
        "source__slug",
    )

    class Meta:
        ordering = (
            "edition",
            "-cycles",
            "group",
            ALL_TOGETHER_LAST,
            F("low").asc(nulls_first=True),
            "source",
        )
        constraints = (
            once("score_band_rate_once", "cycles", "group", "specialty", "low", "source"),
            once(
                "score_band_rate_one_lowest",
                *("cycles", "group", "specialty", "source"),
                low__isnull=True,
            ),
            one_of("score_band_rate_group", "group", GROUPS),
            in_range("score_band_rate_range", "low", "high"),
            percent_in_range("score_band_rate_percent"),
            models.CheckConstraint(
                condition=(Q(low__isnull=False) | Q(high__isnull=False))
                & (Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high"))),
                name="score_band_rate_band",
            ),
            models.CheckConstraint(
                condition=Q(n=0, percent__isnull=True) | Q(n__gt=0, percent__isnull=False),
                name="score_band_rate_needs_people",
            ),
        )


class SpecialtyMatchRate(Figure):
    cycle = models.CharField(max_length=4)
    group = group_field()
    specialty = specialty_field()
    ranked_first = models.PositiveIntegerField()
    matched = models.PositiveIntegerField()
    percent = percent_field()
    positions = models.PositiveIntegerField(null=True, blank=True)

    identity = ("edition__label", "cycle", "group", "specialty__slug")

    class Meta:
        ordering = ("edition", "-cycle", "group", "specialty")
        constraints = (
            once("specialty_rate_once", "cycle", "group", "specialty"),
            one_of("specialty_rate_group", "group", GROUPS),
            percent_in_range("specialty_rate_percent"),
            models.CheckConstraint(
                condition=Q(matched__lte=F("ranked_first")), name="specialty_rate_of_ranked"
            ),
        )


class GroupMatchRate(Figure):
    cycle = models.CharField(max_length=4)
    group = group_field()
    n = models.PositiveIntegerField(help_text="Applicants with a certified rank order list")
    percent = percent_field()

    identity = ("edition__label", "cycle", "group")

    class Meta:
        ordering = ("edition", "-cycle", "group")
        constraints = (
            once("group_rate_once", "cycle", "group"),
            one_of("group_rate_group", "group", GROUPS),
            percent_in_range("group_rate_percent"),
        )


class KeyDate(Figure):
    cycle = models.CharField(max_length=40)
    event = models.CharField(max_length=60)
    day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=10, choices=BASES)
    service = models.CharField(
        max_length=12, choices=SERVICES, blank=True, help_text="Whose date it is"
    )

    kind = "rule"
    identity = ("edition__label", "cycle", "event")

    class Meta:
        ordering = ("edition", "day", "event", "cycle")
        constraints = (
            once("key_date_once", "cycle", "event"),
            one_of("key_date_basis", "basis", BASES),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("day")),
                name="key_date_in_order",
            ),
        )


class SurveyAnswer(Figure):
    """What program directors say they look at, as printed."""

    year = models.CharField(max_length=4)
    factor = models.CharField(max_length=80)
    measure = models.CharField(max_length=80)
    value = models.CharField(max_length=10)
    importance = models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)

    identity = ("edition__label", "year", "factor", "measure")

    class Meta:
        ordering = ("edition", "-year", "factor", "measure")
        constraints = (
            once("survey_answer_once", "year", "factor", "measure"),
            in_range("survey_answer_importance", "importance", low=1, high=5),
        )


class Competitiveness(Figure):
    """How competitive one article calls a specialty."""

    specialty = specialty_field()
    level = models.CharField(max_length=8, choices=LEVELS)

    kind = "advice"
    identity = ("edition__label", "specialty__slug", "source__slug")

    class Meta:
        ordering = ("edition", "specialty", "source")
        verbose_name_plural = "competitiveness"
        constraints = (
            once("competitiveness_once", "specialty", "source"),
            one_of("competitiveness_level", "level", LEVELS),
        )
