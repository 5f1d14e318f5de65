"""Whatever a view reads of a request is told to caches, or its answer is kept by nobody."""

import re

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import get_resolver, resolve

from scores.editions.registry import KINDS
from tests.page_types import cookies_of, make_contents, page_types

pytestmark = pytest.mark.django_db

FILES = {
    "goal.json": "/goal.json?specialty=dermatology&group=us-md-senior",
    "calendar": "/calendar.ics?specialty=dermatology&group=us-md-senior&exam_date=2027-05-01",
    "code of a result": "/goal/qr.svg?specialty=dermatology&group=us-md-senior",
    "code of a comparison": "/compare/qr.svg?group=us-img",
    "table": f"/editions/2026.1/{next(iter(KINDS))}.csv",
    "table as JSON": f"/editions/2026.1/{next(iter(KINDS))}.json",
    "sitemap": "/sitemap.xml",
    "robots": "/robots.txt",
    "lives": "/livez",
    "ready": "/readyz",
    "purges": "/purgez",
    "report sent": "/corrections/sent/",
    "code of a goal": "/g/{view}/qr.svg",
    "dates of a goal": "/g/{view}/calendar.ics",
    "goal as JSON": "/g/{view}/goal.json",
    "revision as JSON": "/g/{view}/1/goal.json",
    "revision verified": "/g/{view}/1/verify/?digest=abc",
}
DRAFT_RESULT = "/admin/scores/edition/{draft}/result/?specialty=dermatology&group=us-img"
WRITES = {"open-keep", "open-respond", "open-change", "open-response-delete", "forget"}
"""Views that take forms alone: what they answer a GET is refused before it is read."""

OF_THE_ADDRESS = {"Host"}
"""An answer is kept under its address, which this is part of."""

VALIDATORS = {"If-None-Match", "If-Match", "If-Modified-Since", "If-Unmodified-Since"}
"""What asks whether a kept answer still holds."""

ASKED_BY = {"whole": {}, "part": {"HX-Request": "true"}}
HEADERS = {"HX-Target": "result", "HX-Current-URL": "http://testserver/goal/?aim=pass"}
"""What htmx sends along, so that whoever looks finds something."""


class Read(dict):
    """Values of a request by name; notes which of them are looked at."""

    def __init__(self, values, name_of, noted):
        super().__init__(values)
        self.name_of, self.noted = name_of, noted

    def note(self, name):
        if header := self.name_of(name):
            self.noted.add(header)

    def __getitem__(self, name):
        self.note(name)
        return super().__getitem__(name)

    def get(self, name, default=None):
        self.note(name)
        return super().get(name, default)

    def __contains__(self, name):
        self.note(name)
        return super().__contains__(name)


def header_of(name):
    """Of a variable of WSGI the header it is made of; the address of the visitor is as good."""
    if name == "CSRF_COOKIE":
        return "Cookie"
    if name.startswith("HTTP_"):
        return name.removeprefix("HTTP_").replace("_", "-").title().replace("Hx-", "HX-")
    return name if name.startswith("REMOTE_") else None


def note_what_is_read(get_response):
    """The innermost middleware: what the others read is not the view's."""

    def middleware(request):
        noted = set()
        headers = {name.replace("Hx-", "HX-"): value for name, value in request.headers.items()}
        request.META = Read(request.META, header_of, noted)
        request.COOKIES = Read(request.COOKIES, lambda name: "Cookie", noted)
        request.headers = Read(headers, lambda name: name, noted)
        response = get_response(request)
        request.noted = frozenset(noted)
        return response

    return middleware


INNERMOST = f"{__name__}.{note_what_is_read.__name__}"


@pytest.fixture(scope="module")
def answers(around_the_module):
    """Every address, asked for as a whole and by htmx, with who asks."""
    with override_settings(
        ROOT_URLCONF="tests.failing_urls",
        SECOND_FACTOR=True,
        MIDDLEWARE=[*settings.MIDDLEWARE, INNERMOST],
    ):
        contents = make_contents()
        asked = [(page.name, page.address, page.visitor) for page in page_types(contents)]
        asked += [(name, address.format(**contents), "") for name, address in FILES.items()]
        asked.append(("result of a draft", DRAFT_RESULT.format(**contents), "alice"))
        cookies = {visitor: cookies_of(visitor) for _, _, visitor in asked}
        return {
            (name, kind): answer_of(address, cookies[visitor], HEADERS | headers)
            for name, address, visitor in asked
            for kind, headers in ASKED_BY.items()
        }


def answer_of(address, cookies, headers):
    client = Client(raise_request_exception=False)
    client.cookies.load(cookies)
    return client.get(address, headers=headers)


def varies_by(response):
    return {name.strip() for name in response.get("Vary", "").split(",")}


def test_all_views_are_walked(answers):
    named = {
        getattr(pattern, "name", None) for pattern in get_resolver("usmlegoals.urls").url_patterns
    }
    paths = {response.wsgi_request.path for response in answers.values()}
    walked = {resolve(path, "tests.failing_urls").view_name for path in paths}

    assert named - walked - {None} == WRITES


def test_what_a_view_reads_is_in_vary_or_its_answer_is_not_stored(answers):
    for asked, response in answers.items():
        if "no-store" in response["Cache-Control"]:
            continue
        read = response.wsgi_request.noted - OF_THE_ADDRESS - VALIDATORS

        assert read <= varies_by(response), asked


def test_some_answers_are_stored_and_some_are_told_by_a_header(answers):
    """Else the test above would have nothing to say."""
    kept = {asked for asked, each in answers.items() if "no-store" not in each["Cache-Control"]}

    assert ("result", "whole") in kept
    assert ("result", "part") not in kept
    assert "HX-Current-URL" in answers["result", "part"].wsgi_request.noted
    assert "Cookie" in answers["my goals", "whole"].wsgi_request.noted


def test_answer_that_varies_by_a_header_has_another_tag_with_it(answers):
    for (name, kind), response in answers.items():
        if kind == "whole" and "HX-Request" in varies_by(response):
            part = answers[name, "part"]

            assert response.get("ETag") != part.get("ETag") or "no-store" in part["Cache-Control"]


def test_answers_for_one_browser_alone_are_never_stored(answers):
    for asked, response in answers.items():
        if {"Cookie", "REMOTE_NETWORK", "REMOTE_ADDR"} & response.wsgi_request.noted:
            assert re.search("no-store", response["Cache-Control"]), asked
