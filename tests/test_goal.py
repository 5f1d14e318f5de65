"""The result as page and JSON: every cell, every kind of bad input, and what a request costs."""

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from scores.editions.load import clone_edition
from scores.engine.answers import AIMS
from scores.engine.vocabulary import GROUPS
from scores.models import Edition, Release
from tests.editions import publish
from tests.nonsense.requests import queries

pytestmark = pytest.mark.django_db

DERMATOLOGY = "specialty=dermatology&group=us-md-senior&exam_date=2027-05-01"


def get_json(client, query):
    return client.get(f"/goal.json?{query}").json()


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("aim", AIMS)
def test_every_specialty_answers(client, edition_2026, group, aim):
    for specialty in edition_2026.specialties:
        query = urlencode({"specialty": specialty, "group": group, "aim": aim})

        page = client.get(f"/goal/?{query}")

        assert page.status_code == 200, query
        record = page.context["record"]
        assert all(step["figures"] for step in record["steps"] if step["value"] is not None)
        assert str(record["target"]["score"]) in page.content.decode()


def test_dermatology_shows_its_conflict(client):
    record = get_json(client, DERMATOLOGY)

    others = [
        (other["value"], other["cycle"], other["source"], other["approximate"], other["target"])
        for other in record["others"]
        if other["group"] != "us-do-senior"
    ]
    assert record["target"]["score"] == 258
    assert (251, "2022", "acemedboards-passing", False, 251) in others
    assert (257, "2022", "acemedboards-good-score", False, 257) in others
    assert (257, "", "onlinemeded-2025", True, 257) in others


def test_score_has_a_percentile_in_each_norm_window(client):
    query = "specialty=dermatology&group=us-md-senior&situation=scored&actual_score=245"

    record = get_json(client, f"{query}&edition=2026.1")

    windows = {norm["to"]: norm["actual"]["text"] for norm in record["norms"]}
    assert windows == {"2026-06-30": "32nd", "2025-06-30": "34th", "2020-06-30": "46th"}


def test_older_edition_answers_as_it_had_it(client):
    then = get_json(client, f"{DERMATOLOGY}&edition=2025.1")

    assert then["edition"] == "2025.1"
    assert then["target"]["score"] == 257  # the mean of 2024; 258 is of 2026
    assert then["norms"][0]["to"] == "2025-06-30"


def test_json_has_the_shape_of_the_contract(client, edition_with_projection):
    record = get_json(client, f"{DERMATOLOGY}&test=nbme14&score=248&taken=2027-04-01")

    assert record.keys() >= {
        *("edition", "engine", "inputs", "floor", "target", "steps", "others", "advice"),
        *("projection", "sources"),
    }
    assert record["floor"].keys() >= {"passing_standard", "effective_from", "safe_pass"}
    assert record["target"].keys() >= {
        *("score", "low", "high", "basis", "without_factors", "percentile", "percentile_text"),
        *("percentile_interpolated", "percentile_low", "percentile_high"),
        *("percentile_population", "tier"),
    }
    assert record["steps"][0].keys() >= {"rule", "value", "kind", "says", "figures"}
    assert record["steps"][0]["figures"][0].keys() >= {
        *("value", "statistic", "n", "cycle", "kind", "source", "also"),
    }
    assert record["others"][0].keys() >= {
        *("value", "statistic", "cycle", "group", "source", "target"),
    }
    assert record["projection"].keys() >= {
        *("mean", "low", "high", "level", "p_target", "p_pass", "verdict", "without"),
        *("without_gain", "prior", "trend"),
    }
    assert record["verdict"].keys() >= {"state", "headline", "says", "action", "figures"}
    assert record["goals"][0].keys() >= {
        *("aim", "score", "percentile", "match_percent", "p_reach"),
    }
    assert record["waiting"][0].keys() >= {"exam_date", "p_target", "match_percent", "serves"}
    assert "best_date" in record
    assert record["sources"]["nrmp-charting-md-2026"].keys() >= {
        *("title", "publisher", "url", "evidence"),
    }


