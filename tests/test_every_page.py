"""Every kind of page: it answers whoever it is for, on either database, and is whole."""

import re

import pytest
from django.test import Client, override_settings

from tests.page_types import INDEXED, cookies_of, make_contents, page_types

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OTHERWISE = {"link that opens nothing": 404} | {
    f"error {status}": status for status in (400, 403, 404, 429, 500, 503)
}
WITHOUT_SCRIPTS = {"error 500", "error 503"}
"""Which stand alone."""


@pytest.fixture(scope="module")
def pages(around_the_module):
    """What each visitor was answered, by page type."""
    with override_settings(ROOT_URLCONF="tests.failing_urls", SECOND_FACTOR=True):
        types = page_types(make_contents())
        cookies = {visitor: cookies_of(visitor) for visitor in {each.visitor for each in types}}
        return {each: answer_of(each, cookies[each.visitor]) for each in types}


def answer_of(page, cookies):
    client = Client(raise_request_exception=False)
    client.cookies.load(cookies)
    return client.get(page.address)


def test_every_page_answers(pages):
    answers = {page.name: response.status_code for page, response in pages.items()}

    assert answers == {page.name: OTHERWISE.get(page.name, 200) for page in pages}


def test_every_page_names_itself_and_only_public_ones_may_be_listed(pages):
    for page, response in pages.items():
        html = response.text

        assert len(re.findall(r"<title>[^<]+</title>", html.partition("<body")[0])) == 1, page
        assert len(re.findall("<h1", html)) == 1, page
        says = f"{html} {response.get('X-Robots-Tag')}"
        may_be_listed = not re.search("noindex|NONE,NOARCHIVE", says)  # the latter in the admin
        assert may_be_listed == (page.name in INDEXED), page
        if not page.address.startswith("/admin/"):
            assert (' integrity="sha384-' in html) == (page.name not in WITHOUT_SCRIPTS), page
            assert re.findall('<meta name="description" content="[^"]+">', html), page


def test_pages_hold_no_style_script_or_handler_within(pages):
    for page, response in pages.items():
        html = re.sub(r'<script type="application/(ld\+)?json".*?</script>', "", response.text)
        forbidden = r'<style|\sstyle="|\son\w+="|hx-on|javascript:|<script(?![^>]*\ssrc=)'
        assert re.findall(forbidden, html) == [], page
