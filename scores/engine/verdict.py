"""The verdict: the state of an answer, and what to do about it.

The states are checked in the order of this module, with unrounded numbers; the first applies.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scores.engine.answers import Answers
from scores.engine.edition import Edition
from scores.engine.existing_score import needs_date, passed_until
from scores.engine.floor import Floor, failing_one_in, floor_on
from scores.engine.practice.projection import Projection
from scores.engine.reasons import Reasons
from scores.engine.seasons import Season, season_served
from scores.engine.steps import Figure, Step
from scores.engine.vocabulary import IMG_GROUPS
from scores.engine.waiting import Later, Waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything that a verdict depends on."""

    edition: Edition
    answers: Answers
    today: date
    floor: Floor
    reasons: Reasons
    target: int | None = None
    projection: Projection | None = None
    plain_level: float | None = None
    """The level of the tests in an edition without a model."""
    waiting: Waiting | None = None
    seasons: tuple[Season, ...] = ()
    attempts_left: int | None = None

    @property
    def level(self) -> float | None:
        return self.projection.without_gain if self.projection else self.plain_level

    @property
    def p_target(self) -> float | None:
        if self.projection is None or self.target is None:
            return None
        return self.projection.chance_of(self.target)

    @property
    def is_falling(self) -> bool:
        return self.projection is not None and self.projection.is_falling


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The ids of a state and an action, with the numbers that their sentences name.

    Chances are from 0 to 1. A field that does not apply is None.
    """

    state: str
    action: str
    exam: str
    group: str
    standard: int
    safe: int | None
    one_in: int
    """Of so many people at the safe pass, one would fail by chance."""
    aim: str
    exam_date: date | None
    days_left: int | None
    score: int | None
    """The score in hand, or the score of a failed attempt."""
    target: int | None
    level: float | None
    mean: float | None
    low: float | None
    high: float | None
    p_target: float | None
    is_falling: bool
    weeks: int | None
    """Weeks from the first to the last dated test of a falling series."""
    best: date | None
    p_best: float | None
    safe_best: Later | None
    """The later date with the highest chance among those that are safe for the season."""
    gains: float | None
    """The most that waiting adds to the chance of the target."""
    season: Season | None
    """The season that the exam date (else today) serves; None once no exam date can serve it."""
    attempts_left: int | None
    attempts_in_all: int
    """How often a Step may be attempted, including incomplete attempts."""
    reasons: Reasons
    until: date | None
    """The day before which the score in hand passed; None unless its date is in question."""
    standard_now: int
    """The passing score for a retake, which may differ from the one on the score's date."""

    @property
    def last(self) -> date | None:
        """The last exam date that serves the season."""
        return self.season.last_typical if self.season else None


def verdict_step(case: Case) -> Step:
    facts = verdict_of(case)
    return Step("verdict-state", "house", facts, facts.state, "state", _figures(case, facts.state))


def verdict_of(case: Case) -> Verdict:
    answers, projection, waiting = case.answers, case.projection, case.waiting
    state = state_of(case)
    best = waiting.best if waiting else None
    has_failed = state == "did-not-pass"
    now = floor_on(case.edition, answers.exam, case.today) if has_failed else case.floor
    return Verdict(
        state=state,
        action=action_of(case, state),
        exam=answers.exam,
        group=answers.group,
        standard=case.floor.standard.score,
        safe=now.safe_pass,
        one_in=failing_one_in(case.edition.settings["safe_pass_z"]),
        aim=answers.aim,
        exam_date=answers.exam_date,
        days_left=(answers.exam_date - case.today).days if answers.exam_date else None,
        score=answers.actual_score,
        target=case.target,
        level=case.level,
        mean=projection.mean if projection else None,
        low=projection.low if projection else None,
        high=projection.high if projection else None,
        p_target=case.p_target,
        is_falling=case.is_falling,
        weeks=_weeks_of(projection) if case.is_falling else None,
        best=best.exam_date if best else None,
        p_best=best.p_target if best else None,
        safe_best=_safe_best(case),
        gains=waiting.gains if waiting and waiting.rows else None,
        season=_season_served(case),
        attempts_left=case.attempts_left,
        attempts_in_all=case.edition.policies["attempt-limit"].number or 0,
        reasons=case.reasons,
        until=passed_until(case.edition, answers) if state == "date-needed" else None,
        standard_now=now.standard.score,
    )


def _safe_best(case: Case) -> Later | None:
    season, rows = _season_served(case), case.waiting.rows if case.waiting else ()
    safe = [row for row in rows[1:] if season and row.exam_date <= season.last_safe]
    return max(safe, key=lambda row: row.p_target, default=None)


def _season_served(case: Case) -> Season | None:
    season = season_served(case.seasons, case.answers.exam_date or case.today)
    return season if season and season.last_typical >= case.today else None


def state_of(case: Case) -> str:
    """The id of the first state that applies."""
    return next(
        state
        for states in (_of_other_exams, _of_a_score, _of_the_exam, _of_passing, _of_the_target)
        for state in states(case)
    )


def _of_other_exams(case: Case) -> Iterator[str]:
    if case.answers.exam != "step2ck" and case.answers.situation == "planning":
        yield case.answers.exam
    elif case.answers.exam == "step1" and case.answers.situation == "scored":
        yield "step1"


def _of_a_score(case: Case) -> Iterator[str]:
    score = case.answers.actual_score
    if case.answers.situation != "scored" or score is None:
        return
    if needs_date(case.edition, case.answers, case.floor):
        yield "date-needed"
    if score < case.floor.standard.score:
        yield "did-not-pass"
    yield "passed-low" if score < (case.floor.safe_pass or 0) else "scored"


