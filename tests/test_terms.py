"""Terms of the field, explained where they stand."""

import re

import pytest

STAND_IN = "/goal/?specialty=dermatology&group=non-us-img&test=nbme14&score=248&taken=2026-11-01"


@pytest.mark.django_db
def test_each_button_of_a_page_opens_what_is_there(client, edition_with_projection):
    page = client.get(STAND_IN).content.decode()

    opened = set(re.findall(r'popovertarget="([^"]+)"', page))
    there = re.findall(r'id="(term-[^"]+)" popover', page)

    opened = {name for name in opened if name.startswith("term-")}
    assert opened == set(there)
    assert there


@pytest.mark.django_db
def test_part_of_a_page_leaves_the_meanings_where_they_are(client):
    part = client.get(STAND_IN, headers={"HX-Request": "true"}).content.decode()

    assert 'popovertarget="term-percentile"' in part
    assert 'class="term-says"' not in part
