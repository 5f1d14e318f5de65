"""Figures about the exams: passing scores, norms, precision, pass rates, policies."""

from django.db import models
from django.db.models import F, Q

from scores.engine.vocabulary import EXAMS
from scores.models.figures import (
    Content,
    Figure,
    in_range,
    once,
    one_of,
    percent_field,
    percent_in_range,
)

REPORTED_EXAMS = EXAMS | {"ccssa": "CCSSA (NBME)", "ccse": "CCSE (NBME)"}
REPORTING = {"three-digit": "three-digit score", "pass-fail": "pass or fail only"}
ATTEMPTS = {"all": "all attempts", "first": "first attempt", "repeat": "repeat attempt"}


def exam_field() -> "models.CharField":
    return models.CharField(max_length=10, choices=EXAMS)


class PassingStandard(Figure):
    """A passing score and the first test day it applies to."""

    exam = exam_field()
    score = models.PositiveSmallIntegerField()
    previous_score = models.PositiveSmallIntegerField()
    effective_from = models.DateField()
    reporting = models.CharField(max_length=12, choices=REPORTING, default="three-digit")

    kind = "rule"
    identity = ("edition__label", "exam", "effective_from")

    class Meta:
        ordering = ("edition", "exam", "effective_from")
        constraints = (
            once("passing_standard_one_a_day", "exam", "effective_from"),
            one_of("passing_standard_exam", "exam", EXAMS),
            one_of("passing_standard_reporting", "reporting", REPORTING),
            in_range("passing_standard_range", "score", "previous_score"),
        )


class NormTable(Figure):
    """The percentage of a population that scores lower, over one window of test dates."""

    exam = exam_field()
    window_from = models.DateField()
    window_to = models.DateField()
    population = models.CharField(max_length=200)
    n = models.PositiveIntegerField(null=True, blank=True)

    identity = ("edition__label", "exam", "window_from", "window_to")

    class Meta:
        ordering = ("edition", "exam", "-window_to", "window_from")
        constraints = (
            once("norm_table_once", "exam", "window_from", "window_to"),
            one_of("norm_table_exam", "exam", EXAMS),
            models.CheckConstraint(
                condition=Q(window_from__lt=F("window_to")), name="norm_table_window"
            ),
        )


class NormPoint(Content):
    """One point of a norm table; percentile 100 means ">99" and 0 means "<1"."""

    table = models.ForeignKey(NormTable, models.CASCADE, related_name="points")
    score = models.PositiveSmallIntegerField()
    percentile = models.PositiveSmallIntegerField()

    identity = (*(f"table__{path}" for path in NormTable.identity), "score")

    class Meta:
        ordering = ("table", "score")
        constraints = (
            models.UniqueConstraint(fields=("table", "score"), name="norm_point_once"),
            in_range("norm_point_score", "score"),
            in_range("norm_point_percentile", "percentile", low=0, high=100),
        )


class ScoreDistribution(Figure):
    """Mean and standard deviation of the people counted in a period."""

    exam = exam_field()
    period = models.CharField(max_length=60)
    until = models.PositiveSmallIntegerField("last year of the period")
    mean = models.PositiveSmallIntegerField()
    sd = models.PositiveSmallIntegerField()
    population = models.CharField(max_length=200, blank=True, help_text="Who was counted")

    identity = ("edition__label", "exam", "period")

    class Meta:
        ordering = ("edition", "exam", "period")
        constraints = (
            once("score_distribution_once", "exam", "period"),
            one_of("score_distribution_exam", "exam", EXAMS),
            in_range("score_distribution_mean", "mean"),
            in_range("score_distribution_sd", "sd", high=60),
        )


class ScorePrecision(Figure):
    """An error of measurement in points: SEM, SEE or SED."""

    exam = models.CharField(max_length=10, choices=REPORTED_EXAMS)
    statistic = models.CharField(max_length=20)
    points = models.PositiveSmallIntegerField()
    as_of = models.CharField(max_length=20)

    identity = ("edition__label", "exam", "statistic", "as_of")

    class Meta:
        ordering = ("edition", "exam", "statistic", "-as_of")
        verbose_name_plural = "score precision"
        constraints = (
            once("score_precision_once", "exam", "statistic", "as_of"),
            one_of("score_precision_exam", "exam", REPORTED_EXAMS),
            in_range("score_precision_points", "points", high=60),
        )


class PassRate(Figure):
    exam = exam_field()
    year = models.CharField(max_length=10)
    examinees = models.CharField(max_length=20)
    attempt = models.CharField(max_length=6, choices=ATTEMPTS)
    n = models.PositiveIntegerField()
    percent = percent_field()

    identity = ("edition__label", "exam", "year", "examinees", "attempt")

    class Meta:
        ordering = ("edition", "exam", "examinees", "attempt", "year")
        constraints = (
            once("pass_rate_once", "exam", "year", "examinees", "attempt"),
            one_of("pass_rate_exam", "exam", EXAMS),
            one_of("pass_rate_attempt", "attempt", ATTEMPTS),
            percent_in_range("pass_rate_percent"),
        )


class Policy(Figure):
    """A rule of the examining bodies; our rules may read `number`, in `unit`."""

    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    text = models.TextField()
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)

    kind = "rule"

    class Meta:
        ordering = ("edition", "slug")
        verbose_name_plural = "policies"
        constraints = (once("policy_once", "slug"),)
