"""Measures whether a worker that is never replaced grows with the number of requests."""

import asyncio
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tests.bench.kinds import PARTIAL, comparison, query, specialties, with_tests
from tests.bench.load import Kind, Measured, get, several
from tests.bench.site import Database, running

CONNECTIONS = 4
MARKS = (0, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 40_000, 50_000)


def varied(i: int) -> bytes:
    """Every kind of request in turn, mostly for results, each time with another query."""
    slugs = specialties()
    match i % 10:
        case 0 | 1 | 2:
            return get(f"/goal.json?{query(i)}")
        case 3 | 4:
            return get(f"/goal.json?{with_tests(i)}")
        case 5:
            return get(f"/goal/?{query(i)}")
        case 6 | 7:
            return get(f"/goal/?{with_tests(i)}", PARTIAL)
        case 8:
            return get(f"/specialties/{slugs[i // 10 % len(slugs)]}/")
    return get(f"/compare/?{comparison(i, groups=1)}")


def memory_lines(database: Database, folder: Path, requests: int) -> Iterator[str]:
    yield "| requests to one worker that is not replaced | MB | failed |"
    yield "| ---: | ---: | ---: |"
    specialties()  # cached now, as nothing may query the database once requests run
    kind = Kind("varied", varied, 0)
    marks = [mark for mark in MARKS if mark <= requests]
    with running(database, folder, workers=1) as site:
        for begin, end in pairwise(marks):
            found = Measured()
            asyncio.run(several(kind, site.port, range(begin, end), CONNECTIONS, found))
            [resident] = site.resident()
            yield f"| {end:,} | {resident / 1024**2:.0f} | {found.failed} |"
