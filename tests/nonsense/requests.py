"""Generates requests: most are such as no browser sends, some are plausible."""

import json
from dataclasses import dataclass
from math import prod
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

from .addresses import Address
from .forms import Form
from .site import COMPUTED, CSRF, STAFF, VISITORS, Site
from .words import ADMIN, KNOWN, ODD, Word, odd_words, words_for

Pair = tuple[str, Word]

METHODS = (
    *("GET",) * 9,
    *("POST",) * 5,
    *("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "DERIVE", "get"),
)
BOUNDARY = "a-boundary"
FORM = "application/x-www-form-urlencoded"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
TYPES = (
    *(FORM, MULTIPART, "application/json", "text/plain", "", "nonsense", "multipart/form-data"),
    *("multipart/form-data; boundary=", f"{MULTIPART}; charset=x", f"{FORM}; charset=utf-7"),
    *(f"{FORM}; charset=nonsense", "multipart/mixed; boundary=a", f"{FORM};{'a=b;' * 50}"),
)


@dataclass(frozen=True)
class Request:
    person: str
    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


# Addresses


@st.composite
def paths(draw: Any, site: Site, address: Address) -> str:
    parts = list(address.parts)
    for place in range(1, len(parts), 2):
        parts[place] = quote(draw(_parameter(site, address, parts[place])), safe="")
    path = "".join(parts)
    if draw(st.integers(0, 29)) == 0:
        path += draw(
            st.sampled_from(("/", "//", "..", "/../", "%2e%2e/", "%00", ".json", "x", "%"))
        )
    return path


def _parameter(site: Site, address: Address, name: str) -> st.SearchStrategy[Word]:
    if name == "token":
        return _mostly(site.tokens)
    if name in ("object_id", "key", "pk", "id", "content_type_id"):
        model = "/".join(str(address).split("/")[2:4])
        return _mostly(tuple(map(str, site.keys.get(model, (1,)))))
    return words_for(name)


def _mostly(good: tuple[str, ...]) -> st.SearchStrategy[Word]:
    chosen = st.sampled_from(good)
    return st.one_of(chosen, chosen, chosen, chosen, odd_words)


# Fields

FIELDS = {
    False: {**KNOWN, "do": ("add",)},
    True: {**ADMIN, **KNOWN, "username": ("alice", "rob"), "password": ("wrong",)},
}
good_pair = {
    is_admin: st.sampled_from([(name, word) for name, words in fields.items() for word in words])
    for is_admin, fields in FIELDS.items()
}
odd_pair = {
    is_admin: st.sampled_from([(name, word) for name in (*fields, "\x00", "é", "") for word in ODD])
    for is_admin, fields in FIELDS.items()
}
some_pairs: dict[bool, st.SearchStrategy[list[Pair]]] = {
    is_admin: st.lists(
        st.one_of(
            good_pair[is_admin],
            good_pair[is_admin],
            odd_pair[is_admin],
            st.tuples(st.sampled_from(sorted(fields)), odd_words),
        ),
        max_size=8,
    )
    for is_admin, fields in FIELDS.items()
}
GOAL = ("specialty", "group", "aim", "exam_date", "test", "score", "taken", "factor")


def _good_query(number: int) -> list[Pair]:
    """One of all queries that give a result; nonsense added to it gets further into the code."""
    found: list[Pair] = []
    for name in GOAL:
        number, place = divmod(number, len(KNOWN[name]))
        found.append((name, KNOWN[name][place]))
    return found


good_queries = st.integers(0, prod(len(KNOWN[name]) for name in GOAL) - 1).map(_good_query)


@st.composite
def pairs(draw: Any, *, is_admin: bool) -> list[Pair]:
    found: list[Pair] = draw(some_pairs[is_admin])
    if not is_admin and draw(st.booleans()):
        found = draw(good_queries) + found[:3]
    if found and draw(st.integers(0, 19)) == 0:
        found += [found[0]] * draw(st.sampled_from((20, 60, 100)))
    return found


@st.composite
def queries(draw: Any, *, is_admin: bool) -> str:
    kind = draw(st.integers(0, 11))
    if kind < 2:
        return ""
    if kind == 2:
        return draw(
            st.sampled_from(("&&&", "=", "%", "a;b", "?", "%00=%00", "a[]=1", "é", "group"))
        )
    return urlencode(draw(pairs(is_admin=is_admin)))[:3500]


# Headers

HEADERS: dict[str, tuple[str, ...]] = {
    "HX-Request": ("true", "true", "false", "", "True", "1"),
    "HX-Boosted": ("true",),
    "HX-History-Restore-Request": ("true",),
    "HX-Current-URL": ("https://goals.example/goal/?a=%ff", "http://[", "", "\xff", "//"),
    "HX-Current-URL-URI-AutoEncoded": ("true",),
    "HX-Target": ("update", "%ff"),
    "HX-Target-URI-AutoEncoded": ("true",),
    "HX-Prompt": ("\xe9",),
    "If-None-Match": ("*", '"a"', 'W/"a", "b"', "a", '"', "W/", ""),
    "If-Match": ("*", '"a"', "x"),
    "If-Modified-Since": ("Tue, 24 Nov 2026 10:00:00 GMT", "Mon, 32 Jan 0000 99:99:99 GMT", "0"),
    "If-Unmodified-Since": ("Sunday, 06-Nov-94 08:49:37 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"),
    "If-Range": ('"a"', "x"),
    "Range": ("bytes=0-9", "bytes=9-0", "bytes=-1,0-0,5-", "bytes=" + "0-," * 99, "lines=1-2"),
    "Accept": ("*/*", "application/json", "text/html;q=nan", "x" * 999, ",;,", "image/png"),
    "Accept-Encoding": ("gzip", "br;q=0, gzip", "gzip;q=x", "*", "deflate", "identity;q=0"),
    "Accept-Language": ("de", "x-" * 200, "*", "en;q=nan", "\xe9"),
    "Content-Encoding": ("gzip", "br"),
    "Content-Length": ("0", "1", "7"),
    "Cookie": (
        *("", "=", ";;;", "a", "sessionid=x", '__Host-sessionid="\\377"', "csrftoken=\xff"),
        *("__Host-goals=a:b:c; goals=a:b:c", "sessionid=" + "a" * 3000, "messages=W1tdXQ"),
    ),
    "Referer": ("", "https://elsewhere.example/", "http://[", "https://goals.example/g/x/"),
    "Origin": ("null", "https://elsewhere.example", "http://[", "https://goals.example"),
    "Host": ("", "elsewhere.example", "goals.example:99999", "[::1", "a b", "goals.example.", "-"),
    "X-Forwarded-For": ("", "nonsense", "203.0.113.5, ::1", "1.2.3.4, " * 60, "\xe9", "fe80::1%a"),
    "X-Forwarded-Host": ("elsewhere.example",),
    "X-Forwarded-Proto": ("http", "https,http", "x"),
    "X-Requested-With": ("XMLHttpRequest",),
    "X-CSRFToken": (CSRF, "x", "\xe9" * 32),
    "X-HTTP-Method-Override": ("DELETE",),
    "X-Request-ID": ("a\tb", "0" * 99),
    "User-Agent": ("", "\xff\xfe", "x" * 2000),
    "Sec-Fetch-Site": ("cross-site",),
}
LIKELY = ("HX-Request", "If-None-Match", "Accept-Encoding", "X-Forwarded-For")

a_header = st.one_of(st.sampled_from(LIKELY), st.sampled_from(sorted(HEADERS))).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(HEADERS[name]))
)
headers = st.one_of(st.just([]), st.lists(a_header, max_size=4, unique_by=lambda pair: pair[0]))


