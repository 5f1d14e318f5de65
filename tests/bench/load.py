"""Writes requests as bytes, and measures how long their answers take."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.bench.site import HOST
from tests.processes import Server


@dataclass
class Kind:
    """One kind of request: its name, and how to write the i-th of them."""

    name: str
    request: Callable[[int], bytes]
    count: int
    """How many requests take about a second."""
    needed: str = ""
    """The share of the rate of a bare response that it has to reach."""
    status: int = 200
    """Any other status is a failure, as a form with errors is a page, too."""


@dataclass
class Measured:
    """The measurements of one kind of request: the seconds each answer took, and what it cost."""

    waits: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    """Processor seconds of the workers per request, for each round."""
    processor: float = 0
    """Processor seconds of all rounds."""
    failed: int = 0

    @property
    def cost(self) -> float:
        """Processor seconds per request."""
        return self.processor / len(self.waits)


def get(path: str, headers: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n{headers}Connection: close\r\n\r\n".encode()


def post(path: str, form: dict[str, str], headers: str = "") -> bytes:
    body = urlencode(form)
    return (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\n{headers}"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
    ).encode()


async def ask(port: int, request: bytes) -> tuple[str, bytes]:
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.decode("latin-1"), body


async def timed(port: int, kind: Kind, number: int, measured: Measured) -> None:
    request = kind.request(number)
    started = time.perf_counter()
    head, _ = await ask(port, request)
    measured.waits.append(time.perf_counter() - started)
    measured.failed += head[9:12] != str(kind.status)


async def several(kind: Kind, port: int, numbers: range, connections: int, to: Measured) -> None:
    left = iter(numbers)

    async def connection() -> None:
        for number in left:
            await timed(port, kind, number, to)

    await asyncio.gather(*(connection() for _ in range(connections)))


def load(kind: Kind, site: Server, numbers: range, *, connections: int, to: Measured) -> None:
    """Runs one round of these requests over this many connections at once."""
    computed = site.processor_seconds()
    asyncio.run(several(kind, site.port, numbers, connections, to))
    computed = site.processor_seconds() - computed
    to.costs.append(computed / len(numbers))
    to.processor += computed


def in_turns(kinds: list[tuple[int, Kind]], numbers: range) -> list[Measured]:
    """Sends requests to several servers in turn, one by one, so that noise affects all equally."""
    measured = [Measured() for _ in kinds]

    async def turns() -> None:
        for number in numbers:
            for (port, kind), to in zip(kinds, measured, strict=True):
                await timed(port, kind, number, to)

    asyncio.run(turns())
    return measured
