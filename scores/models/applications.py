"""How people apply to each specialty, how many do, and their research and other records."""

from django.db import models
from django.db.models import F, Q

from scores.engine.vocabulary import GROUPS_OF_EARLY_MATCHES, SERVICES
from scores.models.figures import (
    Figure,
    group_field,
    once,
    one_of,
    percent_field,
    percent_in_range,
    specialty_field,
)
from scores.models.match import OUTCOMES


class SpecialtyName(Figure):
    """A short name or another spelling under which people look for a specialty."""

    specialty = specialty_field()
    name = models.CharField(max_length=60, help_text="In small letters, as people type it")

    kind = "house"
    identity = ("edition__label", "name")

    class Meta:
        ordering = ("edition", "specialty", "name")
        constraints = (once("specialty_name_once", "name"),)


class ApplicationService(Figure):
    """The service through which a specialty takes applications, and the Match it takes part in."""

    specialty = specialty_field()
    application_service = models.CharField(max_length=12, choices=SERVICES)
    match_service = models.CharField(max_length=12, choices=SERVICES)

    kind = "rule"
    identity = ("edition__label", "specialty__slug")

    class Meta:
        ordering = ("edition", "specialty")
        constraints = (
            once("application_service_once", "specialty"),
            one_of("application_service_known", "application_service", SERVICES),
            one_of("application_match_known", "match_service", SERVICES),
        )


class SpecialtyPositions(Figure):
    """Positions of a specialty, and the applicants of all groups who put it first."""

    cycle = models.CharField(max_length=4)
    specialty = specialty_field()
    applicants = models.PositiveIntegerField(help_text="Of all groups, who ranked it first")
    positions = models.PositiveIntegerField()

    identity = ("edition__label", "cycle", "specialty__slug")

    class Meta:
        ordering = ("edition", "-cycle", "specialty")
        verbose_name_plural = "specialty positions"
        constraints = (once("specialty_positions_once", "cycle", "specialty"),)


class TrackApplicants(Figure):
    """Applicants of each group in one track of the Match; those in two tracks count in both."""

    cycle = models.CharField(max_length=4)
    track = models.CharField(max_length=60)
    specialty = specialty_field(null=True, blank=True)
    us_md_senior = models.PositiveIntegerField()
    us_do_senior = models.PositiveIntegerField()
    us_img = models.PositiveIntegerField()
    non_us_img = models.PositiveIntegerField()

    identity = ("edition__label", "cycle", "track")

    class Meta:
        ordering = ("edition", "-cycle", "track")
        verbose_name_plural = "track applicants"
        constraints = (once("track_applicants_once", "cycle", "track"),)


class ApplicationProfile(Figure):
    """Medians of ranks and research of the matched or unmatched of a specialty and group."""

    cycle = models.CharField(max_length=4)
    group = group_field()
    specialty = specialty_field()
    outcome = models.CharField(max_length=9, choices=OUTCOMES)
    n = models.PositiveIntegerField(null=True, blank=True)
    contiguous_ranks = percent_field(null=True, blank=True)
    research = percent_field(null=True, blank=True)
    publications = percent_field(null=True, blank=True)
    presentations = percent_field(null=True, blank=True)

    identity = ("edition__label", "cycle", "group", "specialty__slug", "outcome")

    class Meta:
        ordering = ("edition", "-cycle", "group", "specialty", "outcome")
        constraints = (
            once("application_profile_once", "cycle", "group", "specialty", "outcome"),
            one_of("application_profile_outcome", "outcome", OUTCOMES),
        )


class EarlyMatchRate(Figure):
    """Match rate of a specialty with its own early Match, as far as it is published."""

    cycle = models.CharField(max_length=4)
    group = group_field(GROUPS_OF_EARLY_MATCHES)
    specialty = specialty_field()
    ranked_first = models.PositiveIntegerField(null=True, blank=True)
    matched = models.PositiveIntegerField(null=True, blank=True)
    percent = percent_field(null=True, blank=True)
    positions = models.PositiveIntegerField(null=True, blank=True)

    identity = ("edition__label", "cycle", "group", "specialty__slug")

    class Meta:
        ordering = ("edition", "-cycle", "group", "specialty")
        constraints = (
            once("early_match_rate_once", "cycle", "group", "specialty"),
            one_of("early_match_rate_group", "group", GROUPS_OF_EARLY_MATCHES),
            percent_in_range("early_match_rate_percent"),
            models.CheckConstraint(
                condition=Q(matched__isnull=True)
                | Q(ranked_first__isnull=True)
                | Q(matched__lte=F("ranked_first")),
                name="early_match_rate_of_ranked",
                violation_error_message="Enter no more matched than applicants.",
            ),
        )
