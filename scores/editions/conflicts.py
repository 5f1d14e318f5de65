"""Figures and claims that contradict each other, while no note or resolution explains it."""

from collections.abc import Iterator
from dataclasses import dataclass

from scores.engine.edition import Edition
from scores.engine.figures import Claim, Specialty
from scores.engine.steps import Number
from scores.reference.coverage import Conflict, conflicts_of


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Current claims on one subject that cannot all be right."""

    topic: str
    subject: str
    claims: tuple[Claim, ...]


def disagreements_in(edition: Edition) -> Iterator[Disagreement]:
    """Current claims on one topic, subject and unit whose values do not overlap.

    A claim with a resolution is left out: somebody wrote down which value is right.
    """
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in edition.claims.values():
        if claim.standing == "current" and claim.low is not None and not claim.resolution:
            groups.setdefault((claim.topic, claim.subject, claim.unit), []).append(claim)
    for (topic, subject, _), claims in groups.items():
        lows, highs = zip(*map(_ends, claims), strict=True)
        if max(lows) > min(highs):
            yield Disagreement(topic, subject, tuple(claims))


def _ends(claim: Claim) -> tuple[Number, Number]:
    low = claim.low or 0
    high = low if claim.high is None else claim.high
    return min(low, high), max(low, high)


def unexplained_conflicts(edition: Edition) -> Iterator[tuple[Specialty, Conflict]]:
    """Sources that differ on the same people and cycle, where no row has a note."""
    for specialty in edition.specialties.values():
        for conflict in conflicts_of(edition, specialty.slug):
            if not any(row.note for row, _ in conflict.figures):
                yield specialty, conflict
