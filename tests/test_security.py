"""The site in production, as gunicorn serves it: headers, cookies, scripts, limits, logs."""

import json
import re
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha384
from http.client import HTTPConnection, HTTPMessage
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import get_resolver

from scores.goals.links import tokens_of
from tests.page_types import COMPUTED, INDEXED, OWNED, SHARED
from tests.people import KEY, PASSWORD, code_of
from tests.processes import PRODUCTION, SHARE, output, served, start, start_script
from tests.test_second_factor import CODE, walk

TOKENS = tokens_of("managers-token-of-goal-0000000")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

PAGES = [
    *(INDEXED | COMPUTED).values(),
    *(address.format(**TOKENS, digest="abc") for address in (SHARED | OWNED).values()),
    f"/g/{TOKENS['view']}/goal.json",
    "/goal.json?specialty=dermatology&group=us-md-senior",
    "/goal.json?specialty=nonsense",
    "/editions/2026.1/match-scores.csv",
    "/editions/2026.1/match-scores.json",
    *("/nothing/", "/livez", "/readyz", "/admin/", "/admin/login/", "/admin/scores/source/"),
]
EDITORS_PAGES = ["/admin/", "/admin/scores/source/", "/admin/scores/edition/", CODE]

MAKE_ALICE = f"""
from scores.accounts.people import create_person, enroll
from tests.people import KEY, code_of
alice = create_person(name="alice", email="", password={PASSWORD!r}, groups=["editor"])
enroll(user=alice, key=KEY, code=code_of(KEY))
alice.totpdevice_set.update(last_t=-1)
"""


@dataclass
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def cookies(self):
        return [SimpleCookie(line) for line in self.headers.get_all("Set-Cookie", [])]


@dataclass
class Visitor:
    """Somebody behind a proxy that took the request over HTTPS."""

    port: int
    kept: dict[str, str] = field(default_factory=dict)

    def ask(self, path, method="GET", body=None, **headers):
        sent = {
            "Host": "goals.example",
            "X-Forwarded-Proto": "https",
            "Referer": "https://goals.example/",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.kept.items()),
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, {k: v for k, v in sent.items() if v})
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        for cookie in answer.cookies:
            self.kept |= {name: morsel.value for name, morsel in cookie.items()}
        return answer

    def fill(self, path, **fields):
        """Open a form and send it."""
        page = self.ask(path).body.decode()
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
        form = {"Content_Type": "application/x-www-form-urlencoded"}
        return self.ask(path, "POST", urlencode(dict(hidden) | fields), **form)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("production")


@pytest.fixture(scope="module")
def port(folder, copy_of_database):
    """A site with one shared goal and one editor."""
    environment = PRODUCTION | {
        "DATABASE_URL": f"sqlite:///{copy_of_database}",
        "DJANGO_SETTINGS_MODULE": "tests.production",
        "VAR_DIR": str(folder),
        "WEB_CONCURRENCY": "1",
    }
    collecting = start("manage.py", "collectstatic", "--noinput", **environment)
    output(start_script(SHARE + MAKE_ALICE, "1", **environment))
    output(collecting)
    with served(folder / "log", **environment) as server:
        yield server.port


@pytest.fixture
def visitor(port):
    return Visitor(port)


@pytest.fixture(scope="module")
def answers(port):
    """Of every page, to somebody who has not been here."""
    return {path: Visitor(port).ask(path) for path in PAGES}


@pytest.fixture(scope="module")
def editor(port):
    """Alice, signed in with both factors."""
    alice = Visitor(port)
    alice.fill("/admin/login/", username="alice", password=PASSWORD)
    assert alice.fill(CODE, code=code_of(KEY)).status == 302
    return alice


# Headers


def headers_of(answer):
    return {name: answer.headers.get(name) for name in HEADERS}


def test_every_page_carries_the_headers(answers):
    assert {path: headers_of(answer) for path, answer in answers.items()} == dict.fromkeys(
        PAGES, HEADERS
    )


