"""Facts about applying to a specialty besides scores: rates, positions, ranks, research."""

from collections.abc import Iterator
from dataclasses import dataclass

from scores.engine.edition import Edition, kept
from scores.engine.figures import ApplicationProfile, EarlyMatchRate
from scores.engine.steps import Step
from scores.engine.vocabulary import IMG_GROUPS


@dataclass(frozen=True, slots=True)
class EarlyRate:
    """The match rate of a specialty with its own Match, which `service` runs."""

    row: EarlyMatchRate
    service: str


@dataclass(frozen=True, slots=True)
class Profiles:
    """Medians of those who matched; `unmatched` is None if those of the others are not recorded."""

    matched: ApplicationProfile
    unmatched: ApplicationProfile | None


@kept
def application_steps(edition: Edition, specialty: str, group: str) -> tuple[Step, ...]:
    """A step for the newest of each kind of fact that is recorded."""
    return (
        *_early_steps(edition, specialty, group),
        *_positions(edition, specialty),
        *_profiles(edition, specialty, group),
    )


def _early_steps(edition: Edition, specialty: str, group: str) -> Iterator[Step]:
    for row in _early_rates(edition, specialty, group):
        facts = EarlyRate(row, edition.match_service(specialty))
        names = [name for name in ("percent", "matched", "ranked_first") if getattr(row, name)]
        figures = tuple(row.read(name) for name in names)
        yield Step("early-match-rate", row.kind, facts, row.percent, "percent", figures)


def _early_rates(edition: Edition, specialty: str, group: str) -> list[EarlyMatchRate]:
    """The newest cycle's rate for the group (else for all IMGs), then for all applicants."""
    rates = [row for row in edition.early_rates if row.specialty == specialty and row.percent]
    newest = max((row.cycle for row in rates), default="")
    by_group = {row.group: row for row in rates if row.cycle == newest}
    own = by_group.get(group) or (by_group.get("img") if group in IMG_GROUPS else None)
    return [row for row in (own, by_group.get("all")) if row]


def _positions(edition: Edition, specialty: str) -> Iterator[Step]:
    places = [row for row in edition.positions if row.specialty == specialty]
    for newest in sorted(places, key=lambda row: row.cycle)[-1:]:
        figures = (newest.read("positions"), newest.read("applicants"))
        yield Step("positions", newest.kind, newest, newest.positions, figures=figures)


def _profiles(edition: Edition, specialty: str, group: str) -> Iterator[Step]:
    rows = [
        row
        for row in edition.application_profiles
        if (row.specialty, row.group) == (specialty, group)
    ]
    newest = max((row.cycle for row in rows), default="")
    by_outcome = {row.outcome: row for row in rows if row.cycle == newest}
    if matched := by_outcome.get("matched"):
        facts = Profiles(matched, by_outcome.get("unmatched"))
        both = [row for row in (facts.matched, facts.unmatched) if row]
        figures = tuple(
            row.read(name)
            for row in both
            for name in ("contiguous_ranks", "research", "publications", "presentations")
            if getattr(row, name) is not None
        )
        yield Step("application-profile", matched.kind, facts, figures=figures)
