"""One student against several specialties, or one specialty for several groups, side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from scores.engine.answers import FACTORS, JUST_PASS, Answers
from scores.engine.edition import Edition
from scores.engine.figures import EarlyMatchRate, SpecialtyPositions
from scores.engine.match.bounds import Bounds, bounds_of
from scores.engine.match.curve import Estimate
from scores.engine.match.shares import NoCurve, Share
from scores.engine.practice.projection import Projection, project
from scores.engine.practice.readings import has_model
from scores.engine.result import Result, derive, derive_target, refuse_wrong
from scores.engine.steps import in_points
from scores.engine.verdict import Verdict, likelihood_of
from scores.engine.vocabulary import GROUPS, IMG_GROUPS
from scores.reference.coverage import basis_of
from scores.reference.specialty_table import Rate, positions_of, rate_of

Told = Share | NoCurve
"""The share who matched with a score, or why it is not known."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One specialty and group: its result, and what the student's tests or score mean for it."""

    result: Result
    projection: Projection | None
    share: Told | None
    """The share at the score in hand, else over the projection, else at the target."""
    rate: Rate | None
    positions: SpecialtyPositions | EarlyMatchRate | None

    @property
    def answers(self) -> Answers:
        return self.result.answers

    @property
    def prior(self) -> str:
        """The key of the prior of this group's projection: `img` or `us`."""
        return _prior(self.answers.group)

    @property
    def name(self) -> str:
        return self.result.edition.specialties[self.answers.specialty].name

    @property
    def group_name(self) -> str:
        return GROUPS[self.answers.group]

    @property
    def goal(self) -> int | None:
        """The target, or the safe pass if the aim is just to pass."""
        return self.result.goal

    @property
    def basis(self) -> str:
        """What the target is based on; empty for the safe pass, which is the same for everyone."""
        target = self.result.target
        return (
            "" if self.answers.aim == JUST_PASS else basis_of(target.benchmark if target else None)
        )

    @property
    def is_estimated(self) -> bool:
        """Whether the group has its own benchmark, but its band is estimated without quartiles."""
        steps = self.result.steps if self.basis == "observed" else ()
        return any((step.rule, step.kind) == ("band", "house") for step in steps)

    @property
    def gap(self) -> int | None:
        """The score in hand minus the target."""
        score = score_in_hand(self.answers)
        return None if score is None or self.goal is None else score - self.goal

    @property
    def heading_for(self) -> int | None:
        """The projected score in whole points; None without a projection or for weak tests."""
        mean = self.projection.mean if self.projection else None
        return None if mean is None else in_points(mean)

    @property
    def p_target(self) -> float | None:
        if self.projection is None or self.goal is None:
            return None
        return self.projection.chance_of(self.goal)

    @property
    def verdict(self) -> str:
        return "" if self.p_target is None else likelihood_of(self.result.edition, self.p_target)

    @property
    def estimate(self) -> Estimate | None:
        return self.share.estimate if isinstance(self.share, Share) else None


@dataclass(frozen=True, slots=True)
class Comparison:
    rows: tuple[Compared, ...]
    """A row for every pair of specialty and group, in the order given."""
    projections: Mapping[str, Projection]
    """Projections by prior (`img` or `us`), as groups may have different ones."""
    score: int | None
    """The score in hand."""
    verdict: Verdict | None = None
    """The verdict if no specialty affects its state, for example when it is about passing."""
    missing: str = ""
    """The id of why there is no projection although tests were given; else empty."""

    @property
    def projection(self) -> Projection | None:
        """The projection of all groups; None if there is none, or if groups have different ones."""
        found = list(self.projections.values())
        return found[0] if len(found) == 1 else None

    @property
    def shares_with(self) -> str:
        """What the share of each row is for: `score`, `projection` or `target`."""
        if self.score is not None:
            return "score"
        return "projection" if self.projections else "target"


def compare(
    edition: Edition,
    answers: Answers,
    specialties: Iterable[str],
    groups: Iterable[str],
    *,
    today: date,
) -> Comparison:
    """Every specialty with every group. Raises AnswersRefused.

    With a score in hand, nothing is projected. Each group ignores factors that do not apply to it.
    """
    specialties, groups = tuple(specialties), tuple(groups)
    projections = dict(_projections(edition, answers, groups, today))
    for group in groups if specialties else ():  # problems differ only by group
        refuse_wrong(edition, _for(answers, specialties[0], group), today)
    rows = []
    for specialty, group in product(specialties, groups):
        result = derive_target(edition, _for(answers, specialty, group), today=today)
        projection = projections.get(_prior(group))
        row = Compared(
            result=result,
            projection=projection,
            share=_share(result, projection),
            rate=rate_of(edition, specialty, group),
            positions=positions_of(edition, specialty),
        )
        rows.append(row)
    score = score_in_hand(answers)
    if not rows:
        return Comparison((), projections, score)
    first = replace(rows[0].answers, readings=() if score else answers.readings)
    ahead = derive(edition, first, today=today).outlook
    verdict: Verdict | None = ahead.verdict.facts if ahead.verdict else None
    if verdict:
        is_same = verdict.state in OF_THE_STUDENT
        verdict = replace(verdict, target=None) if is_same else None
    return Comparison(tuple(rows), projections, score, verdict, ahead.missing)


