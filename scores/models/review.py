"""The making of an edition: who did what to it, and what readers see of that.

None of this belongs to the content of an edition: no fixture holds it and no digest covers it.
"""

from typing import Any

from django.conf import settings
from django.db import models

from scores.models.editions import Edition
from scores.models.figures import one_of


def person_field(**options: Any) -> "models.ForeignKey":
    """A link to a person. An account with such links can be closed but not deleted."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **options)


class EventKind(models.TextChoices):
    BEGUN = "begun", "begun"
    SUBMITTED = "submitted", "submitted for review"
    SENT_BACK = "sent-back", "sent back"
    APPROVED = "approved", "approved"
    PUBLISHED = "published", "published"
    RESTORED = "restored", "made current again"
    WITHDRAWN = "withdrawn", "its release withdrawn"
    RENAMED = "renamed", "given another label"


class EditKind(models.TextChoices):
    ADDED = "added", "added"
    CHANGED = "changed", "changed"
    REMOVED = "removed", "removed"


class Event(models.Model):
    """One step in the life of an edition. Events are only ever added."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="events")
    what = models.CharField(max_length=10, choices=EventKind)
    by = person_field(null=True, help_text="Empty where the site did it by itself")
    at = models.DateTimeField()
    words = models.TextField(blank=True)
    digest = models.CharField(
        max_length=64, blank=True, help_text="Of the content that was submitted or approved"
    )
    asked = person_field(null=True, blank=True, help_text="The reviewer who was asked to look")
    against = models.ForeignKey(
        Edition,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="The edition it was compared with: the one that it was to follow",
    )

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (one_of("event_what", "what", EventKind),)

    def __str__(self) -> str:
        return f"{self.edition} {self.get_what_display()} on {self.at:%Y-%m-%d}"


class Edit(models.Model):
    """A row of a draft that was added, changed or removed, with each value before and after."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="edits")
    by = person_field()
    at = models.DateTimeField()
    what = models.CharField(max_length=7, choices=EditKind)
    table = models.CharField(max_length=60, help_text="As a person calls it")
    row = models.CharField(max_length=400, help_text="The name of the row at that time")
    row_id = models.BigIntegerField()
    fields = models.JSONField(default=list, help_text="Name, value before, value after")

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("edition", "table", "row_id"), name="edit_of_row"),)
        constraints = (one_of("edit_what", "what", EditKind),)

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.what}"


class Tick(models.Model):
    """What somebody said of one warning or changed row of a draft after looking at it.

    `about` is a digest of the warning or change: once that is another, the tick no longer counts.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="ticks")
    about = models.CharField(max_length=64)
    subject = models.CharField(max_length=600, help_text="What it was about, in words")
    by = person_field()
    at = models.DateTimeField()
    is_right = models.BooleanField(default=True, help_text="Not set: a comment, and no more")
    words = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("edition", "about", "by"), name="tick_once_each"),
        )

    def __str__(self) -> str:
        return f"{self.subject} by {self.by}"


class ExpectedValues(models.Model):
    """Sets of answers with the target that somebody expects of each, to check a draft with."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="expected")
    text = models.TextField(help_text="As it was written, one set of answers a line")
    cases = models.JSONField(default=list, help_text="Line, words, answers and target of each")
    by = person_field()
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Expected values of {self.edition}"


class Publication(models.Model):
    """What readers see of how an edition came about, if it was published on this site."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="publication")
    changelog = models.TextField(help_text="What changed, from the difference of the two editions")
    one_person = models.BooleanField(help_text="Whether nobody else looked at it before")

    def __str__(self) -> str:
        return f"Publication of {self.edition}"
