"""The catalog of published editions: which is current, and what changed from one to the next."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from scores.editions.away import remembered
from scores.editions.diff import RowChange, What, difference
from scores.editions.fate import Fate, fates_of
from scores.editions.reader import current_release, published_editions
from scores.models import Edition, Release

CARRIED_BACK = "carried back"
"""The name of the field `carried_back` in a difference."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A published edition, the one before it by date, and when it first became current."""

    edition: Edition
    earlier: Edition | None
    released: datetime | None
    is_current: bool
    fate: Fate | None


def catalog(*, at: datetime, start: int = 0, most: int | None = None) -> list[Entry]:
    """The published editions, the newest first: all, or at most `most` from position `start` on."""
    places = slice(start, None if most is None else start + most + 1)  # `earlier` of the last
    editions = remembered(f"editions {places}", lambda: list(published_editions()[places]))
    current = current_release(at=at).digest
    earlier: list[Edition | None] = [*editions[1:], None][: len(editions)]
    entries = [
        Entry(edition, before, first_release(edition, at=at), edition.digest == current, fate)
        for edition, before, fate in zip(editions, earlier, fates_of(editions, at=at), strict=True)
    ]
    return entries[:most]


def first_release(edition: Edition, *, at: datetime) -> datetime | None:
    """When an edition first became the current one; None if it has not yet."""
    begun = [release.begins for release in edition.releases.all() if release.begins <= at]
    return min(begun, default=None)


def returns_of(edition: Edition) -> list[Release]:
    """The releases after the first, which made the edition current again, each with a reason."""
    return sorted(edition.releases.all(), key=lambda release: release.begins)[1:]


def kept_difference(old: Edition, new: Edition) -> tuple[RowChange, ...]:
    """What changed between two published editions."""
    return _difference((old.label, old.digest), (new.label, new.digest))


@lru_cache(maxsize=8)
def _difference(old: tuple[str, str], new: tuple[str, str]) -> tuple[RowChange, ...]:
    found = [
        Edition.objects.published().get(label=label, digest=digest) for label, digest in (old, new)
    ]
    return tuple(difference(*found))


@dataclass(frozen=True, slots=True)
class TableChanges:
    """What changed in one table.

    Rows of sources that reserve reproduction are only counted, in `withheld`. Rows where only the
    label of having been carried back changed are counted in `relabeled`.
    """

    table: str
    added: tuple[RowChange, ...]
    changed: tuple[RowChange, ...]
    removed: tuple[RowChange, ...]
    withheld: Mapping[What, int]
    relabeled: int


def changes_by_table(changes: Iterable[RowChange]) -> list[TableChanges]:
    tables: dict[str, list[RowChange]] = {}
    for change in changes:
        tables.setdefault(change.table, []).append(change)
    return [_changes_of(table, found) for table, found in tables.items()]


def _changes_of(table: str, changes: list[RowChange]) -> TableChanges:
    withheld = Counter(change.what for change in changes if change.reserves_reproduction)
    open_to_all = [change for change in changes if not change.reserves_reproduction]
    shown = [change for change in open_to_all if not is_relabeled(change)]
    return TableChanges(
        table=table,
        added=tuple(change for change in shown if change.what == "added"),
        changed=tuple(change for change in shown if change.what == "changed"),
        removed=tuple(change for change in shown if change.what == "removed"),
        withheld=dict(withheld),
        relabeled=len(open_to_all) - len(shown),
    )


def is_relabeled(change: RowChange) -> bool:
    """Whether nothing but the label of having been carried back changed."""
    return change.what == "changed" and {field.field for field in change.fields} == {CARRIED_BACK}
