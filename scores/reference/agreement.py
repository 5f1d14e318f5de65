"""Compares two records of the same answers by their numbers and figures, ignoring words.

A sentence can therefore be corrected without a new version of the rules, and a record may have
parts that an older one lacks.
"""

from collections.abc import Iterator
from typing import Any

from scores.engine.vocabulary import KINDS

IDS = frozenset(
    (
        *("also", "basis", "claim", "cycle", "day", "due", "edition", "effective_from", "exam"),
        *("from", "group", "last_safe", "last_typical", "newest", "oldest", "outcome", "reach"),
        *("review", "rule", "rung", "scope", "source", "statistic", "start", "taken", "test"),
        *("to", "unit", "value", "verdict", "action_id", "best_date", "event", "exam_date"),
        *("last_date", "prior", "season", "state", "trend", "without_projection"),
    )
)
"""The keys whose text is a fact: an id, a day, or a value from an edition."""

WHOLE = frozenset({"inputs"})
"""Parts that contain no wording, so they are compared as they are."""

WORDS_ONLY = frozenset({"about", "engine", "form", "next", "sources"})
"""Parts with nothing derived from figures, so they are not compared."""

Record = dict[str, Any]


def facts_of(record: Record) -> Record:
    """A record without its words: only numbers, ids, days, and empty values."""
    return {
        key: value if key in WHOLE else _facts(value)
        for key, value in record.items()
        if key not in WORDS_ONLY and (not isinstance(value, str) or _is_fact(key, value))
    }


def _is_fact(key: str, text: str) -> bool:
    return key in IDS or (key == "kind" and text in KINDS)


def _facts(value: Any) -> Any:
    if isinstance(value, dict):
        return facts_of(value)
    return [_facts(item) for item in value] if isinstance(value, list) else value


Path = tuple[str, ...]


def differences(one: Record, other: Record) -> tuple[Path, ...]:
    """The paths at which the facts of two records differ, in the parts that both have.

    A path has no list indexes.
    """
    return tuple(dict.fromkeys(_differences(facts_of(one), facts_of(other), ())))


def _differences(one: Any, other: Any, path: Path) -> Iterator[Path]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() & other.keys()):
            yield from _differences(one[key], other[key], (*path, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for mine, theirs in zip(one, other, strict=True):
            yield from _differences(mine, theirs, path)
    elif one != other:
        yield path
