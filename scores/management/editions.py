from django.core.management.base import CommandError

from scores.models import Edition


def find_edition(label: str) -> Edition:
    """The edition a command is asked for, be it a draft or published."""
    try:
        return Edition.objects.get(label=label)
    except Edition.DoesNotExist:
        labels = ", ".join(Edition.objects.values_list("label", flat=True)) or "none"
        raise CommandError(f"There is no edition {label} (there are: {labels}).") from None
