"""Figures about the exams: passing scores, norms, precision, pass rates, policies."""

from django.db import models
from django.db.models import F, Q

from scores.engine.vocabulary import EXAMS
from scores.models.figures import Content, Figure, in_range, one_of, percent_field

REPORTED_EXAMS = EXAMS | {"ccssa": "CCSSA (NBME)", "ccse": "CCSE (NBME)"}


def exam_field() -> "models.CharField":
    return models.CharField(max_length=10, choices=EXAMS)


class PassingStandard(Figure):
    """A passing score and the first test day it applies to."""

    class Reporting(models.TextChoices):
        THREE_DIGIT = "three-digit", "three-digit score"
        PASS_FAIL = "pass-fail", "pass or fail only"

    exam = exam_field()
    score = models.PositiveSmallIntegerField()
    previous_score = models.PositiveSmallIntegerField()
    effective_from = models.DateField()
    reporting = models.CharField(max_length=12, choices=Reporting, default=Reporting.THREE_DIGIT)

    kind = "rule"
    identity = ("edition__label", "exam", "effective_from")

    class Meta:
        ordering = ("edition", "exam", "effective_from")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "exam", "effective_from"), name="passing_standard_one_a_day"
            ),
            one_of("passing_standard_exam", "exam", EXAMS),
            one_of("passing_standard_reporting", "reporting", ("three-digit", "pass-fail")),
            in_range("passing_standard_range", "score", "previous_score"),
        )


class NormTable(Figure):
    """How many percent of a population score lower, over one window of test dates."""

    exam = exam_field()
    window_from = models.DateField()
    window_to = models.DateField()
    population = models.CharField(max_length=200)
    n = models.PositiveIntegerField(null=True, blank=True)

    kind = "observed"
    identity = ("edition__label", "exam", "window_from", "window_to")

    class Meta:
        ordering = ("edition", "exam", "-window_to")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "exam", "window_from", "window_to"), name="norm_table_once"
            ),
            one_of("norm_table_exam", "exam", EXAMS),
            models.CheckConstraint(
                condition=Q(window_from__lt=F("window_to")), name="norm_table_window"
            ),
        )


class NormPoint(Content):
    """One point of a norm table; 100 stands for ">99" and 0 for "<1"."""

    table = models.ForeignKey(NormTable, models.CASCADE, related_name="points")
    score = models.PositiveSmallIntegerField()
    percentile = models.PositiveSmallIntegerField()

    identity = (
        "table__edition__label",
        "table__exam",
        "table__window_from",
        "table__window_to",
        "score",
    )

    class Meta:
        ordering = ("table", "score")
        constraints = (
            models.UniqueConstraint(fields=("table", "score"), name="norm_point_once"),
            in_range("norm_point_score", "score"),
            in_range("norm_point_percentile", "percentile", low=0, high=100),
        )


class ScoreDistribution(Figure):
    """Mean and standard deviation of all first-takers of a period."""

    exam = exam_field()
    period = models.CharField(max_length=60)
    until = models.PositiveSmallIntegerField("last year of the period")
    mean = models.PositiveSmallIntegerField()
    sd = models.PositiveSmallIntegerField()

    kind = "observed"
    identity = ("edition__label", "exam", "period")

    class Meta:
        ordering = ("edition", "exam", "period")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "exam", "period"), name="score_distribution_once"
            ),
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

    kind = "observed"
    identity = ("edition__label", "exam", "statistic", "as_of")

    class Meta:
        ordering = ("edition", "exam", "statistic", "-as_of")
        verbose_name_plural = "score precision"
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "exam", "statistic", "as_of"), name="score_precision_once"
            ),
            one_of("score_precision_exam", "exam", REPORTED_EXAMS),
            in_range("score_precision_points", "points", high=60),
        )


class PassRate(Figure):
    class Attempt(models.TextChoices):
        ALL = "all", "all attempts"
        FIRST = "first", "first attempt"
        REPEAT = "repeat", "repeat attempt"

    exam = exam_field()
    year = models.CharField(max_length=10)
    examinees = models.CharField(max_length=20)
    attempt = models.CharField(max_length=6, choices=Attempt)
    n = models.PositiveIntegerField()
    percent = percent_field()

    kind = "observed"
    identity = ("edition__label", "exam", "year", "examinees", "attempt")

    class Meta:
        ordering = ("edition", "exam", "examinees", "attempt", "year")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "exam", "year", "examinees", "attempt"), name="pass_rate_once"
            ),
            one_of("pass_rate_exam", "exam", EXAMS),
            one_of("pass_rate_attempt", "attempt", ("all", "first", "repeat")),
            in_range("pass_rate_percent", "percent", low=0, high=100),
        )


class Policy(Figure):
    """A rule of the examining bodies; `number` in `unit` is what a rule of ours may read."""

    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    text = models.TextField()
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)

    kind = "rule"
    identity = ("edition__label", "slug")

    class Meta:
        ordering = ("edition", "slug")
        verbose_name_plural = "policies"
        constraints = (models.UniqueConstraint(fields=("edition", "slug"), name="policy_once"),)
