"""What no answer may be, whatever was asked."""

from collections.abc import Mapping
from urllib.parse import urlsplit

SLOWEST = 2.0
SLOWEST_OF_EDITORS = 6.0
"""Seconds; a review derives every target on two editions."""

MARKUP = (b"<script>alert(1)", b"<svg/onload")
"""Typed by visitors and editors, and nowhere to stand as it was typed."""


def faults_of(
    target: str, status: int, headers: Mapping[str, str], body: bytes, seconds: float
) -> list[str]:
    """`headers` by their names in lower case."""
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
