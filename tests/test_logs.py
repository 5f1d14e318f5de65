"""No line of a log holds a token or a query, whatever goes wrong."""

import json
import logging
import runpy
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from scores.goals.links import tokens_of
from usmlegoals.logs import TOKEN_LENGTH, JsonLines, masked

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def token():
    return secrets.token_urlsafe(22)


def test_masks_a_token_of_each_kind(token):
    for every in tokens_of(token).values():
        assert len(every) == TOKEN_LENGTH
        assert masked(f"Not Found: /g/{every}/verify/") == "Not Found: /g/…/verify/"


@pytest.mark.parametrize(
    "address", ["/G/{}/", "/g//{}", "/g/{}x", "/g/-{}/", "/goal/{}/", "{}", "'/g/{}'", "/g/{}?a=1"]
)
def test_masks_a_token_in_a_mistyped_address(token, address):
    assert token not in masked(f"Not Found: {address.format(token)}")


def test_masks_a_query():
    assert masked("Bad Request: /goal/?test=nbme14&score=248 x") == "Bad Request: /goal/?… x"


def test_leaves_other_lines_as_they_are():
    says = "2026.1: 3 goals deleted; is /specialties/family-medicine/ there? No: /goal/ is."

    assert masked(says) == says


def test_unknown_page_is_logged_without_token_and_query(db, client, log, token):
    client.get(f"/g/{token}/", {"digest": "secret"})
    client.get(f"/g/{token}/nothing/here/")

    assert log.getvalue().count("Not Found: /g/…/") == 2
    assert token not in log.getvalue()
    assert "secret" not in log.getvalue()


def test_refused_form_is_logged_without_token(db, log, token):
    Client(enforce_csrf_checks=True).post(f"/g/{token}/respond/?note=secret", {"note": "secret"})

    assert "/g/…/respond/" in log.getvalue()
    assert token not in log.getvalue()
    assert "secret" not in log.getvalue()


def test_wrong_method_is_logged_without_token(db, client, log, token):
    client.post("/goal/share/?score=248", {"once": token})
    client.post(f"/mine/?{token}")

    assert "Method Not Allowed" in log.getvalue()
    assert token not in log.getvalue()


def test_our_mistake_is_logged_without_token_and_query(db, log, token, monkeypatch):
    def broken(token, **options):
        raise RuntimeError(f"broken at /g/{token}/?score=248")

    monkeypatch.setattr("scores.views.shared.open_goal", broken)

    response = Client(raise_request_exception=False).get(f"/g/{token}/verify/", {"digest": "248"})

    assert response.status_code == 500
    assert "Internal Server Error: /g/…/verify/" in log.getvalue()
    assert "RuntimeError: broken at /g/…/" in log.getvalue()
    assert token not in log.getvalue()
    assert "248" not in log.getvalue()


def test_gunicorn_logs_no_access_and_no_token(token):
    settings = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    mask = settings["logconfig_dict"]["filters"]["without_tokens"]["()"]()
    says = logging.LogRecord("", 0, "", 0, "Error handling request %s", (f"/g/{token}/?a",), None)

    mask.filter(says)

    assert settings["accesslog"] is None
    assert settings["logconfig_dict"]["handlers"]["stderr"]["filters"][-1] == "without_tokens"
    assert says.getMessage() == "Error handling request /g/…/?…"


@pytest.fixture
def json_log(log):
    """The lines as a site in production writes them."""
    handlers = logging.getLogger("django").handlers
    (handler,) = [handler for handler in handlers if type(handler) is logging.StreamHandler]
    before = handler.formatter
    handler.setFormatter(JsonLines())
    yield lambda: [json.loads(line) for line in log.getvalue().splitlines()]
    handler.setFormatter(before)


def test_line_holds_the_time_in_utc_and_the_request(db, client, json_log):
    first, second = client.get("/nothing/here/"), client.get("/nothing/there/")

    lines = json_log()
    assert [line["message"] for line in lines] == [
        "Not Found: /nothing/here/",
        "Not Found: /nothing/there/",
    ]
    assert [line["request"] for line in lines] == [
        first["X-Request-ID"],
        second["X-Request-ID"],
    ]
    assert first["X-Request-ID"] != second["X-Request-ID"]
    for line in lines:
        age = datetime.now(UTC) - datetime.fromisoformat(line["time"])
        assert timedelta(0) <= age < timedelta(minutes=1)


def test_line_is_one_line_whatever_was_asked(db, client, json_log):
    client.get("/nothing%0aERROR%20invented/\x00\x1b[31m")

    (line,) = json_log()
    assert (line["level"], line["logger"]) == ("WARNING", "django.request")


def test_line_of_our_mistake_holds_its_traceback(db, json_log, monkeypatch):
    def broken(*arguments, **options):
        raise RuntimeError("broken at heart")

    monkeypatch.setattr("scores.views.shared.open_goal", broken)
    response = Client(raise_request_exception=False).get("/g/a/")

    (line,) = [line for line in json_log() if line["level"] == "ERROR"]
    assert "RuntimeError: broken" in line["traceback"]
    assert "broken at" not in response.content.decode()
    assert "Traceback" not in response.content.decode()
    assert line["request"] == response["X-Request-ID"]


@pytest.mark.parametrize(
    "sent",
    [{f"field{number}": "1" for number in range(2001)}, {"a": "a" * 1_500_000}],
    ids=["many", "long"],
)
def test_refused_form_is_a_warning_without_a_traceback(db, json_log, sent):
    form = "application/x-www-form-urlencoded"
    response = Client().post("/admin/login/", urlencode(sent), form)

    assert response.status_code == 400
    (line,) = json_log()
    assert (line["level"], line.get("traceback")) == ("WARNING", None)
