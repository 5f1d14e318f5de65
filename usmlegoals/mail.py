"""The settings for e-mail, from the URL of a server: `smtp://name:password@host:587?tls=1`."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SMTP = "django.core.mail.backends.smtp.EmailBackend"
NONE = "django.core.mail.backends.dummy.EmailBackend"
CONSOLE = "django.core.mail.backends.console.EmailBackend"
FILES = "django.core.mail.backends.filebased.EmailBackend"
SECONDS = 10
"""How long to wait for a server. Without an answer nothing is sent; the desk shows it anyway."""


def mailers_of(url: str) -> dict[str, dict[str, Any]]:
    """Django's `MAILERS`; for an empty URL, a mailer that sends nothing.

    Raises ImproperlyConfigured for any other URL.
    """
    if not url:
        return {"default": {"BACKEND": NONE}}
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"default": {"BACKEND": CONSOLE}}
    if parts.scheme == "file" and parts.path:
        return {"default": {"BACKEND": FILES, "OPTIONS": {"file_path": parts.path}}}
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL is smtp://name:password@host:587?tls=1, smtps://name:password@host:465, "
            "file:///folder or console://."
        )
    is_safe = parts.scheme == "smtps"
    options: dict[str, Any] = {
        "host": parts.hostname,
        "port": parts.port or (465 if is_safe else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": is_safe,
        "use_tls": not is_safe and parse_qs(parts.query).get("tls") == ["1"],
        "timeout": SECONDS,
    }
    return {"default": {"BACKEND": SMTP, "OPTIONS": options}}
