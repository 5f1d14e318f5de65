"""Finds edits in the draft that an import would undo."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from scores.editions.checks.faults import name_of
from scores.editions.diff import FieldChange, say
from scores.models import Edit, Edition

Edits = dict[int, list[Edit]]
"""The edits of one table in a draft by the key of the row, the newest first."""


@dataclass(frozen=True, slots=True)
class Overwrite:
    """A field that was changed in the draft and that the file would change again."""

    row: str
    field: str
    edit: Edit
    before: str | None
    now: str | None
    file: str

    def __str__(self) -> str:
        return (
            f"{self.row}: {self.edit.by.get_username()} set {self.field} to "
            f"{self.now or 'nothing'}, the file says {self.file}."
        )


def edits_in(draft: Edition, model: Any) -> Edits:
    edits: Edits = defaultdict(list)
    for edit in draft.edits.filter(table=name_of(model)).select_related("by"):
        edits[edit.row_id].append(edit)
    return edits


def last_edit_in(draft: Edition, model: Any) -> int:
    """The key of the last edit of a table in a draft; 0 if there is none."""
    edits = draft.edits.filter(table=name_of(model)).order_by("-pk")
    return edits.values_list("pk", flat=True).first() or 0


def overwrites_of(
    row: Any, changes: Iterable[FieldChange], edits: Edits, by: Any
) -> Iterator[Overwrite]:
    """The changes of a row that replace another person's last edit, or undo one's own."""
    for change in changes:
        found = _last_of(edits.get(row.pk, []), change.field)
        if found is not None:
            edit, before, now = found
            if edit.by_id != by.pk or (before or say(None)) == say(change.new):
                yield Overwrite(str(row), change.field, edit, before, now, say(change.new))


def _last_of(edits: list[Edit], field: str) -> tuple[Edit, str | None, str | None] | None:
    for edit in edits:
        for name, before, now in edit.fields:
            if name == field:
                return edit, before, now
    return None
