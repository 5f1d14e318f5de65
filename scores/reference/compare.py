"""One student against several specialties, or one specialty for several groups, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from scores.engine.answers import FACTORS, Answers
from scores.engine.edition import Edition
from scores.engine.plan import percent_of, verdict_of
from scores.engine.practice.projection import Projection, project
from scores.engine.practice.readings import has_model
from scores.engine.result import Result, derive
from scores.engine.steps import in_points
from scores.engine.vocabulary import GROUPS


@dataclass(frozen=True, slots=True)
class Compared:
    """One specialty and group: its result, and the chance of its target (None: no projection)."""

    result: Result
    p_target: float | None
    gap: int | None
    """Projection minus target, in whole points."""

    @property
    def answers(self) -> Answers:
        return self.result.answers

    @property
    def name(self) -> str:
        return self.result.edition.specialties[self.answers.specialty].name

    @property
    def group_name(self) -> str:
        return GROUPS[self.answers.group]

    @property
    def percent(self) -> int | None:
        return None if self.p_target is None else percent_of(self.p_target)

    @property
    def verdict(self) -> str:
        return "" if self.p_target is None else verdict_of(self.result.edition, self.p_target)

    @property
    def is_estimated(self) -> bool:
        """Whether a band of their own was reckoned, as no quartiles are recorded."""
        steps = self.result.steps if not self.stand_in else ()
        return any((step.rule, step.kind) == ("band", "house") for step in steps)

    @property
    def stand_in(self) -> str:
        """The rung whose figure stands in; empty where their own scores were observed."""
        target = self.result.target
        return target.benchmark.rung.id if target and self.result.basis == "stand-in" else ""


def compare(
    edition: Edition,
    answers: Answers,
    specialties: Iterable[str],
    groups: Iterable[str],
    *,
    today: date,
) -> tuple[tuple[Compared, ...], Projection | None]:
    """A row for every pair, in the order given, and the projection for the first group.

    Once a score is known, nothing is projected. A factor that does not apply to a group is left
    out for it. Raises AnswersRefused.
    """
    is_open = answers.situation != "scored"
    asked, groups = answers if is_open else replace(answers, readings=()), tuple(groups)
    projections = {group: _projected(edition, asked, group, today) for group in groups}
    rows = []
    for specialty, group in product(specialties, groups):
        result = derive(edition, _for(answers, specialty, group), today=today)
        projection, chance, gap = projections[group], None, None
        if projection and result.target:
            chance = projection.chance_of(result.target.score)
            if projection.mean is not None:
                gap = in_points(projection.mean) - result.target.score
        rows.append(Compared(result, chance, gap))
    return tuple(rows), projections[groups[0]] if groups else None


def _projected(edition: Edition, answers: Answers, group: str, today: date) -> Projection | None:
    """Toward the average of the group; none in an edition without a model."""
    if not answers.readings or not has_model(edition):
        return None
    day = answers.exam_date
    return project(edition, replace(answers, group=group), exam_date=day, today=today)


def _for(answers: Answers, specialty: str, group: str) -> Answers:
    factors = tuple(
        name for name in answers.factors if name in FACTORS and group in FACTORS[name].groups
    )
    return replace(answers, specialty=specialty, group=group, factors=factors, readings=())


SORTS = ("name", "target", "low", "percentile", "chance")


def sorted_by(rows: Iterable[Compared], sort: str) -> list[Compared]:
    """By name as they come; by numbers from the lowest, those without one at the end.

    Chances from the highest: what is within reach comes first.
    """
    values = [(_value(row, sort), row) for row in rows]
    ordered = sorted(values, key=lambda each: (each[0] is None, each[0] or 0))
    return [row for _, row in ordered]


def _value(row: Compared, sort: str) -> float | None:
    target = row.result.target
    if sort == "chance":
        return None if row.p_target is None else -row.p_target
    if target is None or sort not in SORTS[1:]:
        return None
    if sort == "percentile":
        return float(target.standing.here.value) if target.standing else None
    return target.low if sort == "low" else target.score
