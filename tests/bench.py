"""The benchmark: one run, one table, every rate beside that of a bare response of the same server.

`./run bench` starts gunicorn with two sync workers on a free port and an SQLite database of its
own (or the one DATABASE_URL names), sends every kind of request from sixteen connections, each with
another query, and repeats that in turns with the bare response. Ratios are medians over the rounds;
"noise" is how far the bare rate itself swung.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
HOST, CONNECTIONS, WORKERS = "127.0.0.1", 16, 2


@dataclass
class Kind:
    """One kind of request: what it is, how to write the i-th of them, and what was measured."""

    name: str
    request: Callable[[int], bytes]
    count: int
    aim: str = ""
    rates: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    failed: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", type=Path, help="also write the table to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench_settings"
        lines = [*engine_lines(), "", *server_lines(options.rounds)]
    text = "\n".join(lines)
    print(text)
    if options.write:
        options.write.write_text(f"{text}\n", encoding="utf-8")


def engine_lines() -> Iterator[str]:
    """Derivations per second in this process: every specialty, group and aim."""
    import django

    django.setup()
    from django.core.management import call_command

    from scores.engine.answers import AIMS, Answers
    from scores.engine.record import record_of
    from scores.engine.result import derive
    from scores.engine.vocabulary import GROUPS
    from scores.queries.editions import published_edition

    call_command("migrate", verbosity=0)
    call_command("load_editions", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    started = time.perf_counter()
    edition = published_edition("2026.1")
    read = time.perf_counter() - started
    SPECIALTIES.extend(edition.specialties)
    cells = [
        Answers(specialty=specialty, group=group, aim=aim)
        for specialty, group, aim in product(edition.specialties, GROUPS, AIMS)
    ]
    day = edition.as_of
    results = [derive(edition, answers, today=day) for answers in cells]
    derived = best(lambda: [derive(edition, answers, today=day) for answers in cells])
    written = best(lambda: [record_of(result) for result in results])
    yield "| engine | milliseconds |"
    yield "| --- | ---: |"
    yield f"| read an edition from the database, once a process | {read * 1000:.0f} |"
    yield f"| derive one result, mean over {len(cells)} | {derived / len(cells) * 1000:.2f} |"
    yield f"| write it as a record | {written / len(cells) * 1000:.2f} |"


def best(work: Callable[[], object], rounds: int = 7) -> float:
    """The quickest of several rounds, in seconds: the one least disturbed."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def server_lines(rounds: int) -> Iterator[str]:
    with server() as (port, master):
        kinds = kinds_of_request(port)
        bare = kinds[0]
        for kind in kinds:
            asyncio.run(load(kind, port, 0, measured=False))
        for number in range(rounds):
            for kind in kinds:
                asyncio.run(load(kind, port, number + 1))
        memory = [rss for pid in children(master) if (rss := resident(pid))]
    base = statistics.median(bare.rates)
    swing = (max(bare.rates) - min(bare.rates)) / base
    yield f"{WORKERS} sync workers, {CONNECTIONS} connections, {rounds} rounds; bare response "
    yield f"{base:.0f} a second, noise {swing:.0%}; memory of a worker "
    yield f"{max(memory, default=0) / 1024:.0f} MB."
    yield ""
    yield "| request | a second | of bare | aim | median ms | p99 ms | failed |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for kind in kinds:
        ratio = statistics.median(
            rate / bare_rate for rate, bare_rate in zip(kind.rates, bare.rates, strict=True)
        )
        waits = sorted(kind.waits)
        yield (
            f"| {kind.name} | {statistics.median(kind.rates):.0f} | {ratio:.3f} | {kind.aim} | "
            f"{statistics.median(waits) * 1000:.1f} | {waits[int(len(waits) * 0.99)] * 1000:.1f} | "
            f"{kind.failed} |"
        )


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """Gunicorn on a free port: the port, and the process id of its master."""
    import socket

    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--workers", str(WORKERS)]
    command += ["--bind", f"{HOST}:{port}", "--log-level", "error", "usmlegoals.wsgi"]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        asyncio.run(wait_for(port))
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


async def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            _, writer = await asyncio.open_connection(HOST, port)
            writer.close()
            return
        except OSError:
            await asyncio.sleep(0.1)
    raise SystemExit("The server did not start.")