OF_THE_STUDENT = frozenset(
    {
        *("date-needed", "did-not-pass", "passed-low"),
        *("failed", "taken", "below-passing", "not-safe", "just-pass"),
    }
)
"""The states that do not depend on the specialty."""


def score_in_hand(answers: Answers) -> int | None:
    return answers.actual_score if answers.situation == "scored" else None


def _prior(group: str) -> str:
    return "img" if group in IMG_GROUPS else "us"


def _projections(
    edition: Edition, answers: Answers, groups: tuple[str, ...], today: date
) -> Iterable[tuple[str, Projection]]:
    """A projection for each prior of the groups; none in an edition without a model."""
    if answers.situation == "scored" or not answers.readings or not has_model(edition):
        return
    for prior, group in {_prior(group): group for group in groups}.items():
        of_group = replace(answers, group=group)
        if found := project(edition, of_group, exam_date=answers.exam_date, today=today):
            yield prior, found


def _for(answers: Answers, specialty: str, group: str) -> Answers:
    factors = tuple(
        name for name in answers.factors if name in FACTORS and group in FACTORS[name].groups
    )
    return replace(answers, specialty=specialty, group=group, factors=factors, readings=())


def _share(result: Result, projection: Projection | None) -> Told | None:
    """The share of a row; None if no chance is known at all, or for weak tests."""
    match = result.outlook.match
    if match is None or (projection and projection.is_weak):
        return None
    if match.curve is None:
        facts: NoCurve = match.steps[0].facts
        return facts
    if projection and projection.normal:
        specialty, (mean, sd) = (
            result.edition.specialties[result.answers.specialty],
            projection.normal,
        )
        near, found = in_points(mean), match.over(mean, sd)
        return Share(specialty, match.curve, near, found, is_projected=True)
    return match.shares.get("at_score") or match.shares.get("at_target")


# Two specialties


@dataclass(frozen=True, slots=True)
class Both:
    """Two specialties of one group, with the share who matched to each with the same score."""

    rows: tuple[Compared, Compared]
    shares: tuple[Told | None, Told | None]
    bounds: Bounds | None
    """Bounds of the share who match to either; None if one of the two is not known."""


def both_of(comparison: Comparison) -> Both | None:
    """None unless there are exactly two specialties and one group, with chances of matching."""
    rows = comparison.rows
    if len(rows) != 2 or rows[0].answers.group != rows[1].answers.group:
        return None
    if not all(row.result.outlook.match for row in rows):
        return None
    one, other = rows
    shares = one.share, other.share
    goals = [row.goal for row in rows if row.goal is not None]
    if comparison.shares_with == "target" and goals:
        shares = _with(one, max(goals)), _with(other, max(goals))
    known = [share.estimate for share in shares if isinstance(share, Share) and share.estimate]
    bounds = bounds_of(*(each.chance for each in known)) if len(known) == len(rows) else None
    return Both((one, other), shares, bounds)


def _with(row: Compared, score: int) -> Told | None:
    """The share of a row at `score`, as both specialties must be compared at the same score."""
    if not isinstance(row.share, Share) or not row.result.outlook.match:
        return row.share
    return replace(row.share, score=score, estimate=row.result.outlook.match.at(score))


# Orders

SORTS = ("name", "target", "projection", "gap", "chance", "share", "rate", "positions")

LOWEST_FIRST = ("target",)


def sorted_by(rows: Iterable[Compared], sort: str) -> list[Compared]:
    """The rows in the given order for `name`; targets from the lowest, all else from the highest.

    Rows without a number come last.
    """
    sign = 1 if sort in LOWEST_FIRST else -1
    values = [(_value(row, sort), row) for row in rows]
    ordered = sorted(values, key=lambda each: (each[0] is None, sign * (each[0] or 0)))
    return [row for _, row in ordered]


def _value(row: Compared, sort: str) -> float | None:
    match sort:
        case "target":
            return row.goal
        case "projection":
            return row.heading_for
        case "gap":
            return row.gap
        case "chance":
            return row.p_target
        case "share":
            return row.estimate.chance if row.estimate else None
        case "rate":
            return float(row.rate.percent) if row.rate and row.rate.percent is not None else None
        case "positions":
            return row.positions.positions if row.positions else None
    return None