def test_unknown_parameters_are_ignored(client):
    with_more = get_json(client, f"{DERMATOLOGY}&utm_source=x&edition=&color=red")

    assert with_more == get_json(client, DERMATOLOGY)


def test_blank_rows_are_ignored(client):
    with_rows = get_json(client, f"{DERMATOLOGY}&test=&score=&taken=&test=&score=&taken=")

    assert with_rows == get_json(client, DERMATOLOGY)


NO_SCORES = ("0", "301", "-5", "1e9", "abc", "9" * 5000, "2.5", "\u0662\u0664\u0665x", "%00")
BAD = [
    ("specialty=urology&group=us-md-senior", "specialty"),
    ("specialty=&group=us-md-senior", "specialty"),
    ("specialty=dermatology&group=img", "group"),
    ("exam=step2ck&specialty=dermatology", "group"),
    (f"{DERMATOLOGY}&aim=top", "aim"),
    (f"{DERMATOLOGY}&edition=1999.1", "edition"),
    (f"{DERMATOLOGY}&edition=%00", "edition"),
    (f"{DERMATOLOGY}&exam=step9", "exam"),
    (f"{DERMATOLOGY}&situation=lost", "situation"),
    (f"{DERMATOLOGY}&situation=scored", "actual_score"),
    (f"{DERMATOLOGY}&factor=luck", "factor"),
    (f"{DERMATOLOGY}&factor=strong-research&factor=little-research", "factor"),
    (f"{DERMATOLOGY}&decline=all", "decline"),
    *[(f"{DERMATOLOGY}&situation=scored&actual_score={no}", "actual_score") for no in NO_SCORES],
    *[(f"{DERMATOLOGY}&test=nbme14&score={no}&taken=", "score") for no in NO_SCORES],
    (f"{DERMATOLOGY}&test=nbme14&score=248%25&taken=", "score"),
    (f"{DERMATOLOGY}&test=nbme14&score=\u0662\u0664\u0665&taken=", "score"),
    *[
        (f"{DERMATOLOGY}&test=free120&score={score}&taken=", "score")
        for score in ("-1", "101", "1e2", "abc", "")
    ],
    *[
        (f"specialty=dermatology&group=us-md-senior&exam_date={day}", "exam_date")
        for day in ("1900-01-01", "2999-01-01", "2027-02-31", "0000-00-00", "soon", "%00")
    ],
    (f"{DERMATOLOGY}&test=nbme14&score=248&taken=2027-02-31", "taken"),
    (f"{DERMATOLOGY}&test=nbme14&score=248&taken=1900-01-01", "taken"),
    (f"{DERMATOLOGY}&test=nbme99&score=248&taken=", "test"),
    (f"{DERMATOLOGY}&score=248", "test"),
    (f"{DERMATOLOGY}&taken=2027-04-01", "test"),
    (f"{DERMATOLOGY}&test=nbme14", "score"),
    (f"{DERMATOLOGY}{'&test=nbme14&score=248&taken=' * 61}", "score"),
    (f"{DERMATOLOGY}&situation=failed&attempt_date=2027-02-31", "attempt_date"),
    (f"{DERMATOLOGY}&situation=failed{'&attempt_date=2025-01-01' * 2}", "attempt_date"),
    ("specialty=" + "x" * 2_000_000 + "&group=us-md-senior", "specialty"),
]


@pytest.mark.parametrize(("query", "field"), BAD, ids=[query[-50:] for query, _ in BAD])
@pytest.mark.filterwarnings("ignore:Bad Request")
def test_bad_input_is_told_in_a_sentence(client, query, field):
    data, page = client.get(f"/goal.json?{query}"), client.get(f"/goal/?{query}")

    assert data.status_code == 400
    errors = data.json()["errors"]
    assert field in errors
    assert all(says.endswith(".") and len(says) < 300 for says in errors[field])
    assert page.status_code == 200
    assert "error-summary" in page.content.decode()


