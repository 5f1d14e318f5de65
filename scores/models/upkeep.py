"""What the site does for itself."""

from django.db import models


class Purge(models.Model):
    """When everything that had ended was deleted last; one row."""

    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Purge begun on {self.begun_at:%Y-%m-%d}"
