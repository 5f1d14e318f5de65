"""Measures how fast results are derived in this process, for every specialty, group and aim."""

import time
from collections.abc import Callable, Iterator
from itertools import product

from scores.editions.reader import published_edition
from scores.engine.answers import AIMS, Answers
from scores.engine.result import derive
from scores.engine.vocabulary import GROUPS
from scores.views.answer import answer_page
from scores.wording.record import record_of


def engine_lines(rounds: int) -> Iterator[str]:
    started = time.perf_counter()
    edition = published_edition("2026.2")
    read = time.perf_counter() - started
    cells = [
        Answers(specialty=specialty, group=group, aim=aim)
        for specialty, group, aim in product(edition.choices, GROUPS, AIMS)
    ]
    day = edition.as_of
    results = [derive(edition, answers, today=day) for answers in cells]
    records = [record_of(result) for result in results]
    derived = best(rounds, lambda: [derive(edition, answers, today=day) for answers in cells])
    written = best(rounds, lambda: [record_of(result) for result in results])
    prepared = best(rounds, lambda: [answer_page(record) for record in records])
    yield "| in one process, nothing sent | milliseconds | a second |"
    yield "| --- | ---: | ---: |"
    yield f"| read an edition from the database, once a process | {read * 1000:.0f} | |"
    for what, seconds in (
        (f"derive a result, mean of {len(cells)}", derived),
        ("write it as a record", written),
        ("prepare its page, before the templates", prepared),
    ):
        each = seconds / len(cells)
        yield f"| {what} | {each * 1000:.2f} | {1 / each:,.0f} |"


def best(rounds: int, work: Callable[[], object]) -> float:
    """The shortest of several rounds, in seconds: the one with the least noise."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)
