"""The sources of a record, numbered in the order in which its page cites them."""

from collections import defaultdict
from collections.abc import Callable

from django.utils.html import escape
from django.utils.safestring import SafeString

from scores.engine.record import Record
from scores.wording.answer import best_source

Cite = Callable[..., SafeString]

WORD_JOINER = "\u2060"
"""Keeps a mark on the same line as the word before it."""


class Citations:
    """Numbers the sources of a record in the order of citation; each mark opens a source's card.

    `place` names a part of the page. Each part has its own cards, as it may be fetched alone.
    """

    def __init__(self, sources: Record) -> None:
        self._sources = sources
        self._numbers: dict[str, int] = {}
        self._cited: dict[str, dict[str, None]] = defaultdict(dict)

    def within(self, place: str, *, is_brief: bool = False) -> Cite:
        """A function that makes the marks of one part; brief marks cite the best source alone."""

        def cite(*cited: Record) -> SafeString:
            """The marks of the sources that these parts of the record name."""
            names = dict.fromkeys(
                name
                for part in cited
                for name in (
                    [best_source(part, self._sources)]
                    if is_brief
                    else (part["source"], *part.get("also", ()))
                )
            )
            return SafeString("".join([WORD_JOINER + self._mark(name, place) for name in names]))

        return cite

    def _mark(self, name: str, place: str) -> str:
        number = self._numbers.setdefault(name, len(self._numbers) + 1)
        self._cited[place][name] = None
        publisher = escape(self._sources[name]["publisher"])
        return (
            f'<button type="button" class="source-mark" popovertarget="{place}-{number}" '
            f'aria-label="Source {number}: {publisher}">{number}</button>'
        )

    def of(self, place: str) -> list[Record]:
        """The sources cited in one part of the page, by number."""
        names = sorted(self._cited[place], key=lambda name: self._numbers[name])
        return [self._listed(name) | {"card": f"{place}-{self._numbers[name]}"} for name in names]

    def listed(self) -> list[Record]:
        """Every source cited so far, by number."""
        return [self._listed(name) for name in self._numbers]

    def _listed(self, name: str) -> Record:
        source: Record = self._sources[name]
        return source | {"id": name, "number": self._numbers[name]}