def kinds_of_request(port: int) -> list[Kind]:
    shared, share = shared_goals(port)
    etag = asyncio.run(etag_of(port))
    partial = "HX-Request: true\r\n"
    return [
        Kind("bare response", lambda i: get("/bare/"), 1500),
        Kind("result page", lambda i: get(f"/goal/?{query(i)}"), 150, "0.07"),
        Kind("HTMX fragment", lambda i: get(f"/goal/?{query(i)}", partial), 200, "0.12"),
        Kind("JSON", lambda i: get(f"/goal.json?{query(i)}"), 300, "0.25"),
        Kind("shared goal", lambda i: get(shared[i % len(shared)]), 150, "0.10"),
        Kind("share POST", share, 200, "0.15"),
        Kind("unchanged page (304)", lambda i: get(f"/goal/?{query(0)}", etag), 500, "0.35"),
        Kind("static file", lambda i: get(static_file(), "Accept-Encoding: br\r\n"), 1500),
    ]


SPECIALTIES: list[str] = []


def query(i: int) -> str:
    """The i-th of some hundred thousand different queries."""
    from scores.engine.answers import AIMS
    from scores.engine.vocabulary import GROUPS

    return urlencode(
        {
            "specialty": SPECIALTIES[i // 12 % len(SPECIALTIES)],
            "group": list(GROUPS)[i % 4],
            "aim": list(AIMS)[i % 3],
            "exam_date": f"2027-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}",
        }
    )


def get(path: str, headers: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n{headers}Connection: close\r\n\r\n".encode()


def static_file() -> str:
    from django.templatetags.static import static

    return static("css/site.css")


def shared_goals(port: int) -> tuple[list[str], Callable[[int], bytes]]:
    """Addresses of goals that are there, and the POST that shares another."""
    import secrets
    from datetime import timedelta

    from django.utils import timezone

    from scores.actions.goals import share_goal
    from scores.engine.answers import Answers
    from scores.engine.redact import ALL
    from scores.forms import new_form_token
    from scores.queries.editions import published_edition
    from scores.queries.goals import tokens_of

    edition, now = published_edition("2026.1"), timezone.now()
    addresses = []
    for specialty in edition.specialties:
        manage = secrets.token_urlsafe(22)
        share_goal(
            manage=manage,
            answers=Answers(specialty=specialty, group="us-md-senior"),
            edition=edition,
            shown=ALL,
            expires_at=now + timedelta(days=1),
            at=now,
        )
        addresses.append(f"/g/{tokens_of(manage)['view']}/")
    csrf = secrets.token_hex(16)

    def share(i: int) -> bytes:
        form = {"once": new_form_token(), "lasts": "30", "csrfmiddlewaretoken": csrf}
        body = urlencode(form).encode()
        headers = (
            f"POST /goal/share/?{query(i)} HTTP/1.1\r\nHost: {HOST}\r\nCookie: csrftoken={csrf}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        return headers.encode() + body

    return addresses, share


async def etag_of(port: int) -> str:
    head, _ = await ask(port, get(f"/goal/?{query(0)}"))
    (line,) = [line for line in head.split("\r\n") if line.lower().startswith("etag:")]
    return f"If-None-Match: {line.split(':', 1)[1].strip()}\r\n"


async def ask(port: int, request: bytes) -> tuple[str, bytes]:
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.decode("latin-1"), body


async def load(kind: Kind, port: int, number: int, *, measured: bool = True) -> None:
    """All requests of one round, from sixteen connections at once."""
    count = kind.count if measured else CONNECTIONS
    numbers = iter(range(number * 10_000, number * 10_000 + count))
    waits: list[float] = []

    async def connection() -> None:
        for i in numbers:
            request = kind.request(i)
            started = time.perf_counter()
            head, _ = await ask(port, request)
            waits.append(time.perf_counter() - started)
            if head[9:10] not in ("2", "3"):
                kind.failed += 1

    started = time.perf_counter()
    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    if measured:
        kind.rates.append(count / (time.perf_counter() - started))
        kind.waits += waits


def children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def resident(pid: int) -> int:
    """Memory of a process in kilobytes."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


if __name__ == "__main__":
    main()
