"""A text of expected values, one `answers → target` a line.

Answers are the address of a result, its query, or `name=value` pairs separated by commas.
"""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import unquote_plus

from django.http import QueryDict

from scores.editions.expected import Case
from scores.engine.edition import Edition
from scores.engine.record import inputs_of
from scores.forms.goal import read_goal_query

ARROW = re.compile(r"\s*(?:→|->|=>)\s*")
NONE = ("none", "no target")
MOST_LINES = 500
MOST_BYTES = 200_000
LOWEST, HIGHEST = 1, 300


def read_expected(text: str, edition: Edition, today: date) -> tuple[list[Case], list[str]]:
    """The cases that could be read, and a sentence for each problem in the other lines."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line and not line.startswith("#")]
    if len(lines) > MOST_LINES:
        return [], [f"There are {len(lines)} lines; {MOST_LINES} can be attached."]
    cases, problems = list[Case](), list[str]()
    for number, line in lines:
        answers, *rest = ARROW.split(line)
        found = list(_problems(answers, rest, edition, today))
        if found:
            problems += [f"Line {number}: {says}" for says in found]
            continue
        query = read_goal_query(_query(answers), edition, today)
        inputs = inputs_of(query.answers, today)
        cases.append(Case(number, answers, inputs, _target(rest[0])))
    return cases, problems


def _problems(answers: str, rest: list[str], edition: Edition, today: date) -> Iterator[str]:
    if len(rest) != 1:
        yield "write the answers, an arrow and the target: specialty=…, group=… → 257."
        return
    if not _is_target(rest[0]):
        yield f"“{rest[0][:40]}” is no target: write a score, or “none”."
    query = read_goal_query(_query(answers), edition, today)
    if query.is_empty:
        yield f"“{answers[:80]}” names no answer: write specialty=…, group=…."
    for sentences in query.errors.values():
        yield from sentences


def _query(answers: str) -> QueryDict:
    """The query of an address, or of pairs separated by commas, without the edition."""
    query = QueryDict(mutable=True)
    asked = answers.partition("?")[2] or answers
    for pair in re.split(r"[&;,]", asked.partition("#")[0]):
        name, _, value = pair.partition("=")
        if value:
            query.appendlist(name.strip(), unquote_plus(value).strip())
    query.pop("edition", None)
    return query


def _is_target(text: str) -> bool:
    if text.lower() in NONE:
        return True
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(HIGHEST))
    return is_number and LOWEST <= int(text) <= HIGHEST


def _target(text: str) -> int | None:
    return None if text.lower() in NONE else int(text)
