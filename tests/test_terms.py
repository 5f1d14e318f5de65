"""Terms of the field, explained where they stand."""

import re

import pytest

from scores.templatetags.terms import WORDS, explain

STAND_IN = "/goal/?specialty=dermatology&group=non-us-img&test=nbme14&score=248&taken=2026-11-01"


def test_term_becomes_a_button_where_it_stands_first():
    assert explain("One SEM; another SEM") == (
        'One <button type="button" class="term" popovertarget="term-sem">SEM</button>; another SEM'
    )


def test_sentence_is_escaped_and_words_within_words_are_left():
    assert explain("<b> unmatched percentiles & meaning") == (
        "&lt;b&gt; unmatched percentiles &amp; meaning"
    )


@pytest.mark.django_db
def test_each_button_of_a_page_opens_what_is_there(client, edition_with_projection):
    page = client.get(STAND_IN).content.decode()

    opened = set(re.findall(r'popovertarget="([^"]+)"', page))
    there = re.findall(r'id="(term-[^"]+)" popover', page)

    opened = {name for name in opened if name.startswith("term-")}
    assert opened == set(there)
    assert sorted(there) == sorted(f"term-{name}" for name in WORDS)


@pytest.mark.django_db
def test_part_of_a_page_leaves_the_meanings_where_they_are(client):
    part = client.get(STAND_IN, headers={"HX-Request": "true"}).content.decode()

    assert 'popovertarget="term-percentile"' in part
    assert 'class="term-says"' not in part