def test_too_many_fields_are_refused(client):
    response = client.get(f"/goal.json?{DERMATOLOGY}{'&factor=failed-exam' * 2000}")

    assert response.status_code == 400


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(queries(is_admin=False))
def test_no_query_breaks_the_site(client, query):
    data, page = client.get(f"/goal.json?{query}"), client.get(f"/goal/?{query}")
    part = client.get(f"/goal/?{query}", headers={"HX-Request": "true"})
    compared = client.get(f"/compare/?{query}")

    assert data.status_code in (200, 400)
    json.loads(data.content)
    for answer in (page, part, compared):
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


@pytest.mark.parametrize("editions", [2, 50])
def test_request_costs_few_queries(client, django_assert_max_num_queries, editions):
    client.get(f"/goal/?{DERMATOLOGY}")  # the edition is read once, by the first request
    row = Edition.objects.get(label="2026.1")
    for number in range(editions - 2):
        Edition.objects.create(
            label=f"2024.{number}", as_of=row.as_of, status="published", digest=f"{number:064x}"
        )

    with django_assert_max_num_queries(3):
        client.get(f"/goal/?{DERMATOLOGY}")
    with django_assert_max_num_queries(2):
        client.get(f"/goal.json?{DERMATOLOGY}")


def release_another():
    """Edition 2027.1, in force from now on."""
    draft = clone_edition(edition=Edition.objects.get(label="2026.1"), label="2027.1")
    publish(draft)
    Release.objects.create(edition=draft, begins=timezone.now())


def test_current_edition_follows_the_releases(client):
    assert get_json(client, DERMATOLOGY)["edition"] == "2026.1"

    release_another()

    assert get_json(client, DERMATOLOGY)["edition"] == "2027.1"


def test_edition_in_force_is_found_under_any_number_of_releases_ahead(client):
    edition = Edition.objects.get(label="2026.1")
    for days in range(1, 7):
        begins = timezone.now() + timedelta(days=days)
        Release.objects.create(edition=edition, begins=begins)
    release_another()

    assert get_json(client, DERMATOLOGY)["edition"] == "2027.1"


def test_finding_the_edition_in_force_reads_few_releases(client):
    edition = Edition.objects.get(label="2026.1")
    for days in range(1, 50):
        Release.objects.create(edition=edition, begins=timezone.now() - timedelta(days=days))

    with CaptureQueriesContext(connection) as captured:
        get_json(client, DERMATOLOGY)

    (asked,) = [query["sql"] for query in captured if "scores_release" in query["sql"]]
    assert "LIMIT" in asked


@pytest.mark.parametrize("address", ["/", "/goal/"])
def test_empty_form_asks_without_reproach(client, address):
    page = client.get(address).content.decode()

    assert "aria-invalid" not in page
    assert "Choose the applicant group" not in page
    assert "error-summary" not in page


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("derm", "dermatology"),
        ("  Family ", "family-medicine"),
        ("ORTHO", "orthopaedic-surgery"),
        ("public h", "preventive-medicine"),
        ("rehab", "physical-medicine-rehabilitation"),
        ("internal-medicine", "internal-medicine"),
        ("Pediatrics", "pediatrics"),
        ("Neurology", "neurology"),
        ("radiation", "radiation-oncology"),
        ("ENT", "otolaryngology"),
        ("ob/gyn", "obstetrics-gynecology"),
        ("im", "internal-medicine"),
        ("psych", "psychiatry"),
        ("orthopedic surgery", "orthopaedic-surgery"),
    ],
)
def test_specialty_is_understood_by_its_beginning_or_by_what_people_call_it(client, typed, meant):
    record = client.get("/goal.json", {"specialty": typed, "group": "us-img"}).json()

    assert record["inputs"]["specialty"] == meant


@pytest.mark.parametrize(
    "typed", ["radi", "surgery", "internal", "de", "rmtlgy", "derm x", "(", "\x00"]
)
def test_specialty_that_could_be_several_or_none_is_asked_for(client, typed):
    response = client.get("/goal.json", {"specialty": typed, "group": "us-img"})

    assert response.status_code == 400
    assert "specialty" in response.json()["errors"]
