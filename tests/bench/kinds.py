"""The kinds of request to measure; each request has another query."""

import asyncio
import secrets
from functools import cache
from urllib.parse import urlencode

from django.templatetags.static import static

from scores.editions.reader import published_edition
from scores.engine.answers import AIMS
from scores.engine.vocabulary import GROUPS
from scores.forms.sharing import new_form_token
from scores.goals.links import tokens_of
from scores.views.benchmark_pages import PAGES
from tests.bench.fill import goals_to_read, manage_token
from tests.bench.load import Kind, ask, get, post
from tests.bench.site import Database

PARTIAL = "HX-Request: true\r\n"
CSRF = secrets.token_hex(16)


def kinds_of_request(database: Database, port: int) -> list[Kind]:
    """The kinds of request, the bare response first."""
    specialties()  # cached now, as nothing may query the database once requests run
    unchanged = asyncio.run(validator_of(port, f"/goal/?{query(0)}"))
    style = static("css/site.css")
    return [
        Kind("bare response", lambda i: get("/bare/"), 2000),
        Kind("result page", lambda i: get(f"/goal/?{query(i)}"), 120, "0.05"),
        Kind("result page, three tests", lambda i: get(f"/goal/?{with_tests(i)}"), 120, "0.05"),
        Kind("HTMX fragment", lambda i: get(f"/goal/?{query(i)}", PARTIAL), 160, "0.08"),
        Kind(
            "HTMX fragment, three tests",
            lambda i: get(f"/goal/?{with_tests(i)}", PARTIAL),
            *(160, "0.08"),
        ),
        Kind("JSON", lambda i: get(f"/goal.json?{query(i)}"), 300, "0.14"),
        Kind("JSON, three tests", lambda i: get(f"/goal.json?{with_tests(i)}"), 300, "0.14"),
        Kind(
            "comparison, all of four groups",
            lambda i: get(f"/compare/?{comparison(i, groups=4)}"),
            *(40, "0.012"),
        ),
        Kind("a specialty", lambda i: get(f"/specialties/{slug(i)}/?{i}"), 80, "0.012"),
        Kind(
            "a page of benchmarks", lambda i: get(f"/benchmarks/{benchmark(i)}/?{i}"), 80, "0.012"
        ),
        read_goal(database, 120),
        create_goal(database, 200),
        Kind(
            "conditional request", lambda i: get(f"/goal/?{query(0)}", unchanged), 600, status=304
        ),
        Kind("static file", lambda i: get(style, "Accept-Encoding: br\r\n"), 1200),
    ]


def query(i: int) -> str:
    """The i-th of some hundred thousand different queries."""
    return urlencode(
        {
            "specialty": specialties()[i // 12 % len(specialties())],
            "group": tuple(GROUPS)[i % 4],
            "aim": tuple(AIMS)[i % 3],
            "exam_date": f"2027-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}",
        }
    )


def with_tests(i: int) -> str:
    """The i-th query with three practice tests, whose scores differ each time."""
    tests = [("nbme14", 225 + i % 40, "2026-10-01"), ("uwsa2", 225 + i % 41, "2026-10-20")]
    tests.append(("free120", 60 + i % 29, ""))
    rows = [zip(("test", "score", "taken"), row, strict=True) for row in tests]
    return f"{query(i)}&{urlencode([pair for row in rows for pair in row])}"


def comparison(i: int, *, groups: int) -> str:
    """A comparison of all specialties for this many groups, with three practice tests."""
    chosen = (tuple(GROUPS) * 2)[i % 4 :][:groups]
    rest = with_tests(i).partition("&aim=")[2]
    return f"{urlencode([('group', group) for group in chosen])}&aim={rest}"


def slug(i: int) -> str:
    return specialties()[i % len(specialties())]


def benchmark(i: int) -> str:
    return tuple(PAGES)[i % len(PAGES)]


@cache
def specialties() -> tuple[str, ...]:
    return tuple(published_edition("2026.2").choices)


def read_goal(database: Database, count: int = 0) -> Kind:
    """Reads goals from all over the table, in scattered order."""
    numbers = goals_to_read(database.goals)

    def request(i: int) -> bytes:
        manage = manage_token(numbers[i * 7919 % len(numbers)])
        return get(f"/g/{tokens_of(manage)['view']}/")

    return Kind("shared goal", request, count)


def create_goal(database: Database, count: int = 0) -> Kind:
    """Shares goals, each from another address, as each may share only so many an hour."""

    def request(i: int) -> bytes:
        form = {"once": new_form_token(), "lasts": "30", "csrfmiddlewaretoken": CSRF}
        address = ".".join(map(str, (10, *i.to_bytes(3))))
        headers = f"Cookie: csrftoken={CSRF}\r\nX-Forwarded-For: {address}\r\n"
        return post(f"/goal/share/?{query(i)}", form, headers)

    return Kind("share POST", request, count, status=302)


def page(name: str, path: str) -> Kind:
    return Kind(name, lambda i: get(path), 0)


async def validator_of(port: int, path: str) -> str:
    """The header that asks whether a page is unchanged."""
    head, _ = await ask(port, get(path))
    (line,) = [line for line in head.split("\r\n") if line.lower().startswith("etag:")]
    return f"If-None-Match: {line.split(':', 1)[1].strip()}\r\n"
