"""The observed benchmark: the student's own cell, else the nearest that was observed.

Nothing is added on the way: a stand-in is named, and how far apart the two groups lie elsewhere
is computed and shown, but the figure stays as it was observed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .edition import Edition
from .figures import MatchScore
from .steps import Figure, Step, plain
from .vocabulary import GROUPS, OTHER_IMG_GROUP, STATISTICS


@dataclass(frozen=True, slots=True)
class Rung:
    """One cell of the ladder; `id` is also what a student says to decline it."""

    id: str
    title: str
    specialty: str
    group: str

    @property
    def is_stand_in(self) -> bool:
        return self.id != "observed-benchmark"


@dataclass(frozen=True, slots=True)
class Difference:
    """Own minus stand-in in points, where both were observed with the same statistic and cycle."""

    points: int
    own: MatchScore
    other: MatchScore
    statistic: str

    @property
    def figures(self) -> tuple[Figure, Figure]:
        return self.own.read(self.statistic), self.other.read(self.statistic)


@dataclass(frozen=True, slots=True)
class Benchmark:
    row: MatchScore
    rung: Rung
    least: Difference | None = None
    greatest: Difference | None = None

    @property
    def basis(self) -> str:
        return "stand-in" if self.rung.is_stand_in else "observed"


def rungs(specialty: str, group: str) -> Iterator[Rung]:
    """The ladder of a student, from the exact cell down."""
    yield Rung("observed-benchmark", "Your own cell", specialty, group)
    if group in OTHER_IMG_GROUP:
        yield Rung("other-img-group", "The other IMG group", specialty, OTHER_IMG_GROUP[group])
    if group != "us-md-senior":
        yield Rung("us-md-seniors", "US MD seniors", specialty, "us-md-senior")
    yield Rung("all-specialties", "All specialties together", "", group)


def find_benchmark(
    edition: Edition, specialty: str, group: str, declined: tuple[str, ...]
) -> tuple[Benchmark | None, tuple[Step, ...]]:
    """The first rung that holds a usable figure, and a step for each rung that was tried."""
    steps: list[Step] = []
    for rung in rungs(specialty, group):
        row = _usable(edition, rung, declined)
        if row is None:
            steps.append(_empty_step(edition, rung, declined))
            continue
        steps.append(_found_step(edition, rung, row))
        if not rung.is_stand_in:
            return Benchmark(row, rung), tuple(steps)
        found = sorted(differences(edition, specialty, group, rung), key=lambda d: d.points)
        least, greatest = (found[0], found[-1]) if found else (None, None)
        steps.append(_difference_step(edition, group, rung, least, greatest, len(found)))
        return Benchmark(row, rung, least, greatest), tuple(steps)
    return None, tuple(steps)


def _usable(edition: Edition, rung: Rung, declined: tuple[str, ...]) -> MatchScore | None:
    if rung.id in declined:
        return None
    return next(
        (
            row
            for row in edition.benchmarks(rung.specialty, rung.group)
            if not _reasons_declined(edition, row, declined)
        ),
        None,
    )


def _reasons_declined(edition: Edition, row: MatchScore, declined: tuple[str, ...]) -> list[str]:
    reasons = []
    if "older-cycle" in declined and row.cycle != edition.newest_match_cycle:
        reasons.append(f"of {row.cycle}, older than {edition.newest_match_cycle}")
    if "mean" in declined and row.median is None:
        reasons.append("a mean, not a median")
    return reasons


def differences(edition: Edition, specialty: str, group: str, rung: Rung) -> Iterator[Difference]:
    """How far the student's group lies from the stand-in, wherever both were observed.

    On the last rung: how far each specialty of the group lies from all specialties together.
    """
    for own in edition.eligible:
        if own.group != group or not own.specialty:
            continue
        elsewhere = "" if rung.id == "all-specialties" else own.specialty
        for other in edition.benchmarks(elsewhere, rung.group):
            if other.cycle != own.cycle:
                continue
            for statistic in ("median", "mean"):
                mine, theirs = getattr(own, statistic), getattr(other, statistic)
                if mine is not None and theirs is not None:
                    yield Difference(mine - theirs, own, other, statistic)


def say_people(edition: Edition, row: MatchScore) -> str:
    """Whom a match score describes, how many they were, and when."""
    many = f"{row.n:,} " if row.n is not None else ""
    when = row.cycle or "year not stated"
    unstated = "" if row.n is not None else ", number of people not stated"
    return f"{many}{row.population}, {when}{unstated}"


def _found_step(edition: Edition, rung: Rung, row: MatchScore) -> Step:
    about = "about " if row.approximate else ""
    says = (
        f"{STATISTICS[row.center].capitalize()} of {say_people(edition, row)}: "
        f"{about}{row.center_value}."
    )
    if edition.is_small(row.n):
        says += f" Fewer than {plain(edition.setting('small_n'))} people: read it with care."
    title = "Observed benchmark" if not rung.is_stand_in else f"Stand-in: {rung.title}"
    return Step(rung.id, title, row.kind, says, row.center_value, figures=(row.read(row.center),))


def _empty_step(edition: Edition, rung: Rung, declined: tuple[str, ...]) -> Step:
    where = edition.specialties[rung.specialty].in_text if rung.specialty else "all specialties"
    cell = f"{GROUPS[rung.group]} who matched in {where}"
    recorded = edition.benchmarks(rung.specialty, rung.group)
    figures: tuple[Figure, ...] = ()
    if rung.id in declined:
        says = f"You declined this stand-in ({cell})."
    elif recorded:
        reasons = "; ".join(_reasons_declined(edition, recorded[0], declined))
        says = f"The figure of {cell} is {reasons}: you declined such figures."
    else:
        says = f"No usable score is recorded for {cell}."
        few, figures = _too_few(edition, rung)
        says += few
    title = rung.title if rung.is_stand_in else "Observed benchmark"
    return Step(rung.id, title, "observed", says, figures=figures)


def _too_few(edition: Edition, rung: Rung) -> tuple[str, tuple[Figure, ...]]:
    """Why a cell is empty, as far as the Match rates tell."""
    for row in edition.scores_of(rung.specialty):
        if row.group == rung.group and row.outcome == "matched" and not edition.is_enough(row.n):
            return (
                f" {row.n} of {row.cycle} are too few (fewer than "
                f"{plain(edition.setting('min_n'))}).",
                (),
            )
    for rate in edition.specialty_rates:
        if (rate.specialty, rate.group) == (rung.specialty, rung.group):
            return (
                f" {rate.matched} of the {rate.ranked_first} who ranked it first in "
                f"{rate.cycle} matched.",
                (rate.read("matched"), rate.read("ranked_first")),
            )
    return "", ()


def _difference_step(
    edition: Edition,
    group: str,
    rung: Rung,
    least: Difference | None,
    greatest: Difference | None,
    pairs: int,
) -> Step:
    title = "How far apart the two lie"
    if least is None or greatest is None:
        says = (
            f"Nowhere are {GROUPS[group]} and this stand-in recorded alike, so how far apart they "
            "lie is not known. Nothing is added to the stand-in."
        )
        return Step("stand-in-difference", title, "observed", says)
    own, other = GROUPS[group], GROUPS[rung.group]
    if rung.id == "all-specialties":
        own, other = f"single specialties of {own}", "all specialties together"
    says = (
        f"Wherever both were observed with the same statistic and cycle ({pairs} pairs), {own} lay "
        f"between {signed(least.points)} and {signed(greatest.points)} points of {other}. That "
        "widens the band; nothing is added to the stand-in."
    )
    return Step(
        "stand-in-difference",
        title,
        "observed",
        says,
        unit="difference",
        figures=(*least.figures, *greatest.figures),
        low=least.points,
        high=greatest.points,
    )


def signed(points: int) -> str:
    return f"−{-points}" if points < 0 else f"+{points}" if points else "0"
