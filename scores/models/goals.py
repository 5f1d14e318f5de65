"""Shared goals: frozen results of students, and the tokens that open them.

No table here refers to an edition: a revision holds all that it shows, so that changes to the
figures cannot affect it. Only hashes of tokens are stored.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from scores.models.figures import in_range, one_of


class Goals(models.QuerySet["Goal"]):
    def live(self, *, at: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=at)


class Goal(models.Model):
    """A student's shared goal; its revisions are numbered and never change."""

    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    shows_projection = models.BooleanField(default=False)
    shows_scores = models.BooleanField("shows practice scores", default=False)
    shows_profile = models.BooleanField(default=False)
    nickname = models.CharField(max_length=60, blank=True, default="")
    question = models.TextField(blank=True, default="", max_length=500)
    """The student's question to the advisors."""

    objects = Goals.as_manager()

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"Goal {self.pk}"

    def is_live(self, *, at: datetime) -> bool:
        return self.revoked_at is None and self.expires_at > at


class Permits(models.TextChoices):
    VIEW = "view", "see the goal"
    RESPOND = "respond", "see the goal and answer on it"
    MANAGE = "manage", "change, revise, revoke and delete the goal"


class Capability(models.Model):
    """A token that opens a goal; only its SHA-256 is stored."""

    token_hash = models.CharField(max_length=64, primary_key=True)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="capabilities")
    permits = models.CharField(max_length=7, choices=Permits)

    class Meta:
        verbose_name_plural = "capabilities"
        constraints = (
            models.UniqueConstraint(fields=("goal", "permits"), name="capability_one_of_each"),
            one_of("capability_permits", "permits", Permits),
        )

    def __str__(self) -> str:
        return f"{self.goal}: {self.permits}"


class Revision(models.Model):
    """One frozen result: the digest covers the exact text of `inputs` and `result`."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    submission = models.CharField(max_length=64, unique=True)
    """Hash of the form it came from: the same form sent twice is one revision."""
    edition = models.CharField(max_length=20)
    engine = models.CharField(max_length=20)
    inputs = models.TextField()
    result = models.TextField()
    digest = models.CharField(max_length=64)
    # Copied from `result`, so that the history need not read every result.
    target = models.PositiveSmallIntegerField(null=True)
    mean = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)

    class Meta:
        ordering = ("goal", "number")
        constraints = (
            models.UniqueConstraint(fields=("goal", "number"), name="revision_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_from_one"),
            in_range("revision_target", "target"),
        )

    def __str__(self) -> str:
        return f"{self.goal}, revision {self.number}"


class Response(models.Model):
    """An advisor's answer; it is shown beside the result and never changes it."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="responses")
    created_at = models.DateTimeField(auto_now_add=True)
    submission = models.CharField(max_length=64, unique=True)
    revision = models.PositiveSmallIntegerField(help_text="The newest when it was written")
    name = models.CharField(max_length=100)
    note = models.TextField(blank=True, max_length=5000)
    agreed_target = models.PositiveSmallIntegerField(null=True, blank=True)
    look_again = models.DateField(null=True, blank=True)
    is_public = models.BooleanField("name and note shown to everyone with a link", default=True)
    """Whether view links show name and note too. The first advisors were told that they do."""

    class Meta:
        ordering = ("goal", "created_at", "pk")
        constraints = (in_range("response_agreed_target", "agreed_target"),)

    def __str__(self) -> str:
        return f"Response of {self.created_at:%Y-%m-%d} on {self.goal}"


class Tombstone(models.Model):
    """The hash of a form whose goal or answer was deleted: sent again, it restores nothing."""

    submission = models.CharField(max_length=64, primary_key=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"Form deleted on {self.created_at:%Y-%m-%d}"


class Throttle(models.Model):
    """How much an address did or stored, counted from `window` on; only a keyed hash identifies it.

    The window is an hour or, where a whole day is counted, the last hour of that day.
    """

    key = models.CharField(max_length=64)
    window = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "window"), name="throttle_once"),)

    def __str__(self) -> str:
        return f"{self.count} since {self.window:%Y-%m-%d %H:%M}"
