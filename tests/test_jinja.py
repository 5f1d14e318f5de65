"""Templates in Jinja keep what those in Django's language promise."""

import pytest
from django.template import engines
from django.utils.safestring import mark_safe


def rendered(source, **context):
    return engines["jinja2"].from_string(source).render(context)


def test_text_is_escaped_and_marks_are_not():
    html = rendered("{{ text }}{{ mark }}", text="<b>'\"", mark=mark_safe("<sup>1</sup>"))

    assert html == "&lt;b&gt;&#39;&#34;<sup>1</sup>"


@pytest.mark.parametrize("record", [{}, {"projection": None}, {"projection": {}}])
def test_what_an_older_record_lacks_is_nothing(record):
    source = "{{ record.projection.low.is }}{% if record.projection.mean is number %}x{% endif %}"

    assert rendered(source, record=record) == ""


def test_lines_leave_without_the_room_in_front_of_them():
    assert rendered("<p>\n    one\n\n      <b>two</b></p>") == "<p>\none\n<b>two</b></p>"


def test_filters_are_those_of_other_pages():
    assert rendered("{{ '2026-12-21'|iso_day }}, {{ 1200|number }}") == "December 21, 2026, 1,200"
