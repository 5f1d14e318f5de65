"""What readers see of edition 2026.2: services, specialties without a score, names, cautions."""

from dataclasses import replace

import pytest

from scores.editions.fixture import read_fixture
from scores.editions.load import insert_fixture
from scores.editions.reader import published_edition
from scores.forms.specialties import begun_by, specialty_named, spelled_like
from tests.engine.edition import FIXTURES
from tests.pages import text_of

EM = "specialty=emergency-medicine&group=us-do-senior&exam_date=2027-06-15"
ERAS_DAYS = ("September 2, 2026", "September 23, 2026", "September 1, 2027", "September 22, 2027")


@pytest.fixture(scope="module")
def stored(around_the_module):
    lines = (FIXTURES / "2026.2.jsonl").read_text("utf-8").splitlines()
    insert_fixture(fixture=read_fixture(lines))


@pytest.fixture
def edition(stored, db):
    return published_edition("2026.2")


def test_emergency_medicine_has_no_date_of_eras(client, edition):
    tested = f"{EM}&test=nbme14&score=245&taken=2026-11-20"
    page = text_of(client.get(f"/goal/?{tested}"))
    answer = client.get(f"/goal.json?{tested}").json()

    assert [day for day in ERAS_DAYS if day in page] == []
    assert [day for day in ("2026-09-02", "2027-09-22", "2027-09-01") if day in str(answer)] == []
    assert "ERAS 2028" not in page


CALLED = {
    "orthopedic": "orthopaedic-surgery",
    "paediatrics": "pediatrics",
    "anesthesia": "anesthesiology",
    "rads": "diagnostic-radiology",
    "ophtho": "ophthalmology",
    "gen surg": "general-surgery",
    "internal": "internal-medicine",
    "surgery": "general-surgery",
    "radiology": "diagnostic-radiology",
    "uro": "urology",
    "prelim surgery": "preliminary-year",
    "TY": "transitional-year",
    "med  psych": "combined-programs",
}


def test_specialty_is_found_as_people_call_it(edition):
    assert {typed: specialty_named(typed, edition) for typed in CALLED} == CALLED


MISSPELLED = {
    "dermatolgy": ["dermatology"],
    "opthalmology": ["ophthalmology"],
    "orthopedic surgry": ["orthopaedic-surgery"],
    "urolgy": ["urology"],
    "nuerology": ["neurology"],
    "nurology": ["neurology", "urology"],
    "nuero": ["neurology"],
    "emergancy med": ["emergency-medicine"],
    "emerg med": ["emergency-medicine"],
    "famly med": ["family-medicine"],
    "basketry": [],
}


def test_specialty_is_found_as_people_misspell_it(edition):
    assert {
        typed: [row.slug for row in spelled_like(typed, edition)] for typed in MISSPELLED
    } == MISSPELLED


def test_no_specialty_on_record_is_taken_for_another(edition):
    for slug, specialty in edition.specialties.items():
        others = {name: row for name, row in edition.specialties.items() if name != slug}
        without = replace(edition, specialties=others, specialty_names=())
        assert spelled_like(specialty.name, without) == []


def test_misspelled_specialty_is_answered_and_one_of_several_asked_for(client, edition):
    found = text_of(client.get("/goal/?specialty=dermatolgy&group=us-md-senior"))
    asked = text_of(client.get("/goal/?specialty=nurology&group=us-md-senior"))

    assert "Aim for 258" in found
    assert "“nurology” may be Neurology or Urology: type more, or choose." in asked


def test_beginning_that_several_have_stays_open(edition):
    assert specialty_named("neuro", edition) == "neurology"
    assert {row.slug for row in begun_by("radi", edition)} == {
        "diagnostic-radiology",
        "interventional-radiology",
        "radiation-oncology",
    }


INSTEAD = {
    "prelim": "Preliminary medicine or surgery year: the specialty that follows decides",
    "triple board": "use the two specialties and compare them",
    "nucs": "Nuclear Medicine: no figures found.",
    "genetics": "mostly entered through combined tracks",
}


def test_what_cannot_be_chosen_says_what_to_do(client, edition):
    for specialty, says in INSTEAD.items():
        query = {"specialty": specialty, "group": "us-img"}

        assert says in text_of(client.get("/goal/", query))
        assert says in client.get("/goal.json", query).json()["errors"]["specialty"][0]


def test_urology_has_no_target_but_rates(client, edition):
    query = {"specialty": "urology", "group": "us-md-senior", "show": "all"}
    page = text_of(client.get("/goal/", query))

    assert "No score is published for urology" in page
    assert "no Step 2 CK figure is published" in page
    assert "76% of all applicants in urology matched in 2025 (403 of 529)" in page


def test_doubtful_figure_shows_its_caution_wherever_it_is(client, edition):
    query = {"specialty": "neurology", "group": "us-img", "show": "others"}
    result = text_of(client.get("/goal/", query))
    page = text_of(client.get("/specialties/neurology/"))

    assert "Aim for 238" in result
    for text in (result, page):
        assert "ne secondary source; in 2013 US IMGs lay 14 points below" in text


def test_canadian_graduates_are_told_which_group_they_are(client, edition):
    text = text_of(client.get("/goal/"))
    assert "Canadian graduates: graduating on or after July 1, 2025" in text


def test_method_tells_by_how_much_stand_ins_are_shifted(client, edition):
    text = text_of(client.get("/method/"))

    assert "for US IMGs +3 in diagnostic radiology" in text
    assert "−14 in neurology" in text
    assert "The stand-in is not shifted" in text_of(client.get("/method/?edition=2026.1"))
