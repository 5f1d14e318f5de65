"""What is known of applications to a specialty besides scores: rates, places, ranks, research."""

from collections.abc import Iterator
from dataclasses import dataclass

from scores.engine.edition import Edition, kept
from scores.engine.figures import ApplicationProfile, EarlyMatchRate
from scores.engine.steps import Step
from scores.engine.vocabulary import IMG_GROUPS


@dataclass(frozen=True, slots=True)
class EarlyRate:
    """The match rate of a Match of its own; `service` runs it."""

    row: EarlyMatchRate
    service: str


@dataclass(frozen=True, slots=True)
class Profiles:
    """Medians of those who matched, beside those who did not, where both are recorded."""

    matched: ApplicationProfile
    unmatched: ApplicationProfile | None


@kept
def application_steps(edition: Edition, specialty: str, group: str) -> tuple[Step, ...]:
    """The newest of each, as far as recorded."""
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
    """Of the newest cycle: of the group, else of both IMG groups together; and of everybody."""
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
