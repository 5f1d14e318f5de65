import segno
from django.utils.safestring import SafeString, mark_safe

MASK = 0
"""Readers know all eight; to try which gives the evenest pattern would take five times as long."""


def qr_code(address: str) -> SafeString:
    """An address as a QR code for paper: inline SVG, without a style attribute."""
    code = segno.make(address, error="m", micro=False, mask=MASK)
    svg = code.svg_inline(omitsize=True, light="#fff", svgclass="qr", lineclass="qr-line")
    return mark_safe(svg)  # noqa: S308 (segno writes nothing but a path)
