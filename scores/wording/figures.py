"""A figure of a record in one line: statistic, people, time, number of people and kind."""

from collections.abc import Iterable

from scores.engine.record import Record
from scores.engine.vocabulary import KINDS, STATISTICS
from scores.wording.values import counted

SAID = STATISTICS | {
    "value": "setting",
    "score": "passing score",
    "ranked_first": "ranked it first",
    "number": "",
    "text": "",
}
"""Statistics in words, for ids that readers would not understand."""

NAMED_WITH_THEIR_DAY = frozenset({"score"})
"""Statistics whose people are already named with the day from which they apply."""


def statistic_of(figure: Record) -> str:
    name: str = figure["statistic"]
    return SAID.get(name, name)


def when_of(figure: Record) -> str:
    return "" if figure["statistic"] in NAMED_WITH_THEIR_DAY else str(figure["when"])


def say_figure(figure: Record) -> str:
    people = f"n = {counted(figure['n'])}" if figure["n"] is not None else ""
    parts = ", ".join(filter(None, [figure["of"], when_of(figure), people]))
    told = ": ".join(filter(None, [statistic_of(figure), parts]))
    return f"{told} ({KINDS[figure['kind']]})"


def say_basis(figures: Iterable[Record]) -> str:
    """The number of people and the time of each observed figure."""
    found = dict.fromkeys(
        (figure["n"], figure["when"])
        for figure in figures
        if figure["kind"] == "observed" and figure["n"]
    )
    return "; ".join(f"n = {counted(n)}" + (f", {when}" if when else "") for n, when in found)
