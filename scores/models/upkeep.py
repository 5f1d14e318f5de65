"""The site's own maintenance."""

from django.db import models


class Purge(models.Model):
    """When the last purge began and was done, in one row."""

    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Purge begun on {self.begun_at:%Y-%m-%d}"