def _of_the_exam(case: Case) -> Iterator[str]:
    exam_date = case.answers.exam_date
    if case.answers.situation == "failed":
        yield "failed"
    if exam_date and exam_date < case.today:
        yield "taken"


def _of_passing(case: Case) -> Iterator[str]:
    if case.level is not None and (state := level_state(case.edition, case.floor, case.level)):
        yield state
    if case.answers.aim == "pass":
        yield "just-pass"


def level_state(edition: Edition, floor: Floor, level: float) -> str:
    """`below-passing` or `not-safe` by the level of the tests; empty if it is safe."""
    if level < floor.standard.score:
        return "below-passing"
    is_safe = level >= max(floor.safe_pass or 0, edition.setting("thin_evidence_below"))
    return "" if is_safe else "not-safe"


def _of_the_target(case: Case) -> Iterator[str]:
    chance = case.p_target
    if case.target is None:
        yield "hole"
    if chance is None:
        yield "no-tests"
        return
    likelihood = likelihood_of(case.edition, chance)
    if case.is_falling and likelihood != "likely-above":
        yield "falling"
    yield {"likely-below": "short", "too-close": "possible", "likely-above": "on-pace"}[likelihood]


def likelihood_of(edition: Edition, chance: float) -> str:
    """`likely-below`, `too-close` or `likely-above`, by an unrounded chance from 0 to 1."""
    if chance * 100 < edition.setting("verdict_low"):
        return "likely-below"
    return "likely-above" if chance * 100 > edition.setting("verdict_high") else "too-close"


ACTIONS = {
    "step3": "have-it-by",
    "step1": "have-it-by",
    "date-needed": "enter-test-date",
    "did-not-pass": "plan-retake",
    "scored": "compare-specialties",
    "failed": "plan-retake",
    "taken": "enter-score",
    "hole": "see-what-is-known",
    "no-tests": "add-tests",
}
"""The action of each state that decides it alone."""


WITH_REASONS = ("step3", "step1", "passed-low", "scored", "hole", "no-tests")
"""The states whose sentence names figures from the reasons."""


def action_of(case: Case, state: str) -> str:
    if case.answers.situation == "scored" and case.answers.exam != "step2ck":
        return "plan-retake" if state == "did-not-pass" else "strengthen-rest"
    if state == "passed-low":
        return "take-step3" if case.answers.group in IMG_GROUPS else "strengthen-rest"
    if state == "failed" and case.attempts_left == 0:
        return "see-advisor"
    if state == "no-tests" and case.plain_level is not None:
        return "see-current-figures"
    return ACTIONS.get(state) or _of_a_date(case, state)


def _of_a_date(case: Case, state: str) -> str:
    """The action if the tests decide whether to keep the exam date."""
    if case.answers.exam_date is None:
        return "choose-date"
    if state in ("below-passing", "not-safe"):
        return "see-advisor-before-keeping"
    if state == "just-pass" and case.level is None:
        return "add-tests"
    return "find-out-why" if case.is_falling else _on_the_date(case, state)


def _on_the_date(case: Case, state: str) -> str:
    """Keep the date, move it, choose another goal, or test again first."""
    waiting = case.waiting
    if state != "just-pass" and waiting and waiting.best:
        return "consider-date"
    if state == "short":
        return "other-goal"
    if not may_keep(case) or (state == "possible" and waiting and not waiting.has_later):
        return "test-again"
    return "keep-date"


def may_keep(case: Case) -> bool:
    """Whether the tests support keeping the date.

    They do not under a falling series, if they are weak or nearly so, or if no current form was
    taken within `growth_weeks` of the exam.
    """
    projection = case.projection
    if projection is None or projection.is_falling or projection.is_near_weak:
        return False
    weeks = case.edition.parameters["growth_weeks"].value
    known = [part.placed for part in projection.parts if _is_form(case.edition, part.reading.test)]
    return any(each.weeks <= weeks for each in known)


def _is_form(edition: Edition, test: str) -> bool:
    """Whether the test is a current NBME form or UWSA, or the current Free 120."""
    row = edition.practice_tests[test]
    return not row.retired and (row.unit == "percent" or row.offset is not None)


def _weeks_of(projection: Projection | None) -> int | None:
    if projection is None:
        return None
    weeks = [p.placed.weeks for p in projection.parts if p.placed.is_dated and p.placed.is_points]
    return round(max(weeks) - min(weeks))


def _figures(case: Case, state: str) -> tuple[Figure, ...]:
    """The figures that decided the state, and those that its sentence names."""
    edition, standard = case.edition, case.floor.standard.read("score")
    figures = [standard]
    if state == "date-needed":
        figures = [edition.settings["old_score_from"].read("value")]
        figures += (mark.read("score") for mark in case.reasons.marks)
    elif state in ("below-passing", "not-safe"):
        figures.append(edition.settings["thin_evidence_below"].read("value"))
    elif state in ("failed", "did-not-pass"):
        figures.append(edition.policies["attempt-limit"].read("number"))
    elif state in ("short", "possible", "on-pace", "falling"):
        names = ("verdict_low", "verdict_high")
        figures = [edition.settings[name].read("value") for name in names]
    elif state == "taken":
        figures = [policy.read("number") for policy in case.reasons.reports]
    elif state in WITH_REASONS:
        at_rank = case.reasons.at_rank
        if at_rank and state in ("scored", "no-tests"):
            figures.append(at_rank.row.read(at_rank.row.center))
        figures += case.reasons.figures
    return tuple(dict.fromkeys(figures))
