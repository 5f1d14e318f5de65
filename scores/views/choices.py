"""The list of specialties in the goal form, rendered once for an edition."""

from collections import defaultdict
from functools import lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from scores.engine.edition import Edition


@lru_cache(maxsize=8)
def specialty_options(edition: Edition) -> SafeString:
    """Options with the specialties; browsers also match the short names in their labels."""
    short = defaultdict(list)
    for row in edition.specialty_names:
        short[row.specialty].append(row.name)
    names = [(each.name, ", ".join(short[slug])) for slug, each in edition.choices.items()]
    return format_html_join("", '<option value="{}">{}</option>', names)
