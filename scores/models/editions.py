from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q


class EditionManager(models.Manager["Edition"]):
    def get_by_natural_key(self, label: str) -> "Edition":
        return self.get(label=label)

    def published(self) -> models.QuerySet["Edition"]:
        return self.filter(status=Edition.Status.PUBLISHED)

    def current(self, *, at: datetime) -> "Edition":
        """The edition of the newest release that has begun. Raises DoesNotExist before the first.

        Which edition is current follows from the releases, not from a flag: from the first release
        on, there is always exactly one, and a release dated ahead begins by itself.
        """
        release = Release.objects.newest(at=at).select_related("edition").first()
        if release is None:
            raise Edition.DoesNotExist("No edition has been released.")
        return release.edition


class Edition(models.Model):
    """One complete set of all figures, immutable once published."""

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        REVIEW = "review", "in review"
        PUBLISHED = "published", "published"

    label = models.CharField(max_length=20, unique=True, help_text="Year and number, as 2026.1")
    as_of = models.DateField(help_text="The day up to which the figures were gathered")
    summary = models.TextField(blank=True, help_text="What is new in it, for readers")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the content, set when it is published"
    )

    objects = EditionManager()

    class Meta:
        ordering = ("-as_of", "-label")
        permissions = (
            ("review_edition", "Can approve an edition or send it back"),
            ("publish_edition", "Can publish an edition and choose the current one"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(label__regex=r"^[0-9]{4}\.[0-9]{1,3}$"), name="edition_label_form"
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="edition_published_has_digest",
            ),
        )

    def __str__(self) -> str:
        return self.label

    def natural_key(self) -> tuple[str]:
        return (self.label,)

    @property
    def is_in_review(self) -> bool:
        return self.status == self.Status.REVIEW

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED


class ReleaseManager(models.Manager["Release"]):
    def get_by_natural_key(self, label: str, begins: str) -> "Release":
        return self.get(edition__label=label, begins=begins)

    def newest(self, *, at: datetime) -> models.QuerySet["Release"]:
        """The releases that have begun, the one in force first."""
        return self.filter(begins__lte=at).order_by("-begins", "-pk")


class Release(models.Model):
    """A moment from which an edition is the current one.

    A release never changes. It is deleted only if it is withdrawn before it begins.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="releases")
    begins = models.DateTimeField()
    reason = models.TextField(blank=True)

    objects = ReleaseManager()

    class Meta:
        ordering = ("-begins", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("edition", "begins"), name="release_once_per_moment"),
        )
        indexes = (models.Index(fields=("-begins", "-id"), name="release_newest"),)

    def __str__(self) -> str:
        return f"{self.edition} from {self.begins:%Y-%m-%d}"

    def natural_key(self) -> tuple[Any, ...]:
        return (self.edition.label, self.begins.isoformat())

    natural_key.dependencies = ["scores.edition"]  # type: ignore[attr-defined]
