"""Errors that readers report. A report changes nothing: editors look, and note the outcome."""

from django.db import models

from scores.models.review import person_field


class Report(models.Model):
    """A report of one figure; nothing shows who sent it."""

    created_at = models.DateTimeField(auto_now_add=True)
    submission = models.CharField(max_length=64, unique=True)
    """Hash of the form it came from: the same form sent twice is one report."""
    figure = models.CharField("figure it is about", max_length=200)
    page = models.CharField(max_length=200, blank=True)
    edition = models.CharField(max_length=20, help_text="The current one when it was sent")
    says = models.TextField("what is wrong", max_length=2000)
    source = models.CharField("where it says otherwise", max_length=500, blank=True)
    outcome = models.TextField(
        "what came of it", blank=True, help_text="With this, the report is settled"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = person_field(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = "report of a reader"
        verbose_name_plural = "reports of readers"

    def __str__(self) -> str:
        return f"{self.figure} ({self.created_at:%Y-%m-%d})"
