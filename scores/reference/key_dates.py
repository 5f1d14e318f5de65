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
"""Specialties that are more than this are not named one by one."""


@dataclass(frozen=True, slots=True)
class ServiceDates:
    """The seasons of one service, what lies ahead first; none where no date of it is recorded."""

    name: str
    id: str
    seasons: tuple[DatesOfCycle, ...]
    specialties: tuple[Specialty, ...]
    """The few that use it; empty for the service of nearly all."""

    @property
    def ahead(self) -> list[DatesOfCycle]:
        return [season for season in self.seasons if not season.is_past]

    @property
    def past(self) -> list[DatesOfCycle]:
        return [season for season in self.seasons if season.is_past]


def services_of(edition: Edition, today: date) -> Iterator[ServiceDates]:
    """The services that a specialty of the edition uses, or that a date belongs to.

    Editions up to 2026.1 record dates of ERAS and of the NRMP without saying so.
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
