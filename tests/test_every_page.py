"""Every kind of page answers whoever it is for, on either database."""

import pytest
from django.test import Client

from tests.page_types import cookies_of, make_contents, page_types

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OTHERWISE = {"link that opens nothing": 404} | {
    f"error {status}": status for status in (400, 403, 404, 429, 500, 503)
}


def test_every_page_answers(settings):
    settings.ROOT_URLCONF, settings.SECOND_FACTOR = "tests.failing_urls", True
    types = page_types(make_contents())
    cookies = {visitor: cookies_of(visitor) for visitor in {each.visitor for each in types}}

    answers = {}
    for each in types:
        client = Client(raise_request_exception=False)
        client.cookies.load(cookies[each.visitor])
        answers[each.name] = client.get(each.address).status_code

    assert answers == {each.name: OTHERWISE.get(each.name, 200) for each in types}
