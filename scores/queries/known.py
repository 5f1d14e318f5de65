"""What this process knows of the published editions, for when the database cannot be asked.

An edition never changes, and the moment it becomes the current one is decided beforehand. So what
was read once stands in while the database is away; only what was published or withdrawn since then
is missed, and whoever asked can tell that it stood in by `from_memory`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
    connection,
)

from scores.models import Edition, Release

ALL = slice(None)

MISTAKES = (DataError, IntegrityError, ProgrammingError)
"""What the database answers to a question that is wrong: it is there."""

from_memory: ContextVar[datetime | None] = ContextVar("from_memory", default=None)
"""When the database answered last, if something has been taken from memory since this was reset."""


class Begins(NamedTuple):
    """A release: from when on which edition is the current one."""

    release: int
    at: datetime
    digest: str


@dataclass(slots=True)
class Known:
    confirmed_at: datetime
    schedule: list[Begins]
    editions: list[Edition]

    def edition(self, label: str) -> Edition:
        """Raises LookupError: what is not known may be there all the same."""
        found = {edition.label: edition for edition in self.editions}
        return found[label]


_known: Known | None = None

_told: ContextVar[list[list[Begins]] | None] = ContextVar("told", default=None)
"""The schedule as this request was told it; None outside of one."""


@contextmanager
def told_once() -> Iterator[None]:
    """Within this the schedule is asked for once: a page and its validator tell the same."""
    token = _told.set([])
    try:
        yield
    finally:
        _told.reset(token)


def is_away(problem: Exception) -> bool:
    """Whether an error says that the database is lost, locked, full or too slow."""
    return isinstance(problem, DatabaseError | InterfaceError) and not isinstance(problem, MISTAKES)


def ask[T](database: Callable[[], T], *, memory: Callable[[Known], T]) -> T:
    """What the database says or, while it is away, what is known."""
    try:
        return database()
    except (DatabaseError, InterfaceError) as problem:
        if _known is None or not is_away(problem):
            raise
        try:
            found = memory(_known)
        except LookupError:
            raise problem from None
        from_memory.set(_known.confirmed_at)
        return found


def schedule(*, at: datetime) -> list[Begins]:
    """The release in force and those ahead of it, the last to begin first."""
    told = _told.get()
    if told:
        return told[0]
    found = ask(lambda: _read_schedule(at), memory=lambda known: known.schedule)
    if told is not None:
        told.append(found)
    return found


def _read_schedule(at: datetime) -> list[Begins]:
    global _known
    found = _begun_since(_known.schedule[-1].at, at) if _known and _known.schedule else []
    found = found or _from_newest(at)
    if _known is None or _known.schedule != found:
        _known = Known(at, found, published_editions())
    _known.confirmed_at = at
    return found


def _from_newest(at: datetime) -> list[Begins]:
    releases = Release.objects.from_newest(at=at)
    return [Begins(*row) for row in releases.values_list("pk", "begins", "edition__digest")]


SINCE = """
SELECT release.id, release.begins, edition.digest
FROM scores_release AS release JOIN scores_edition AS edition ON edition.id = release.edition_id
WHERE release.begins >= %s ORDER BY release.begins DESC, release.id DESC
"""
"""Written out: every page asks this, and to have Django write it takes five times as long."""


def _begun_since(moment: datetime, at: datetime) -> list[Begins]:
    """The same, found from the release that was in force last: the plainest question there is.

    Empty where that release is not there any more: another database, or a restored one.
    """
    with connection.cursor() as cursor:
        cursor.execute(SINCE, [connection.ops.adapt_datetimefield_value(moment)])
        # SQLite gives back moments in UTC without saying so.
        found = [
            Begins(release, begins.replace(tzinfo=UTC) if begins.tzinfo is None else begins, digest)
            for release, begins, digest in cursor.fetchall()
        ]
    in_force = next((begins.at for begins in found if begins.at <= at), None)
    return [begins for begins in found if in_force and begins.at >= in_force]


def published_editions(places: slice = ALL) -> list[Edition]:
    """The published editions with all that pages tell of them, the newest first."""
    published = Edition.objects.published().select_related("publication")
    return list(published.prefetch_related("releases")[places])


def in_force(found: list[Begins], *, at: datetime) -> str:
    """The digest of the current edition. Raises Edition.DoesNotExist before the first release."""
    for begins in found:
        if begins.at <= at:
            return begins.digest
    raise Edition.DoesNotExist("No edition has been released.")
