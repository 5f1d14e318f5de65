"""Finds the column of a table that each header of a file names, in the words that offices use.

In a wide table, the matched and the unmatched have columns side by side. A header then also names
the outcome, by itself (*Matched mean*) or by a title above it (*Matched*, over *n* and *mean*).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from openpyxl.utils import get_column_letter

from scores.admin.columns import ALSO, Columns
from scores.forms.names import plain
from scores.forms.sheets import Cells

SPOKEN: dict[str, tuple[str, ...]] = {
    "n": ("number", "number of applicants", "count", "people", "applicants"),
    "mean": ("average", "avg"),
    "median": ("50th percentile", "p50"),
    "q1": ("25th percentile", "p25", "lower quartile", "1st quartile"),
    "q3": ("75th percentile", "p75", "upper quartile", "3rd quartile"),
    "sd": ("std dev", "standard deviation"),
    "percent": ("rate", "match rate", "pass rate", "percent matched", "percent passing"),
    "percentile": ("percentile rank", "percent scoring lower"),
    "score": ("passing score", "minimum passing score", "three-digit score"),
    "effective_from": ("effective", "valid from", "in force from", "first exam day"),
    "window_from": ("from", "first day"),
    "window_to": ("to", "last day of the window"),
    "cycle": ("match year", "year"),
    "year": ("cycle",),
    "group": ("group", "applicant type", "applicant group"),
    "specialty": ("preferred specialty", "field"),
    "outcome": ("match status", "status"),
    "ranked_first": ("ranked first", "applicants"),
    "source": ("reference", "sources"),
    "note": ("notes", "comment", "comments", "remarks"),
    "also": ("other sources", "further sources"),
}
"""Other words that people write above a column, by the field it fills."""

OUTCOMES = {
    "unmatched": r"\bunmatched\b|\b(did )?not match(ed)?\b|\bnon-?matched\b",
    "matched": r"\bmatched\b",
}
"""How a header names the outcome of its figures; the first match counts."""

FILLERS = (r"\b(usmle|step ?2 ?ck|of|the|in)\b", r"\b(usmle|step ?2 ?ck|of|the|in|scores?)\b")
"""Patterns of words to ignore in a header; the second one ignores “score” too."""

FIRST_LINES = 15
"""The header of a table is looked for on this many filled lines."""


@dataclass(frozen=True, slots=True)
class Header:
    """One column of a file: its place, its header, and the column of the table that it fills."""

    place: int
    text: str
    column: str = ""
    """The column of the table; empty if the header names none."""
    outcome: str = ""
    """The outcome, if the file has matched and unmatched side by side."""
    meant: str = ""
    """The column that the header probably means, if it is misspelled."""

    @property
    def letter(self) -> str:
        return str(get_column_letter(self.place + 1))


@dataclass(frozen=True, slots=True)
class Heading:
    """The headers of a table, and their place among the filled lines of the file."""

    index: int
    headers: tuple[Header, ...]

    @property
    def known(self) -> tuple[Header, ...]:
        return tuple(header for header in self.headers if header.column)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that have columns of their own."""
        return tuple(sorted({header.outcome for header in self.known if header.outcome}))


class Names:
    """The words for each column of a table."""

    def __init__(self, columns: Columns) -> None:
        self.outcome = next((each.name for each in columns.every if each.root == "outcome"), "")
        self.shared = {column.name for column in columns.key} | {"source", "note", ALSO}
        self.words: dict[str, str] = {}
        for column in columns.every:
            root = column.path.rsplit("__", 1)[-1] if column.root == "table" else column.root
            for word in (column.name, root, column.title, *SPOKEN.get(root, ())):
                self.words.setdefault(plain(word), column.name)
        if columns.has_also:
            self.words |= {plain(word): ALSO for word in (ALSO, *SPOKEN[ALSO])}

    def read(self, place: int, text: str) -> Header:
        header = Header(place, text)
        if found := self.words.get(plain(text)):
            return replace(header, column=found)
        says = " ".join(re.sub(r"[_:()/,–—-]", " ", text.casefold()).split())
        outcome = self._outcome(says)
        if outcome:
            says = re.sub(OUTCOMES[outcome], "", says)
        shorter = [plain(says), *(plain(re.sub(words, "", says)) for words in FILLERS)]
        column = next((self.words[each] for each in shorter if each in self.words), "")
        if outcome and not any(shorter):
            column = self.words.get("n", "")
        if column:
            is_wide = outcome and column not in self.shared
            return replace(header, column=column, outcome=outcome if is_wide else "")
        near = get_close_matches(shorter[-1], self.words, n=1, cutoff=0.75)
        return replace(header, meant=self.words[near[0]] if near else "")

    def _outcome(self, text: str) -> str:
        if not self.outcome:
            return ""
        return next((name for name, form in OUTCOMES.items() if re.search(form, text)), "")

    def with_titles(self, headers: Sequence[Header], titles: Cells) -> tuple[Header, ...]:
        """The headers with the outcome that a title names, which holds up to the next title."""
        said, outcome = [], ""
        for header in headers:
            title = (titles[header.place] if header.place < len(titles) else "") or ""
            outcome = self._outcome(title.casefold()) if title.strip() else outcome
            is_of_it = outcome and header.column and header.column not in self.shared
            said.append(replace(header, outcome=header.outcome or outcome) if is_of_it else header)
        return tuple(said)


def heading_of(lines: Sequence[tuple[int, Cells]], columns: Columns) -> Heading:
    """The line that names the most columns, the first among equals, with the titles above it."""
    names = Names(columns)
    above = [(), *(cells for _, cells in lines)]
    found = [
        names.with_titles(_headers(cells, titles, names), titles)
        for (_, cells), titles in zip(lines[:FIRST_LINES], above, strict=False)
    ]
    many = [len({(each.column, each.outcome) for each in line if each.column}) for line in found]
    index = many.index(max(many)) if many else 0
    return Heading(index, found[index] if found else ())


def _headers(cells: Cells, titles: Cells, names: Names) -> tuple[Header, ...]:
    """The headers of a line. If a cell is empty, the merged title above counts: *Specialty*."""
    found = []
    for place in range(max(len(cells), len(titles))):
        own, title = (_text(line[place]) if place < len(line) else "" for line in (cells, titles))
        if own:
            found.append(names.read(place, own))
        elif title and (header := names.read(place, title)).column in names.shared:
            found.append(header)
    return tuple(found)


def _text(cell: str | None) -> str:
    return " ".join((cell or "").split())
