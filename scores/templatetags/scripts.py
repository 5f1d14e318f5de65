"""Script elements with a digest: a browser runs only the script that this server has read."""

from base64 import b64encode
from functools import cache
from hashlib import sha384
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def script(path: str) -> SafeString:
    return format_html(
        '<script src="{}" integrity="{}" defer></script>',
        staticfiles_storage.url(path),
        integrity_of(path),
    )


def _integrity(path: str) -> str:
    return f"sha384-{b64encode(sha384(served(path)).digest()).decode()}"


integrity_of = _integrity if settings.DEBUG else cache(_integrity)
"""Computed once per process; under DEBUG each time, as scripts may change."""


def served(path: str) -> bytes:
    """The collected file or, where names of static files have no digest, the original."""
    if not hasattr(staticfiles_storage, "stored_name"):
        return Path(str(finders.find(path))).read_bytes()
    with staticfiles_storage.open(staticfiles_storage.stored_name(path)) as file:
        return bytes(file.read())
