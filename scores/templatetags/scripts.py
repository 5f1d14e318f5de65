"""Scripts of our own, which a browser runs only if they are what this server read at its start."""

from base64 import b64encode
from functools import cache
from hashlib import sha384
from pathlib import Path

from django import template
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


@cache
def integrity_of(path: str) -> str:
    return f"sha384-{b64encode(sha384(served(path)).digest()).decode()}"


def served(path: str) -> bytes:
    """The file as it was collected; in tests, where nothing is, as it was written."""
    name = getattr(staticfiles_storage, "stored_name", str)(path)
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            return bytes(file.read())
    return Path(str(finders.find(path))).read_bytes()
