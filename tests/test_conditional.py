"""A page that has not changed is not made again; whatever it follows from changes its tag."""

from datetime import timedelta

import pytest
from django.utils import timezone

from scores.models import Release
from scores.views.conditional import _release
from tests.editions import publish
from tests.small_edition import insert_small

pytestmark = pytest.mark.django_db

QUERY = "specialty=dermatology&group=us-md-senior"
ADDRESSES = [
    "/",
    f"/goal/?{QUERY}",
    f"/goal.json?{QUERY}",
    "/benchmarks/",
    "/specialties/",
    "/specialties/dermatology/",
    "/sources/",
    "/method/",
    "/corrections/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_unchanged_page_is_not_sent_again(client, address):
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)
    assert again.content == b""
    assert "no-cache" in first["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    [
        *("templates/home.html", "scores/wording/why.py", "usmlegoals/jinja.py"),
        *("static/css/site.css", "fixtures/backtest/evidence.json"),
    ],
)
def test_every_file_that_a_page_follows_from_is_in_its_tag(name, settings, tmp_path):
    assert settings.BASE_DIR.joinpath(name).exists()
    settings.BASE_DIR = tmp_path
    file = tmp_path / name
    file.parent.mkdir(parents=True)

    releases = {file.write_text(text) and _release() for text in ("one", "other")}

    assert len(releases) == 2


def test_address_for_corrections_is_in_the_tag(settings):
    before = _release()

    settings.CORRECTIONS_ADDRESS = "elsewhere@usmlegoals.example"

    assert _release() != before


def test_tag_differs_by_address_day_and_edition(client, monkeypatch):
    def tag(address=f"/goal/?{QUERY}", **headers):
        return client.get(address, headers=headers)["ETag"]

    tags = [tag(), tag(f"/goal/?{QUERY}&aim=strong"), tag(host="localhost")]
    tags.append(tag(f"/goal.json?{QUERY}"))
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("scores.views.conditional.timezone.now", lambda: tomorrow)
    tags.append(tag())
    monkeypatch.undo()
    draft = insert_small("2027.1")
    publish(draft)
    Release.objects.create(edition=draft, begins=timezone.now())
    tags.append(tag())

    assert len(set(tags)) == len(tags)