def test_pages_of_this_file_are_there(answers):
    missing = {path for path, answer in answers.items() if answer.status == 404}
    assert missing == {"/g/nothing/", "/nothing/"}


@pytest.mark.parametrize("path", EDITORS_PAGES)
def test_editors_pages_carry_them_too_and_are_kept_by_no_cache(editor, path):
    answer = editor.ask(path)

    assert headers_of(answer) == HEADERS
    assert "no-store" in answer.headers["Cache-Control"] or answer.status == 302


@pytest.mark.parametrize(
    ("path", "options", "status"),
    [
        ("/", {"Host": "elsewhere.example"}, 400),
        ("/goal/", {"method": "POST"}, 403),
        ("/mine/", {"method": "DELETE"}, 403),
        ("/mine/", {"method": "TRACE"}, 405),
        ("/goal/share/", {"method": "POST", "Content_Length": "6000000"}, 413),
        ("/static/../settings.py", {}, 404),
    ],
    ids=["host", "form", "method", "trace", "large", "outside"],
)
def test_refusals_carry_them_too(visitor, path, options, status):
    answer = visitor.ask(path, **options)

    assert answer.status == status
    assert headers_of(answer) == HEADERS | {
        "Strict-Transport-Security": answer.headers["Strict-Transport-Security"]
    }


@pytest.mark.parametrize(("asked", "extended"), [("1", "True"), ("0", "False"), ("", "False")])
def test_owner_of_the_domain_extends_hsts_to_subdomains(asked, extended):
    command = "from django.conf import settings as s; print(s.SECURE_HSTS_INCLUDE_SUBDOMAINS)"
    environment = PRODUCTION | {"DJANGO_SETTINGS_MODULE": "usmlegoals.settings"}

    said = start(
        "manage.py",
        "shell",
        "--no-imports",
        f"--command={command}",
        HSTS_SUBDOMAINS=asked,
        **environment,
    )

    assert output(said).strip() == extended


def test_http_leads_to_https_and_health_is_told_without(visitor):
    redirected = visitor.ask("/goal/?group=us-img", X_Forwarded_Proto="http")

    assert redirected.headers["Location"] == "https://goals.example/goal/?group=us-img"
    assert visitor.ask("/livez", X_Forwarded_Proto="http").status == 200


def test_pages_under_a_token_are_kept_by_no_cache_and_found_by_no_search(answers):
    for path, answer in answers.items():
        if path.startswith("/g/") and answer.status == 200:
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_no_other_origin_may_read_a_page(visitor):
    answer = visitor.ask("/goal.json?group=us-img", Origin="https://elsewhere.example")

    assert [name for name in answer.headers if name.startswith("Access-Control")] == []


# Cookies


def test_reading_sets_no_cookie(visitor):
    for path in ("/", "/goal/", "/benchmarks/", "/privacy/", f"/g/{TOKENS['view']}/"):
        assert visitor.ask(path).cookies == []
    assert "sets no cookie" in visitor.ask("/privacy/").body.decode()


def test_every_cookie_is_for_this_host_over_https_and_out_of_reach_of_scripts(visitor):
    answers = [
        visitor.fill("/admin/login/", username="alice", password=PASSWORD),
        visitor.ask("/admin/login/"),
        visitor.fill("/goal/share/?specialty=dermatology&group=us-md-senior", lasts="30"),
    ]
    cookies = [one for answer in answers for cookie in answer.cookies for one in cookie.values()]

    assert set(visitor.kept) == {"__Host-sessionid", "__Host-csrftoken", "__Host-goals"}
    assert len(cookies) > 2
    for cookie in cookies:
        assert cookie.key.startswith("__Host-")
        assert (cookie["secure"], cookie["httponly"]) == (True, True)
        assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax")


# Forms


POSTS = sorted({path for path in walk(get_resolver().url_patterns) if "(" not in path})