# Bodies


def multipart(fields: list[Pair], files: list[tuple[str, str, bytes]]) -> bytes:
    parts = [(f'name="{name}"', "", value) for name, value in fields]
    parts += [
        (f'name="{name}"; filename="{file}"', "Content-Type: text/csv\r\n", content)
        for name, file, content in files
    ]
    return b"".join(
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; {about}\r\n{kind}\r\n".encode()
        + (value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass"))
        + b"\r\n"
        for about, kind, value in parts
    ) + (f"--{BOUNDARY}--\r\n".encode() if parts else b"")


FILES = (
    *(b"", b"\x00", b"a,b\n1\n", b"\xff\xfe", b"PK\x03\x04", b'"', b"slug,title\n", b"\n" * 2000),
    b"exam,effective_from,source,score,previous_score,reporting\n"
    b"step2ck,2028-07-01,kaplan-2026,221,218,three-digit\nstep1,10000-01-01,x,1e9,-1,\n",
    b"slug,title,publisher,url,evidence\na-source,=1+1,<b>,javascript:alert(1),primary\n",
    b"slug,name,match_service\n<script>alert(1)</script>,x,nrmp\nderm,\xe2\x80\xae,nrmp\n",
)
files = st.tuples(
    st.sampled_from(("import_file", "file", "")),
    st.sampled_from(("rows.csv", "../../x.csv", "", "a.exe", "\x00", "x" * 300)),
    st.one_of(st.sampled_from(FILES), st.binary(max_size=60)),
)
CSRF_PAIR: Pair = ("csrfmiddlewaretoken", CSRF)


@st.composite
def bodies(draw: Any, *, is_admin: bool) -> tuple[str, bytes]:
    """A content type, and a body that may be of another type."""
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return draw(st.sampled_from(TYPES)), draw(st.binary(max_size=60))
    fields = [CSRF_PAIR, *draw(pairs(is_admin=is_admin))]
    if kind == 1:
        text = json.dumps([[name, str(value)] for name, value in fields])
        return draw(st.sampled_from(TYPES)), text.encode()
    if kind < 5:
        return MULTIPART, multipart(fields, draw(st.lists(files, max_size=2)))
    return FORM, urlencode(fields).encode()


# Requests


@st.composite
def wild(draw: Any, site: Site, person: str, address: Address) -> Request:
    is_admin = str(address).startswith("/admin/")
    method = draw(st.sampled_from(METHODS))
    target = "?".join(filter(None, (draw(paths(site, address)), draw(queries(is_admin=is_admin)))))
    sent = dict(draw(headers))
    body = b""
    if method not in ("GET", "HEAD", "TRACE"):
        sent["Content-Type"], body = draw(bodies(is_admin=is_admin))
    return Request(person, method, target, tuple(sent.items()), body)


@st.composite
def filled_in(draw: Any, site: Site, person: str, address: Address) -> Request:
    """A form of the site with some fields altered, so that it gets as far as possible."""
    page = draw(paths(site, address))
    if str(address) in COMPUTED:
        page += f"?{urlencode(draw(good_queries))}"
    forms = site.forms_at(person, page)
    if not forms:
        return draw(wild(site, person, address))
    form: Form = draw(st.sampled_from(forms))
    fields: list[Pair] = [pair for pair in form.fields if pair[0] != CSRF_PAIR[0]]
    for _ in range(draw(st.integers(0, 4)) if fields else 0):
        place = draw(st.integers(0, len(fields) - 1))
        name = fields[place][0]
        fields[place] = (name, draw(words_for(name.rpartition("-")[2])))
    if fields and draw(st.integers(0, 5)) == 0:
        del fields[draw(st.integers(0, len(fields) - 1))]
    sent = dict(draw(headers))
    if form.method == "GET":
        asked = f"{form.target.partition('?')[0]}?{urlencode(fields)[:3500]}"
        return Request(person, "GET", asked, tuple(sent.items()))
    fields.append(CSRF_PAIR)
    if form.has_files:
        chosen = [(name, *draw(files)[1:]) for name in form.files]
        sent["Content-Type"], body = MULTIPART, multipart(fields, chosen)
    else:
        sent["Content-Type"], body = FORM, urlencode(fields).encode()
    return Request(person, "POST", form.target, tuple(sent.items()), body)


@st.composite
def requests(draw: Any, site: Site, people: tuple[str, ...] = VISITORS + STAFF) -> Request:
    person = draw(st.sampled_from(people))
    seldom = draw(st.integers(0, 9)) == 0
    addresses = site.admin if (person in STAFF) != seldom else site.public
    address = draw(st.sampled_from(addresses))
    is_form = draw(st.integers(0, 2)) == 0
    return draw((filled_in if is_form else wild)(site, person, address))
