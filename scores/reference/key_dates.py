"""The key dates of each service that takes applications or runs a Match."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scores.engine.edition import Edition
from scores.engine.figures import KeyDate, Specialty
from scores.engine.vocabulary import SERVICES
from scores.reference.tables import DatesOfCycle, dates_by_cycle

MANY = 5
"""The largest number of specialties that are named one by one."""


@dataclass(frozen=True, slots=True)
class ServiceDates:
    """The seasons of one service, those ahead first; empty if no date is recorded."""

    name: str
    id: str
    seasons: tuple[DatesOfCycle, ...]
    specialties: tuple[Specialty, ...]
    """The specialties that use it; empty if there are more than MANY."""

    @property
    def ahead(self) -> list[DatesOfCycle]:
        return [season for season in self.seasons if not season.is_past]

    @property
    def past(self) -> list[DatesOfCycle]:
        return [season for season in self.seasons if season.is_past]


def services_of(edition: Edition, today: date) -> Iterator[ServiceDates]:
    """The services that a specialty of the edition uses, or that have a date.

    Editions up to 2026.1 do not name the service of a date: it is ERAS or the NRMP.
    """
    rows: dict[str, list[KeyDate]] = defaultdict(list)
    for row in edition.key_dates:
        rows[row.service or ("eras" if "ERAS" in row.cycle else "nrmp")].append(row)
    users = _users(edition)
    for service, name in SERVICES.items():
        if rows[service] or users[service]:
            few = users[service] if len(users[service]) <= MANY else []
            seasons = dates_by_cycle(rows[service], today)
            yield ServiceDates(name, service, tuple(seasons), tuple(few))


def _users(edition: Edition) -> dict[str, list[Specialty]]:
    users: dict[str, list[Specialty]] = defaultdict(list)
    for slug, specialty in edition.choices.items():
        used = {edition.application_service(slug), edition.match_service(slug)}
        for service in used:
            users[service].append(specialty)
    return users
