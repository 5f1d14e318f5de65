"""QR codes for paper, as images of their own.

A code costs 1 to 3 ms and 0.5 to 1 kB. As a lazy image it is made only when somebody prints or
reads without scripts, and no page or update carries it.
"""

from io import BytesIO

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

MASK = 0
"""Readers know all eight masks; trying them for the most even pattern takes five times as long."""

MOST_CHARACTERS = 850
"""A longer address makes squares too small for a phone to read on paper."""


@require_safe
@cache_control(max_age=24 * 3600)
def page_code(request: HttpRequest, page: str) -> HttpResponse:
    """The QR code of a page with the same query. Raises Http404 for too long an address."""
    address = f"{request.build_absolute_uri(reverse(page))}?{request.GET.urlencode()}"
    if len(address) > MOST_CHARACTERS:
        raise Http404
    return image_of(address)


def image_of(address: str) -> HttpResponse:
    image = BytesIO()
    _code(address).save(image, kind="svg", omitsize=True, light="#fff")
    return HttpResponse(image.getvalue(), content_type="image/svg+xml")


def code_address(request: HttpRequest, page: str, query: str) -> str:
    """The address of the QR code of a page with its query; empty if that is too long for one."""
    address = f"{reverse(f'{page}-qr')}?{query}"
    is_short = len(request.build_absolute_uri(address)) <= MOST_CHARACTERS
    return address if is_short else ""


def qr_code(address: str) -> SafeString:
    """An address as inline SVG, without a style attribute."""
    svg = _code(address).svg_inline(omitsize=True, light="#fff", svgclass="qr", lineclass="qr-line")
    return mark_safe(svg)  # noqa: S308 (segno writes nothing but a path)


def _code(address: str) -> segno.QRCode:
    """The smallest code that holds the address, with as much error correction as fits."""
    return segno.make(address, error="l", micro=False, mask=MASK)
