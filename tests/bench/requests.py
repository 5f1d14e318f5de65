"""Measures every kind of request next to a bare response, on each database."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.kinds import kinds_of_request
from tests.bench.load import Kind, Measured, load
from tests.bench.site import BARE, Database, running

WORKERS, CONNECTIONS = 2, 16
LEAST = 2 * CONNECTIONS
"""The fewest requests in a round, so that all connections are in use at once."""

WARM_UP = range(9_999_000, 9_999_000 + 2 * CONNECTIONS)


@dataclass
class Requests:
    """The measurements on one database; the bare response comes first."""

    kinds: list[Kind]
    measured: list[Measured]
    memory: int

    @property
    def bare(self) -> Measured:
        return self.measured[0]

    @property
    def noise(self) -> float:
        """The range of the cost of a bare response over the rounds, as a share of its median."""
        return (max(self.bare.costs) - min(self.bare.costs)) / median(self.bare.costs)

    def ratio(self, measured: Measured) -> float:
        """The rate of a kind as a share of that of a bare response, on the same processors."""
        return self.bare.cost / measured.cost


def measure_requests(database: Database, folder: Path, *, rounds: int, share: float) -> Requests:
    """Measures all kinds of request in each round; `share` is the share of the usual count to send.

    The bare response has its own server, without middleware.
    """
    with (
        running(database, folder, workers=WORKERS) as site,
        running(database, folder, workers=WORKERS, settings=BARE) as bare,
    ):
        kinds = kinds_of_request(database, site.port)
        servers = [bare, *[site] * (len(kinds) - 1)]
        measured = [Measured() for _ in kinds]
        for kind, server in zip(kinds, servers, strict=True):
            load(kind, server, WARM_UP, connections=CONNECTIONS, to=Measured())
        for number in range(rounds):
            for kind, server, to in zip(kinds, servers, measured, strict=True):
                count = max(LEAST, int(kind.count * share))
                numbers = range(number * 10_000, number * 10_000 + count)
                load(kind, server, numbers, connections=CONNECTIONS, to=to)
        return Requests(kinds, measured, max(site.memory()))


def request_lines(found: dict[str, Requests]) -> Iterator[str]:
    for name, requests in found.items():
        yield (
            f"{name}: a bare response takes {requests.bare.cost * 1000:.2f} ms of processor, its "
            f"noise {requests.noise:.0%}; memory of a worker {requests.memory / 1024**2:.0f} MB."
        )
        yield ""
    columns = "".join(
        f" {name}: of bare | ms of processor | a second on two | p99 ms |" for name in found
    )
    yield f"| request | needed |{columns} failed |"
    yield f"| --- | ---: |{' ---: | ---: | ---: | ---: |' * len(found)} ---: |"
    kinds = next(iter(found.values())).kinds
    for place, kind in enumerate(kinds):
        cells = [cell for requests in found.values() for cell in _cells(requests, place)]
        failed = sum(requests.measured[place].failed for requests in found.values())
        yield f"| {' | '.join([kind.name, kind.needed, *cells, str(failed)])} |"


def _cells(requests: Requests, place: int) -> list[str]:
    measured = requests.measured[place]
    waits = sorted(measured.waits)
    return [
        f"{requests.ratio(measured):.3f}",
        f"{measured.cost * 1000:.2f}",
        f"{2 / measured.cost:.0f}",
        f"{waits[int(len(waits) * 0.99)] * 1000:.0f}",
    ]
