"""Claims of others, and numbers that this site chose or uses for its projection."""

from django.db import models
from django.db.models import Q

from scores.engine.vocabulary import STANDINGS
from scores.models.figures import Figure, once, one_of


def value_field() -> "models.DecimalField":
    return models.DecimalField(max_digits=9, decimal_places=4)


class HouseSetting(Figure):
    """A number this site chose, and why."""

    slug = models.SlugField(max_length=40)
    value = value_field()
    unit = models.CharField(max_length=20, blank=True)
    why = models.TextField()

    kind = "house"

    class Meta:
        ordering = ("edition", "slug")
        constraints = (once("house_setting_once", "slug"),)


class ProjectionParameter(Figure):
    """A number of the projection model, either observed by others or fitted here on named data."""

    slug = models.SlugField(max_length=40)
    value = value_field()
    unit = models.CharField(max_length=30, blank=True)
    describes = models.CharField(max_length=200)
    n = models.PositiveIntegerField(null=True, blank=True)
    why = models.TextField()
    is_fitted = models.BooleanField(default=False, help_text="Fitted by this site on reports")

    class Meta:
        ordering = ("edition", "slug")
        constraints = (once("projection_parameter_once", "slug"),)


class Claim(Figure):
    """What an article states or advises, with its standing and, if it no longer holds, why."""

    slug = models.CharField(max_length=40)
    topic = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    low = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    as_of = models.CharField(max_length=20)
    standing = models.CharField(max_length=12, choices=STANDINGS)
    resolution = models.TextField(blank=True)

    kind = "advice"

    class Meta:
        ordering = ("edition", "topic", "slug")
        constraints = (
            once("claim_once", "slug"),
            one_of("claim_standing", "standing", STANDINGS),
            models.CheckConstraint(
                condition=~Q(standing__in=("superseded", "contradicted")) | ~Q(resolution=""),
                name="claim_fallen_has_resolution",
                violation_error_message="Say why it fell, in the resolution.",
            ),
        )
