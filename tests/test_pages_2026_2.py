"""The pages of figures with what edition 2026.2 brings: services, applicants, positions, survey."""

import re
from functools import partial

import pytest
from django.utils import timezone

from scores.editions.load import load_edition
from tests.engine.edition import FIXTURES
from tests.texts import rows_of, strip, text_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(client):
    return partial(text_at, client)


@pytest.fixture(scope="module", autouse=True)
def newest(around_the_module):
    """Edition 2026.2 is current."""
    lines = (FIXTURES / "2026.2.jsonl").read_text("utf-8").splitlines()
    load_edition(lines=lines, at=timezone.now())


def test_coverage_tells_shares_of_people_where_applicants_are_known(get):
    before, now = get("/benchmarks/coverage/?edition=2026.1"), get("/benchmarks/coverage/")

    assert 'id="applicants"' not in before
    assert rows_of(now, "US IMGs", "5,796") == [
        ["US IMGs", "5,796", "48.1% 2,788", "45.4% 2,633", "5.3% 308", "1.2% 67"]
    ]
    assert "who ranked several counts in each" in now
    assert rows_of(now, "Emergency Medicine")[0][3] == "shifted: other IMGs, 2026"


def test_survey_tells_percent_and_importance_with_year_and_response(get):
    text = get("/benchmarks/survey/")
    begins = text.index("Whom to interview, 2021")
    survey = text[begins : text.index("<h2", begins)]

    assert rows_of(survey)[1] == ["USMLE Step 1 score", "86.2%", "3.7"]
    assert ["Any failed USMLE attempt", "74.1%", "4.4"] in rows_of(survey)
    assert "How many programs answered is not on record." in survey
    assert "18.0% of programs answered." in text


def test_policies_stand_under_their_subject(get):
    text = get("/benchmarks/policies/")
    formats = strip(text[text.index("Exam formats</h2>") : text.index("Attempts and time")])

    assert "Exam format, Step 2 CK From May 7, 2026: 16 blocks of 30 minutes" in formats
    assert text.index("Registration and applications</h2>") < text.index('id="canadian-graduates"')


def test_key_dates_stand_under_their_service_and_say_what_is_missing(get):
    text = get("/benchmarks/key-dates/")
    parts = dict(re.findall(r'<h2 id="([^"]+)">(.*?)(?=<h2 id|</main>)', text))

    assert list(parts) == ["eras", "residencycas", "sf-match", "nrmp", "sau"]
    assert "No date recorded" not in parts["eras"]
    assert "No date recorded for the next season." in parts["residencycas"]
    assert "October 1, 2025" in parts["residencycas"]
    assert "Used by Emergency Medicine and Obstetrics and Gynecology ." in strip(
        parts["residencycas"]
    )
    assert "No date recorded. " in parts["sf-match"]
    assert "Ophthalmology" in parts["sf-match"]
    assert "No date recorded for the next season." in parts["sau"]


def test_specialties_of_a_group_show_middle_half_match_rate_and_positions(get):
    text = get("/specialties/?group=non-us-img")

    assert rows_of(text, "Internal Medicine")[0] == [
        *("Internal Medicine", "251 observed", "240–259", "48.5%", "11,632")
    ]
    assert rows_of(text, "Urology") == [["Urology", "– no figure", "–", "76% *", "417"]]
    assert rows_of(text, "Ophthalmology")[0][3] == "21% †"
    of_us_imgs = rows_of(get("/specialties/?group=us-img"), "Emergency Medicine")
    assert of_us_imgs == [["Emergency Medicine", "247 shifted stand-in", "–", "–", "3,198"]]


@pytest.mark.parametrize(
    ("query", "column"),
    [
        ("group=non-us-img&sort=target", 1),
        ("group=non-us-img&sort=rate", 3),
        ("group=non-us-img&sort=positions", 4),
        ("sort=us-do-senior", 2),
    ],
)
def test_specialties_are_sorted_from_the_highest_with_holes_last(get, query, column):
    text = get(f"/specialties/?{query}")

    head, *rows = rows_of(text)
    numbers = [re.sub(r"[^0-9.].*", "", row[column].replace(",", "")) for row in rows]
    known = [float(number) for number in numbers if number]
    assert len(known) > 20
    assert known == sorted(known, reverse=True)
    assert not any(numbers[len(known) :])
    sorted_by = re.findall(r'<th scope="col"[^>]* aria-sort="descending">(.*?)</th>', text)
    assert [strip(name) for name in sorted_by] == [head[column]]
    assert "aria-sort" not in text.replace('aria-sort="descending"', "", 1)


def test_what_is_no_choice_stands_below_with_what_to_do_instead(get):
    text = get("/specialties/")
    table, below = text.split('id="not-a-choice"')

    assert rows_of(table, "Transitional year") == []
    assert "Transitional year The specialty that follows decides; use that one." in strip(below)
    assert 'id="not-a-choice"' not in get("/specialties/?edition=2026.1")
