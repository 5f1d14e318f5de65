"""Parts of a page that are written out once for the same content."""

import re

import pytest
from django.test.utils import override_settings
from django.utils.safestring import mark_safe

from scores.templatetags import parts

RESULT = "/goal/?specialty=dermatology&group=us-md-senior"


@pytest.fixture
def rendered(tmp_path):
    """What part() gives for a template of this text."""
    (tmp_path / "one.html").write_text("{{ text }}|{{ number }}|{{ request }}")
    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path]}
    with override_settings(TEMPLATES=[engine]):
        parts._written.cache_clear()
        yield lambda **content: parts.part("one.html", **content)
    parts._written.cache_clear()


def test_same_content_is_written_once_and_other_content_anew(rendered):
    first = rendered(text="a", number=1234)

    assert first == "a|1234|"
    assert rendered(text="a", number=1234) is first
    assert rendered(text="a", number=1235) == "a|1235|"


def test_text_that_is_safe_is_not_taken_for_text_that_is_not(rendered):
    assert rendered(text=mark_safe("<b>"), number=1) == "<b>|1|"
    assert rendered(text="<b>", number=1) == "&lt;b&gt;|1|"


@pytest.mark.django_db
def test_next_student_of_a_specialty_has_the_figures_written_already(client):
    client.get(RESULT)
    before = parts._written.cache_info()

    first = client.get(f"{RESULT}&exam_date=2027-03-05").content.decode()
    second = client.get(f"{RESULT}&exam_date=2027-03-06").content.decode()

    after = parts._written.cache_info()
    assert after.hits > before.hits + 10
    assert after.misses - before.misses <= 2
    assert "March 5, 2027" in first
    assert "March 6, 2027" in second
    assert "March 5, 2027" not in second


@pytest.mark.django_db
def test_nothing_that_a_student_typed_is_kept(client, monkeypatch):
    kept = []
    written = parts._written

    def watched(template, content):
        kept.append(written(template, content))
        return kept[-1]

    monkeypatch.setattr(parts, "_written", watched)
    typed = "test=nbme14&score=237&taken=2026-11-03&situation=failed&attempt_date=2026-10-07"
    client.get(f"{RESULT}&{typed}&exam_date=2027-03-05")
    client.get(f"{RESULT}&situation=scored&actual_score=263")

    assert len(kept) > 10
    assert not [each for each in kept if re.search(r"237|263|2026-11-03|2026-10-07|2027-03", each)]
