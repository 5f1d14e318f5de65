"""The long lists of the goal form, written out once for an edition."""

from functools import lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from scores.engine.edition import Edition


@lru_cache(maxsize=8)
def specialty_lists(edition: Edition) -> dict[str, SafeString]:
    """The specialties to type and to choose: long lists, which an edition never changes."""
    names = [(specialty.name,) for specialty in edition.choices.values()]
    button = (
        '<li><button type="submit" class="plain-button" name="specialty" value="{0}">'
        "{0}</button></li>"
    )
    return {
        "options": format_html_join("", '<option value="{}"></option>', names),
        "buttons": format_html_join("", button, names),
    }
