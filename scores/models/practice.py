"""Figures about practice tests."""

from django.db import models
from django.db.models import F, Q

from scores.models.figures import Figure, in_range, once, one_of

UNITS = {"score": "three-digit score", "percent": "percent correct"}


class PracticeTest(Figure):
    """A practice form and how its scores compare with Step 2 CK.

    `offset`, in points, is added to its score; empty where nobody measured it.
    """

    slug = models.SlugField(max_length=20)
    name = models.CharField(max_length=60)
    unit = models.CharField(max_length=8, choices=UNITS)
    retired = models.BooleanField(default=False)
    n = models.PositiveIntegerField(null=True, blank=True)
    median_printed = models.PositiveSmallIntegerField(null=True, blank=True)
    median_actual = models.PositiveSmallIntegerField(null=True, blank=True)
    offset = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    median_days = models.PositiveSmallIntegerField(
        "median days before the exam", null=True, blank=True
    )
    n_dated = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("edition", "slug")
        constraints = (
            once("practice_test_once", "slug"),
            one_of("practice_test_unit", "unit", UNITS),
            in_range("practice_test_range", "median_printed", "median_actual"),
            in_range("practice_test_offset", "offset", low=-50, high=50),
        )


class PracticeTestBand(Figure):
    """Actual scores of those whose practice score lay in a printed band."""

    test = models.ForeignKey(PracticeTest, models.CASCADE, related_name="bands")
    low = models.PositiveSmallIntegerField(null=True, blank=True)
    high = models.PositiveSmallIntegerField(null=True, blank=True)
    n = models.PositiveIntegerField()
    median_actual = models.PositiveSmallIntegerField()
    p25_actual = models.PositiveSmallIntegerField()
    p75_actual = models.PositiveSmallIntegerField()

    identity = ("edition__label", "test__slug", "low", "high")

    class Meta:
        ordering = ("edition", "test", F("low").asc(nulls_first=True))
        constraints = (
            once("practice_band_once", "test", "low"),
            once("practice_band_one_lowest", "test", low__isnull=True),
            in_range("practice_band_range", "median_actual", "p25_actual", "p75_actual"),
            models.CheckConstraint(
                condition=Q(p25_actual__lte=F("median_actual"))
                & Q(median_actual__lte=F("p75_actual")),
                name="practice_band_in_order",
            ),
        )
