"""Measures how much longer a request takes with a large database than with a small one.

Two servers take turns, request by request, so that noise affects both equally.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.kinds import create_goal, page, query, read_goal
from tests.bench.load import Kind, Measured, in_turns
from tests.bench.site import Database, running

LIST = "/editions/"
"""The list of editions may take longer: it has a row for each edition, up to a limit."""

PAGES = ("/benchmarks/", "/specialties/dermatology/", "/sources/", LIST)
WARM_UP = 8
NEEDED = "1.2"

KindOn = Callable[[Database], Kind]


@dataclass
class Growth:
    """One kind of request, measured with a small database and with a large one."""

    what: str
    few: Measured
    many: Measured

    @property
    def times(self) -> float:
        return median(self.many.waits) / median(self.few.waits)

    @property
    def failed(self) -> int:
        return self.few.failed + self.many.failed


def growth_of_goals(few: Database, many: Database, folder: Path, count: int) -> list[Growth]:
    return list(_growth(few, many, folder, [read_goal, create_goal], count))


def growth_of_editions(few: Database, many: Database, folder: Path, count: int) -> list[Growth]:
    pages = [page(path, path) for path in PAGES] + [page("result page", f"/goal/?{query(0)}")]
    return list(_growth(few, many, folder, [lambda _, kind=kind: kind for kind in pages], count))


def _growth(
    few: Database, many: Database, folder: Path, kinds: list[KindOn], count: int
) -> Iterator[Growth]:
    with running(few, folder, workers=1) as one, running(many, folder, workers=1) as other:
        for kind_on in kinds:
            kinds_there = [(one.port, kind_on(few)), (other.port, kind_on(many))]
            in_turns(kinds_there, range(WARM_UP))
            found = in_turns(kinds_there, range(WARM_UP, WARM_UP + count))
            yield Growth(kinds_there[0][1].name, *found)


def growth_lines(found: dict[str, list[Growth]]) -> Iterator[str]:
    """The lines of a table; `found` has the measurements by what has grown."""
    yield "| grown | request | ms before | ms after | times | needed | failed |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    for grown, growths in found.items():
        for each in growths:
            needed = "" if each.what == LIST else NEEDED
            before, after = (median(found.waits) * 1000 for found in (each.few, each.many))
            yield (
                f"| {grown} | {each.what} | {before:.2f} | {after:.2f} | {each.times:.2f} | "
                f"{needed} | {each.failed} |"
            )
