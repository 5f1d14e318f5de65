"""The sources of a record, numbered in the order in which its page cites them."""

from collections.abc import Callable

from django.utils.html import escape
from django.utils.safestring import SafeString

from scores.engine.record import Record

Cite = Callable[..., SafeString]

WORD_JOINER = "\u2060"
"""Keeps the first mark on the line of the word that it follows."""


class Citations:
    """Numbers the sources of a record in the order in which its page cites them."""

    def __init__(self, sources: Record) -> None:
        self._sources = sources
        self._marks: dict[str, str] = {}
        self._printed: set[str] = set()

    def cite(self, *cited: Record, is_printed: bool = True) -> SafeString:
        """The marks of every source that these parts of the record name."""
        names = dict.fromkeys(
            name for part in cited for name in (part["source"], *part.get("also", ()))
        )
        if is_printed:
            self._printed.update(names)
        marks = "".join([self._mark(name) for name in names])
        return SafeString(f"{WORD_JOINER}{marks}" if marks else "")

    def on_screen(self, *cited: Record) -> SafeString:
        """The same for a part of the page that is not printed."""
        return self.cite(*cited, is_printed=False)

    def _mark(self, name: str) -> str:
        """The first mark of a source carries the id to which the list of sources leads back."""
        known = self._marks.get(name)
        if known:
            return known
        number, publisher = len(self._marks) + 1, escape(self._sources[name]["publisher"])
        rest = (
            f'class="source-mark" href="#source-{number}" '
            f'aria-label="Source {number}: {publisher}">{number}</a>'
        )
        self._marks[name] = f"<a {rest}"
        return f'<a id="cite-{number}" {rest}'

    def listed(self) -> list[Record]:
        """Every source cited so far, by number."""
        return [
            self._sources[name] | {"id": name, "is_printed": name in self._printed}
            for name in self._marks
        ]
