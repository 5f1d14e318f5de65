"""QR codes of pages, as images of their own."""

import pytest
import segno

from scores.views.qr import MASK, MOST_CHARACTERS

pytestmark = pytest.mark.django_db

LONG = "&".join(f"test=nbme14&score={score}&taken=2026-01-01" for score in range(200, 230))


@pytest.mark.parametrize("page", ["goal", "compare"])
def test_code_holds_the_address_of_the_page_with_the_same_query(client, page):
    response = client.get(f"/{page}/qr.svg?group=us-img&specialty=dermatology")

    address = f"http://testserver/{page}/?group=us-img&specialty=dermatology"
    code = segno.make(address, error="l", micro=False, mask=MASK)
    path = code.svg_inline(omitsize=True, light="#fff").partition(' d="')[2]
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["Cache-Control"] == "max-age=86400"
    assert path in response.content.decode()


def test_result_shows_the_code_of_its_own_address(client):
    page = client.get("/goal/?group=us-img&aim=typical&specialty=dermatology").content.decode()

    assert 'src="/goal/qr.svg?specialty=dermatology&amp;group=us-img"' in page


def test_address_too_long_for_a_phone_has_no_code(client):
    query = f"specialty=dermatology&group=us-img&{LONG}"
    page = client.get(f"/goal/?{query}").content.decode()

    assert len(query) > MOST_CHARACTERS
    assert 'class="verdict' in page
    assert "qr.svg" not in page
    assert client.get(f"/goal/qr.svg?{query}").status_code == 404


@pytest.mark.parametrize("query", ["", "%00=%FF", "a=😀", "specialty=<script>"])
def test_any_query_gives_an_image(client, query):
    response = client.get(f"/goal/qr.svg?{query}")

    assert response.status_code == 200
    assert b"<script" not in response.content
