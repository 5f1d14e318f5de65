"""deploy/nginx.conf before the site: what it lets through, what it refuses, and in which words."""

import json
import socket
import ssl
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest

from tests.processes import LOCAL, PRODUCTION, free_port, output, served, start
from tests.programs import find_program
from tests.proxy import running

pytestmark = pytest.mark.slow

HOST = PRODUCTION["ALLOWED_HOSTS"]
RESULT = "/goal.json?specialty=dermatology&group=us-md-senior"
SLOW = 50


@dataclass
class Proxy:
    http: int
    https: int
    context: ssl.SSLContext

    def ask(self, path, method="GET", **headers):
        connection = HTTPSConnection("127.0.0.1", self.https, timeout=20, context=self.context)
        return answer_of(connection, path, method, headers)

    def ask_without_tls(self, path, **headers):
        return answer_of(HTTPConnection("127.0.0.1", self.http, timeout=20), path, "GET", headers)


def answer_of(connection, path, method, headers):
    with suppress(BrokenPipeError):  # what is too large is answered before all of it was sent
        connection.request(method, path, headers={"Host": HOST} | headers)
    answer = connection.getresponse()
    answer.text = answer.read().decode()
    connection.close()
    return answer


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """With a certificate, as an operator puts it there."""
    openssl = find_program("openssl", required_by="REQUIRE_PROXY")
    folder = tmp_path_factory.mktemp("proxy")
    names = f"subjectAltName=DNS:{HOST},IP:127.0.0.1"
    files = ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    kind = ["req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "2", "-subj", f"/CN={HOST}"]
    command = [openssl, *kind, "-addext", names, *files]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return folder


@contextmanager
def proxy(folder, *, site):
    nginx = find_program("nginx", folders=[Path("/usr/sbin")], required_by="REQUIRE_PROXY")
    context = ssl.create_default_context(cafile=folder / "fullchain.pem")
    with running(nginx, folder, site=site) as ports:
        yield Proxy(ports.http, ports.https, context)


@pytest.fixture(scope="module")
def site(folder):
    database = {"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}
    output(start("manage.py", "prepare", **LOCAL, **database))
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings"}  # no static files to collect
    with served(folder / "site.log", **PRODUCTION, **database, **settings) as server:
        yield server


@pytest.fixture
def before_the_site(folder, site):
    with proxy(folder, site=site.port) as running:
        yield running


def test_http_leads_to_https(before_the_site):
    answer = before_the_site.ask_without_tls("/goal/?specialty=dermatology")

    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{HOST}/goal/?specialty=dermatology"


@pytest.mark.parametrize("path", ["/", "/goal", "/admin", "/goal/share/"])
def test_nobody_is_led_to_a_foreign_host(before_the_site, path):
    for ask in (before_the_site.ask, before_the_site.ask_without_tls):
        answer = ask(path, Host="evil.example")

        assert answer.status == 400
        assert "evil.example" not in f"{answer.headers}{answer.text}"


def test_site_answers_through_it_and_knows_of_https(before_the_site):
    answer = before_the_site.ask(RESULT)

    assert answer.status == 200
    assert json.loads(answer.text)["target"]["score"] == 258
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


OF_THE_SITE = {
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Strict-Transport-Security",
    "Cache-Control",
}


def test_every_answer_carries_each_header_once(before_the_site):
    too_large = {"Content-Length": "6000000"}
    asked = (before_the_site.ask("/admin/login/") for _ in range(30))
    answers = {
        200: before_the_site.ask(RESULT),
        404: before_the_site.ask("/nothing/"),
        413: before_the_site.ask("/goal/share/", "POST", **too_large),
        414: before_the_site.ask(f"/goal/?{'a' * 40_000}"),
        429: next(each for each in asked if each.status == 429),
    }

    for status, answer in answers.items():
        assert answer.status == status
        assert {name: len(answer.headers.get_all(name, [])) for name in OF_THE_SITE} == (
            dict.fromkeys(OF_THE_SITE, 1)
        ), status


def test_expensive_pages_have_a_limit_of_their_own(before_the_site):
    with ThreadPoolExecutor(40) as visitors:
        asked = [visitors.submit(before_the_site.ask, "/compare/?group=us-img") for _ in range(40)]
    statuses = {each.result().status for each in asked}

    assert statuses == {200, 429}
    assert before_the_site.ask(RESULT).status == 200


def test_more_than_the_site_can_take_is_told_at_once(folder):
    """Forty wait for a site that answers nobody; whoever comes then does not."""
    with ExitStack() as stack:
        silent = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=200))
        running = stack.enter_context(proxy(folder, site=silent.getsockname()[1]))
        for _ in range(40):
            connection = HTTPSConnection("127.0.0.1", running.https, context=running.context)
            stack.callback(connection.close)
            connection.request("GET", RESULT, headers={"Host": HOST})
        for _ in range(40):
            stack.callback(silent.accept()[0].close)
        answer = running.ask(RESULT)

    assert answer.status == 503
    assert answer.headers["Retry-After"] == "10"


def test_large_body_ends_at_the_proxy(before_the_site):
    assert (
        before_the_site.ask("/goal/share/", "POST", **{"Content-Length": "6000000"}).status == 413
    )


def test_many_sign_ins_from_one_address_are_refused(before_the_site):
    answers = [before_the_site.ask("/admin/login/").status for _ in range(16)]

    assert answers[:11] == [200] * 11
    assert 429 in answers[11:]
    assert before_the_site.ask(RESULT).status == 200


def test_site_that_is_away_is_told_in_words(folder):
    with proxy(folder, site=free_port()) as running:
        began = time.monotonic()
        answer = running.ask(RESULT)

    assert answer.status == 503
    assert answer.text.startswith("The site is unavailable for a moment. Nothing it accepted")
    assert (answer.headers["Retry-After"], answer.headers["Cache-Control"]) == ("10", "no-store")
    assert time.monotonic() < began + 3


def test_slow_clients_hold_nobody_up(before_the_site):
    """Each has begun a form that it never ends; beside two workers, that is fifty."""
    opening = f"POST /goal/share/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 100\r\n\r\na"
    with ExitStack() as clients:
        for _ in range(SLOW):
            plain = socket.create_connection(("127.0.0.1", before_the_site.https), timeout=20)
            client = clients.enter_context(
                before_the_site.context.wrap_socket(plain, server_hostname=HOST)
            )
            client.sendall(opening.encode())
        began = time.monotonic()
        answers = [before_the_site.ask(RESULT).status for _ in range(10)]

    assert answers == [200] * 10
    assert time.monotonic() < began + 10


def test_its_log_holds_no_address(folder, before_the_site):
    before_the_site.ask("/g/a-token-of-thirty-characters-1/?score=248")

    assert (folder / "log").read_text() == ""
