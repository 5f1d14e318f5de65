"""Whatever is asked, by whomever: an answer, soon, and never our mistake.

Each run makes other requests, from every address of the site; what fails is printed to be sent
again. `./run nonsense` sends many more to a site that is served by gunicorn.
"""

import os
import subprocess
import sys
import time
from dataclasses import replace
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, seed, settings

from tests.nonsense.answers import faults_of
from tests.nonsense.requests import Request, requests
from tests.nonsense.site import STAFF, VISITORS, make_site
from tests.nonsense.words import KNOWN
from tests.processes import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.database]

REQUESTS, SAMPLE = 5_000, 100
PARTS = [(people, part) for people in (VISITORS, STAFF) for part in range(5)]


@pytest.fixture
def site(settings):
    settings.SECOND_FACTOR = True
    client = Client()

    def fetch(person, target):
        with transaction.atomic():
            response = send(client, made, Request(person, "GET", target))
            transaction.set_rollback(True)
        is_page = response.get("Content-Type", "").startswith("text/html")
        return response.content.decode() if is_page else ""

    made = make_site(fetch)
    return made


def send(client, site, request):
    headers = {"Cookie": site.cookies[request.person]} | dict(request.headers)
    names = {name: f"HTTP_{name.upper().replace('-', '_')}" for name in headers}
    names |= {"Content-Type": "CONTENT_TYPE", "Content-Length": "CONTENT_LENGTH"}
    body = {"CONTENT_LENGTH": str(len(request.body)), "wsgi.input": BytesIO(request.body)}
    query = urlsplit(request.target).query
    told = {names[name]: value for name, value in headers.items()}
    environ = body | told | {"QUERY_STRING": query}
    return client.generic(request.method, request.target.partition("?")[0], **environ)


@pytest.mark.slow
@pytest.mark.parametrize(("people", "part"), PARTS, ids=lambda value: str(value).strip("()"))
def test_nonsense_is_answered(site, log, people, part):
    ask(site, log, people, number=10 * len(people) + part, count=REQUESTS // len(PARTS))


@pytest.mark.parametrize("people", [VISITORS, STAFF], ids=["visitors", "staff"])
def test_some_nonsense_is_answered(site, log, people):
    ask(site, log, people, number=len(people), count=SAMPLE)


def ask(site, log, people, *, number, count):
    client = Client(enforce_csrf_checks=True)

    # The command sends others each time; here a change is judged by itself.
    @seed(number)
    @settings(
        max_examples=count // len(people),
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(site, people))
    def asked(request):
        for person in people:
            send_once(replace(request, person=person))

    def send_once(request):
        log.truncate(log.seek(0))
        with transaction.atomic():
            # of the processor: the machine may be busy with other tests
            began = time.process_time()
            response = send(client, site, request)
            seconds = time.process_time() - began
            body = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(True)
        headers = {name.lower(): value for name, value in response.headers.items()}
        found = faults_of(request.target, response.status_code, headers, body, seconds)
        assert found == []
        assert "Traceback" not in log.getvalue()

    asked()


def stored():
    """Every row but of sessions, which note when somebody was last here."""
    models = [model for model in apps.get_models() if model is not Session]
    return {model: list(model._default_manager.order_by("pk").values()) for model in models}


@pytest.mark.parametrize("person", ["visitor", pytest.param("root", marks=pytest.mark.slow)])
def test_reading_changes_nothing(site, person):
    owner = site.tokens[2]
    before, client = stored(), Client()

    answers = {}
    for address in {*site.public, *site.admin}:
        model = "/".join(str(address).split("/")[2:4])
        row = str(site.keys.get(model, (1,))[0])
        known = {name: words[0] for name, words in KNOWN.items()} | {"token": owner, "number": "1"}
        parts = [
            known.get(part, row) if place % 2 else part for place, part in enumerate(address.parts)
        ]
        response = send(client, site, Request(person, "GET", "".join(parts)))
        answers[address] = response.status_code

    assert list(answers.values()).count(200) > (15 if person == "visitor" else 80)
    assert [asked for asked, status in answers.items() if status >= 500] == []
    assert stored() == before


@pytest.mark.slow
def test_command_sends_nonsense_to_a_site_that_is_served():
    command = [sys.executable, "-m", "tests.nonsense", "--count", "100", "--seed", "1"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True)

    assert "0 things are wrong." in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0
