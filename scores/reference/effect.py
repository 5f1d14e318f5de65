"""What a new edition would change for students, before it is published.

A target depends on the exam date only through the passing score in force, so one day represents the
whole period between two passing scores.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from scores.engine.answers import AIMS, Answers, AnswersRefused
from scores.engine.edition import Edition
from scores.engine.floor import Floor, floor_on
from scores.engine.result import Result, derive
from scores.engine.vocabulary import EXAMS, GROUPS

MOST_GOALS = 300
"""The most shared goals that an effect is derived for; more would make the page slow."""

LARGE = 5
"""A target that moves by more points than this needs a written reason.

It is not a house setting because a draft must not loosen the rule by which it is judged.
"""

Reading = tuple[int, int, int] | None
"""A target with the ends of its band; None without a target."""

Cell = tuple[str, str, str]
"""A specialty, a group and an aim."""

GoalReading = tuple[Reading, object]
"""The target of a shared goal, and its other compared numbers (see `_numbers`)."""


@dataclass(frozen=True, slots=True)
class Move:
    """A change in the target or band of one specialty (by name), group and aim."""

    specialty: str
    group: str
    aim: str
    before: Reading
    after: Reading

    @property
    def points(self) -> int | None:
        """How far the target itself moves; None if it comes or goes."""
        return points_between(self.before, self.after)

    @property
    def is_large(self) -> bool:
        """Whether the move needs a written reason; a target that comes or goes does."""
        return self.points is None or abs(self.points) > LARGE

    @property
    def is_band_moved(self) -> bool:
        return self.before is None or self.after is None or self.before[1:] != self.after[1:]

    @property
    def group_name(self) -> str:
        return GROUPS[self.group]


@dataclass(frozen=True, slots=True)
class FloorMove:
    """A change in the passing score or safe pass of an exam; None if none is recorded."""

    exam: str
    before: tuple[int, int | None] | None
    after: tuple[int, int | None] | None

    @property
    def exam_name(self) -> str:
        return EXAMS[self.exam]


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes for exam dates from `first` on and before `until` (None: no end)."""

    first: date
    until: date | None
    floors: tuple[FloorMove, ...]
    moves: tuple[Move, ...]
    """Targets that come or go, then the largest moves first."""
    cells: int
    """How many targets were compared."""

    @property
    def large(self) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.is_large)


def points_between(before: Reading, after: Reading) -> int | None:
    return after[0] - before[0] if before and after else None


class Derived:
    """What one edition gives, derived on demand; targets are cached by floor."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._targets: dict[tuple[int, int | None] | None, Mapping[Cell, Reading]] = {}

    def targets(self, day: date) -> Mapping[Cell, Reading]:
        """The target of every specialty, group and aim for an exam on that day, without factors."""
        floor = _floor(self.edition, "step2ck", day)
        if floor not in self._targets:
            self._targets[floor] = dict(_targets(self.edition, day))
        return self._targets[floor]

    def goal(self, answers: Answers, day: date) -> GoalReading | None:
        """The numbers of a shared goal; None if the answers are refused.

        Goals are not cached, so that students' answers are not kept here.
        """
        try:
            result = derive(self.edition, answers, today=day)
        except AnswersRefused:
            return None
        return _reading(result), _numbers(result)


def effects_between(old: Derived, new: Derived, *, today: date) -> tuple[Effect, ...]:
    """What changes today, and from each later day on which either edition's passing scores do."""
    standards = (*old.edition.passing_standards, *new.edition.passing_standards)
    ahead = {row.effective_from for row in standards if row.effective_from > today}
    days = [today, *sorted(ahead)]
    ends = [*days[1:], None]
    return tuple(_effect(old, new, day, end) for day, end in zip(days, ends, strict=True))


def _effect(old: Derived, new: Derived, day: date, until: date | None) -> Effect:
    before, after = old.targets(day), new.targets(day)
    cells = {**before, **after}
    names = {**old.edition.specialties, **new.edition.specialties}
    moves = [
        Move(names[specialty].name, group, aim, before.get(cell), after.get(cell))
        for cell in cells
        if before.get(cell) != after.get(cell)
        for specialty, group, aim in (cell,)
    ]
    return Effect(
        first=day,
        until=until,
        floors=tuple(_floor_moves(old.edition, new.edition, day)),
        moves=tuple(sorted(moves, key=_precedence)),
        cells=len(cells),
    )


def _precedence(move: Move) -> tuple[int, str, int, int]:
    size = 1000 if move.points is None else abs(move.points)
    return (-size, move.specialty, list(GROUPS).index(move.group), list(AIMS).index(move.aim))


def _targets(edition: Edition, day: date) -> Iterator[tuple[Cell, Reading]]:
    for cell in product(edition.choices, GROUPS, AIMS):
        specialty, group, aim = cell
        answers = Answers(specialty=specialty, group=group, aim=aim)
        try:
            yield cell, _reading(derive(edition, answers, today=day))
        except AnswersRefused:
            yield cell, None


def _floor_moves(old: Edition, new: Edition, day: date) -> Iterator[FloorMove]:
    for exam in EXAMS:
        before, after = _floor(old, exam, day), _floor(new, exam, day)
        if before != after:
            yield FloorMove(exam, before, after)


def _floor(edition: Edition, exam: str, day: date) -> tuple[int, int | None] | None:
    try:
        floor = floor_on(edition, exam, day)
    except LookupError:
        return None
    return _pass(floor)


@dataclass(frozen=True, slots=True)
class GoalsEffect:
    """How many of the compared shared goals would differ, and by how many points."""

    compared: int
    differ: int
    by_points: tuple[tuple[int, int], ...]
    """Points and the number of goals that move by them, the largest move first.

    0 counts goals whose target stays but whose other numbers differ.
    """
    without: int
    """Goals whose target comes or goes."""


def goals_effect(old: Derived, new: Derived, goals: Iterable[tuple[Answers, date]]) -> GoalsEffect:
    """Compares each goal, derived from its answers as of the day they were given."""
    points: Counter[int] = Counter()
    compared = without = 0
    for answers, day in goals:
        compared += 1
        before, after = old.goal(answers, day), new.goal(answers, day)
        was, will_be = before and before[0], after and after[0]
        moved = points_between(was, will_be)
        if moved is None and was != will_be:
            without += 1
        elif before != after:
            points[moved or 0] += 1
    largest = sorted(points.items(), key=lambda item: (-abs(item[0]), item[0]))
    return GoalsEffect(compared, points.total() + without, tuple(largest), without)


def _reading(result: Result) -> Reading:
    target = result.target
    return (target.score, target.low, target.high) if target else None


def _numbers(result: Result) -> object:
    """The floor, and every step with its values: whatever of it changes, the goal has changed."""
    ahead = result.outlook
    steps = [*result.steps, *result.standing, *result.attempts, *result.application]
    steps += [step for step in (result.separation, ahead.verdict) if step]
    for part in (ahead.projection, ahead.plan, ahead.match):
        steps += part.steps if part else ()
    return _pass(result.floor), [(step.rule, step.value, step.low, step.high) for step in steps]


def _pass(floor: Floor) -> tuple[int, int | None]:
    return floor.standard.score, floor.safe_pass
