"""The pages that are shown when something broke need nothing that can break."""

import re

import pytest
from django.db import OperationalError, connection
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client

from tests.processes import ROOT

STANDING_ALONE = {"500.html": "Something broke on our side", "503.html": "Not at the moment"}
OTHERS = {400: "We could not read that", 403: "Not open to you", 404: "Nothing here"}


@pytest.fixture
def visitor(settings):
    settings.ROOT_URLCONF = "tests.failing_urls"
    return Client(raise_request_exception=False)


@pytest.fixture
def without_manifest(settings, tmp_path):
    """As where collectstatic never ran, or its folder was lost: no name of a file is known."""
    settings.STATIC_ROOT = tmp_path
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}


@pytest.fixture
def without_database(db):
    def no_answer(execute, sql, params, many, context):
        raise OperationalError("the connection is lost")

    with connection.execute_wrapper(no_answer):
        yield


@pytest.mark.parametrize("name", STANDING_ALONE)
def test_page_of_what_broke_needs_no_other_template_tag_or_file(name):
    text = (ROOT / "templates" / name).read_text()

    tags = set(re.findall(r"{% *(\w+)", text))
    assert tags <= {"if", "elif", "else", "endif", "for", "endfor", "csrf_token"}
    assert "<style" not in text


@pytest.mark.parametrize(("name", "heading"), STANDING_ALONE.items())
def test_page_of_what_broke_is_whole_without_a_context(name, heading):
    page = render_to_string(name)

    assert f"<h1>{heading}</h1>" in page
    assert "</html>" in page


@pytest.mark.parametrize(("name", "heading"), STANDING_ALONE.items())
def test_page_of_what_broke_asks_no_context_processor(visitor, name, heading, monkeypatch):
    def break_off(request):
        raise RuntimeError("A context processor was asked.")

    monkeypatch.setattr(engines["django"].engine, "template_context_processors", [break_off])

    response = visitor.get(f"/errors/{name.removesuffix('.html')}/")

    assert f"<h1>{heading}</h1>" in response.text


def test_lost_manifest_ends_in_our_mistake(visitor, without_manifest):
    response = visitor.get("/privacy/")

    assert response.status_code == 500
    assert "<h1>Something broke on our side</h1>" in response.text


def test_refusal_without_a_manifest_ends_in_our_mistake(visitor, without_manifest):
    response = visitor.get("/nothing/")

    assert response.status_code == 500
    assert "<h1>Something broke on our side</h1>" in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/g/a-token-of-someone/", "/admin/"])
def test_lost_database_and_manifest_end_in_the_page_of_the_first(
    visitor, without_manifest, without_database, path
):
    visitor.cookies["sessionid"] = "x" * 32

    response = visitor.get(path)

    assert response.status_code == 503
    assert "<h1>Not at the moment</h1>" in response.text


@pytest.mark.django_db
def test_form_is_kept_without_a_database_and_a_manifest(
    visitor, without_manifest, without_database
):
    response = visitor.post("/g/a-token-of-someone/respond/?from=here", {"note": "Well done."})

    assert response.status_code == 503
    assert 'action="/g/a-token-of-someone/respond/?from=here"' in response.text
    assert 'name="note" value="Well done."' in response.text
    assert 'name="csrfmiddlewaretoken"' in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "heading"), OTHERS.items())
def test_refusal_needs_no_database(visitor, without_database, status, heading):
    response = visitor.get(f"/errors/{status}/")

    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in response.text


@pytest.mark.django_db
def test_refusal_of_a_form_needs_no_database(without_database):
    visitor = Client(enforce_csrf_checks=True)

    response = visitor.post("/goal/share/")

    assert response.status_code == 403
    assert "<h1>The form was too old</h1>" in response.text


@pytest.mark.django_db
def test_refusal_of_what_is_too_large_needs_no_database_and_no_template(
    visitor, without_manifest, without_database
):
    response = visitor.post("/goal/share/", headers={"Content-Length": "6000000"})

    assert response.status_code == 413
    assert response.text == "This is too large. The limit is 5 MB.\n"