@pytest.mark.django_db
def test_no_form_is_taken_from_another_site(admin_user):
    client = Client(enforce_csrf_checks=True, headers={"origin": "https://elsewhere.example"})
    client.force_login(admin_user)

    taken = [path for path in POSTS if client.post(path, {"do": "remove"}).status_code != 403]

    assert len(POSTS) > 100
    assert taken == []


# Scripts


def test_scripts_are_ours_and_signed(visitor, answers):
    pages = "".join(answer.body.decode() for answer in answers.values())

    elements = set(re.findall(r"<script([^>]*)>(.*?)</script>", pages, re.DOTALL))
    data = {one for one in elements if "application/ld+json" in one[0]}
    assert [within for _, within in data if "<" in within] == []
    assert [within for _, within in elements - data if within.strip()] == []
    for attributes, _ in elements - data:
        address = re.search(r'src="(/static/[^"]+)"', attributes)[1]
        signed = re.search(r'integrity="sha384-([^"]+)"', attributes)[1]
        assert b64encode(sha384(visitor.ask(address).body).digest()).decode() == signed


def test_changed_script_is_not_run(page, tmp_path):
    """The browser keeps to what the server signed."""
    page.route("**/htmx*.js", lambda route: route.fulfill(body="window.stolen = 1"))

    page.goto("/goal/")

    assert page.evaluate("window.stolen") is None


# Limits


def test_large_body_is_refused_unread(visitor):
    form = {"Content_Type": "multipart/form-data; boundary=x", "Content_Length": "6000000"}

    assert visitor.ask("/admin/login/", "POST", **form).status == 413


@pytest.mark.parametrize(
    "fields",
    [{"username": "a" * 1_500_000}, {f"field{number}": "1" for number in range(2001)}],
    ids=["long", "many"],
)
def test_form_beyond_all_measure_is_refused(visitor, fields):
    assert visitor.fill("/admin/login/", **fields).status == 400


def test_address_beyond_all_measure_is_refused(visitor):
    assert visitor.ask(f"/goal/?specialty={'a' * 5000}").status in {400, 414}


# Logs. This test is the last: it reads what all the others left.


def test_log_holds_no_token_password_cookie_or_query(port, editor, folder):
    log = (folder / "log").read_text()
    lines = [json.loads(line) for line in log.splitlines()]

    assert {"Booting worker" in line["message"] for line in lines} == {True, False}
    assert all(line["time"].endswith("+00:00") for line in lines)
    secrets = [*TOKENS.values(), PASSWORD, *editor.kept.values(), PRODUCTION["SECRET_KEY"]]
    assert [secret for secret in secrets if secret in log] == []
    assert "specialty=" not in log
    assert "score=" not in log


def test_repository_holds_no_key():
    root = Path(__file__).resolve().parent.parent
    example = (root / ".env.example").read_text()

    assert "SECRET_KEY=\n" in example
    assert "POSTGRES_PASSWORD=\n" in example


def test_every_variable_that_is_read_is_explained():
    root = Path(__file__).resolve().parent.parent
    files = [*(root / "usmlegoals").glob("*.py"), root / "gunicorn.conf.py"]
    code = "".join(file.read_text() for file in files)

    read = set(re.findall(r'environ\.get\(\s*"(\w+)"', code))
    explained = re.findall(r"^#?([A-Z_]+)=", (root / ".env.example").read_text(), re.MULTILINE)
    assert len(read) > 8
    assert read - set(explained) == set()


def test_tests_that_the_table_names_exist():
    root = Path(__file__).resolve().parent.parent
    tests = "".join(file.read_text() for file in (root / "tests").rglob("test_*.py"))
    there = set(re.findall(r"def (test_\w+)", tests))

    named = set(re.findall(r"`(test_\w+)`", (root / "docs/security.md").read_text()))
    assert len(named) > 40
    assert named - there == set()
