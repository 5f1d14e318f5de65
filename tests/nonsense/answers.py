"""Finds faults that no answer may have, whatever the request."""

from collections.abc import Mapping
from urllib.parse import urlsplit

SLOWEST = 2.0
SLOWEST_OF_EDITORS = 6.0
"""The longest answers in seconds; a review derives every target on two editions."""

MARKUP = (b"<script>alert(1)", b"<svg/onload")
"""Markup in requests, which no page may repeat unescaped."""


def faults_of(
    target: str, status: int, headers: Mapping[str, str], body: bytes, seconds: float
) -> list[str]:
    """The faults of an answer; `headers` are by lower-case name."""
    faults = []
    if status >= 500:
        faults.append(f"status {status}")
    if seconds > (SLOWEST_OF_EDITORS if target.startswith("/admin/") else SLOWEST):
        faults.append(f"{seconds:.1f} seconds")
    if b"Traceback (most recent call last)" in body:
        faults.append("a traceback in the page")
    if headers.get("content-type", "").startswith("text/html") and any(
        markup in body for markup in MARKUP
    ):
        faults.append("markup as it was typed")
    if "elsewhere" in urlsplit(headers.get("location", "").replace("\\", "/")).netloc:
        faults.append("a redirect to another site")
    return faults
