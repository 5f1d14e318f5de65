"""The whole report, part by part."""

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import django

from tests.bench.engine import engine_lines
from tests.bench.growth import Growth, growth_lines, growth_of_editions, growth_of_goals
from tests.bench.memory import memory_lines
from tests.bench.requests import (
    CONNECTIONS,
    WORKERS,
    Requests,
    measure_requests,
    request_lines,
)
from tests.bench.site import Database, database_servers, filled


@dataclass(frozen=True)
class Size:
    """How much of everything to measure."""

    rounds: int
    """Many short ones: if other programs slow the machine for seconds, it affects few of them."""
    share: float
    """The share of the usual number of requests in a round."""
    goals: tuple[int, ...]
    """How many goals are in the first database, and in each that is compared with it."""
    editions: int
    turns: int
    varied: int
    """Requests to one worker while its memory is measured."""


FULL = Size(rounds=25, share=0.2, goals=(1_000, 100_000), editions=200, turns=150, varied=50_000)
MILLION = replace(FULL, goals=(*FULL.goals, 1_000_000))
QUICK = Size(rounds=1, share=0.05, goals=(20, 40), editions=4, turns=4, varied=1_000)

LARGEST_WHOLE = 100_000
"""With more goals than this, most are compact."""


def report(folder: Path, size: Size, *, only_sqlite: bool) -> Iterator[str]:
    yield from machine_lines()
    yield from ("", *engine_lines(size.rounds), "")
    requests: dict[str, Requests] = {}
    growths: dict[str, list[Growth]] = {}
    with ExitStack() as stack:
        for name, new_database in database_servers(stack, folder, only_sqlite).items():
            few = filled(new_database(), goals=size.goals[0])
            if name == "SQLite":
                yield from ("", *memory_lines(few, folder, size.varied))
            requests[name] = measure_requests(few, folder, rounds=size.rounds, share=size.share)
            growths |= {
                f"{name}: {grown}": found
                for grown, found in growth(few, new_database, folder, size)
            }
    yield ""
    yield f"Requests by {WORKERS} sync workers to {CONNECTIONS} connections, {size.rounds} rounds."
    yield ""
    yield from request_lines(requests)
    yield from ("", *growth_lines(growths))
    if "PostgreSQL" not in requests:
        yield from ("", "Nothing was measured on PostgreSQL: it is not here, or was not asked for.")


def growth(
    few: Database, new_database: Callable[[], str], folder: Path, size: Size
) -> Iterator[tuple[str, list[Growth]]]:
    """What has grown, and how much longer each kind of request then takes."""
    for goals in size.goals[1:]:
        is_compact = goals > LARGEST_WHOLE
        many = filled(new_database(), goals=goals, compact=is_compact)
        grown = f"{few.goals:,} to {goals:,} goals"
        grown += "" if is_compact else f" of {many.bytes_a_goal / 1024:.1f} kB"
        yield grown, growth_of_goals(few, many, folder, size.turns)
    many = filled(new_database(), goals=few.goals, editions=size.editions)
    yield (
        f"{few.editions} to {size.editions} editions",
        growth_of_editions(few, many, folder, size.turns),
    )


def machine_lines() -> Iterator[str]:
    busy = os.getloadavg()[0]
    yield (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} processors of which {busy:.1f} were busy "
        f"before it began, Python {platform.python_version()}, Django {django.get_version()}."
    )
