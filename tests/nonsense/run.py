"""Sends generated requests to a running site, and reports the results."""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection

from django.db import connection
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.processes import Server

from .answers import faults_of
from .requests import Request, requests
from .site import STAFF, VISITORS, Site, make_site

EVERYBODY = (*VISITORS, *STAFF)

BATCH = 3_000
"""How many requests are generated before new goals and sessions replace those that may be gone."""

GROWTH = 1.1
"""How many times its size after a quarter of the requests a worker may have at the end."""

HTTPS = {
    "Host": "goals.example",
    "X-Forwarded-Proto": "https",
    "Referer": "https://goals.example/",
}
MOST_SHOWN = 10


@dataclass
class Run:
    server: Server
    count: int
    seed: int
    connections: int
    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    memory: list[list[int]] = field(default_factory=list)
    seconds: float = 0.0

    def send_all(self) -> None:
        while self.sent < self.count:
            made = generate(self._site(), self.seed + self.sent, min(BATCH, self.count - self.sent))
            began = time.perf_counter()
            asyncio.run(self._send(iter(made)))
            self.seconds += time.perf_counter() - began
            self.memory.append([size // 1024 for size in self.server.resident()])
            so_far = f"{self.sent:,} sent, {len(self.faults)} faults, {self.memory[-1]} kB"
            print(so_far, file=sys.stderr, flush=True)

    async def _send(self, waiting: Iterator[Request]) -> None:
        await asyncio.gather(*(self._connection(waiting) for _ in range(self.connections)))

    def _site(self) -> Site:
        site = make_site(self._fetch, number=self.sent // BATCH)
        connection.close()
        self.cookies = site.cookies
        return site

    def _fetch(self, person: str, target: str) -> str:
        asked = HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        asked.request("GET", target, headers=HTTPS | {"Cookie": self.cookies[person]})
        response = asked.getresponse()
        body = response.read()
        asked.close()
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return body.decode() if is_page else ""

    async def _connection(self, waiting: Iterator[Request]) -> None:
        for request in waiting:
            self.sent += 1
            began = time.perf_counter()
            try:
                head, body = await asyncio.wait_for(self._ask(request), 60)
            except (OSError, TimeoutError) as error:
                head, body = f"HTTP/1.1 0 {error!r}", b""
            self._note(request, head, body, time.perf_counter() - began)

    async def _ask(self, request: Request) -> tuple[str, bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        try:
            writer.write(self._as_sent(request))
            writer.write_eof()
            answer = await reader.read()
        finally:
            writer.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        return head.decode("latin-1"), body

    def _as_sent(self, request: Request) -> bytes:
        # Each request has its own address, as the limits by address would soon refuse all others.
        address = f"10.{self.sent >> 16 & 255}.{self.sent >> 8 & 255}.{self.sent & 255}"
        told = HTTPS | {"X-Forwarded-For": address, "Cookie": self.cookies[request.person]}
        if request.body:
            told["Content-Length"] = str(len(request.body))
        told |= dict(request.headers)
        lines = [f"{request.method} {request.target} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in told.items()]
        return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + request.body

    def _note(self, request: Request, head: str, body: bytes, seconds: float) -> None:
        first, *lines = head.split("\r\n")
        status = int(first.split()[1]) if len(first.split()) > 1 else 0
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        self.statuses[status] += 1
        self.slowest = sorted([*self.slowest, (seconds, f"{request.method} {request.target}")])
        self.slowest = self.slowest[-MOST_SHOWN:]
        faults = faults_of(request.target, status, headers, body, seconds)
        if status == 0:
            faults.append(f"no answer ({first})")
        if faults:
            self.faults.append(f"{', '.join(faults)}: {request}")
            print(f"- {self.faults[-1][:2000]}", file=sys.stderr, flush=True)

    def report(self, log: str) -> int:
        """Prints the results, and returns how many things are wrong, at most 100."""
        tracebacks = [line for line in log.splitlines() if "Traceback" in line]
        rate = self.sent / self.seconds
        print(f"{self.sent:,} requests in {self.seconds:.0f} s ({rate:.0f}/s), seed {self.seed}.")
        print("Statuses:", ", ".join(f"{s} {n:,}" for s, n in sorted(self.statuses.items())))
        print("Slowest:")
        for seconds, asked in reversed(self.slowest):
            print(f"  {seconds * 1000:5.0f} ms  {asked[:120]}")
        early, late = self.memory[len(self.memory) // 4], self.memory[-1]
        grows = [after / before for before, after in zip(early, late, strict=True) if before]
        print(f"Memory of the workers, kB: {self.memory[0]}, {early} after a quarter, {late}.")
        wrong = [*self.faults]
        wrong += [f"in the log: {describe(line)}" for line in tracebacks]
        if max(grows, default=9) > GROWTH:
            wrong.append(f"the workers grow: {early} to {late} kB")
        print(f"{len(wrong)} things are wrong.")
        for says in wrong[:MOST_SHOWN]:
            print(f"- {says[:2000]}")
        return min(len(wrong), 100)


def describe(line: str) -> str:
    try:
        told = json.loads(line)
    except ValueError:
        return line
    return f"{told['message']} {told.get('traceback', '')[-600:]}"


def generate(site: Site, number: int, count: int) -> list[Request]:
    """Requests to send; each is sent by every person, as sending costs less than generating."""
    made: list[Request] = []

    @seed(number)
    @settings(
        max_examples=-(-count // len(EVERYBODY)),
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(site))
    def note(request: Request) -> None:
        made.append(request)

    note()
    return [replace(request, person=person) for person in EVERYBODY for request in made][:count]
