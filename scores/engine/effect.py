"""What another edition would change for students, before anybody is told.

A target depends on the exam day only through the pass mark in force, so that one day of each
time between two pass marks stands for all of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .answers import AIMS, Answers, AnswersRefused, say_day
from .edition import Edition
from .floor import Floor, floor_on
from .result import Result, derive
from .vocabulary import EXAMS, GROUPS

LARGE = 5
"""Points beyond which a move of a target needs a reason in writing.

A constant, not a house setting: a draft must not soften the rule by which it is judged.
"""

Reading = tuple[int, int, int] | None
"""A target with its band, as far as there is one."""


@dataclass(frozen=True, slots=True)
class Move:
    """The target of one specialty, group and aim that reads differently."""

    specialty: str
    group: str
    aim: str
    before: Reading
    after: Reading

    @property
    def points(self) -> int | None:
        """How far the target itself moves; None where there is one on one side only."""
        return points_between(self.before, self.after)

    @property
    def is_large(self) -> bool:
        return is_large(self.points)

    @property
    def is_band_moved(self) -> bool:
        return self.before is None or self.after is None or self.before[1:] != self.after[1:]

    @property
    def group_name(self) -> str:
        return GROUPS[self.group]

    @property
    def aim_name(self) -> str:
        return AIMS[self.aim].title


@dataclass(frozen=True, slots=True)
class FloorMove:
    """A pass mark, or the safe pass above it, that reads differently."""

    exam: str
    before: tuple[int, int | None] | None
    after: tuple[int, int | None] | None

    @property
    def exam_name(self) -> str:
        return EXAMS[self.exam]


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes for those who sit the exam from `first` until `until` (None: for good)."""

    first: date
    until: date | None
    floors: tuple[FloorMove, ...]
    moves: tuple[Move, ...]
    """The largest first."""
    cells: int
    """How many targets were compared."""

    @property
    def large(self) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.is_large)

    @property
    def when(self) -> str:
        """The exam days it is about, in words."""
        if self.until is None:
            return f"from {say_day(self.first)} on"
        return f"before {say_day(self.until)}"

    @property
    def says(self) -> str:
        """The whole of it in a sentence."""
        if not self.moves:
            return f"No target moves for exams {self.when}."
        targets = [abs(move.points) for move in self.moves if move.points]
        most = f", by {max(targets)} points at most" if targets else ""
        many = "One of" if len(self.moves) == 1 else f"{len(self.moves)} of"
        verb = "reads" if len(self.moves) == 1 else "read"
        return f"{many} {self.cells} targets {verb} differently for exams {self.when}{most}."


def points_between(before: Reading, after: Reading) -> int | None:
    return after[0] - before[0] if before and after else None


def is_large(points: int | None) -> bool:
    """A target that comes or goes is as large a move as any."""
    return points is None or abs(points) > LARGE


def effects_between(old: Edition, new: Edition, *, today: date) -> tuple[Effect, ...]:
    """What changes today, and from each later day on which a pass mark of either changes."""
    days = [today, *sorted(set(_changes_ahead(old, new, today)))]
    ends = [*days[1:], None]
    return tuple(_effect(old, new, day, end) for day, end in zip(days, ends, strict=True))


def _changes_ahead(old: Edition, new: Edition, today: date) -> Iterator[date]:
    for edition in (old, new):
        for standard in edition.passing_standards:
            if standard.effective_from > today:
                yield standard.effective_from


def _effect(old: Edition, new: Edition, day: date, until: date | None) -> Effect:
    before, after = readings_of(old, day), readings_of(new, day)
    cells = {**before, **after}
    names = {**old.specialties, **new.specialties}
    moves = [
        Move(names[specialty].name, group, aim, before.get(cell), after.get(cell))
        for cell in cells
        for specialty, group, aim in (cell,)
        if before.get(cell) != after.get(cell)
    ]
    return Effect(
        first=day,
        until=until,
        floors=tuple(_floor_moves(old, new, day)),
        moves=tuple(sorted(moves, key=_precedence)),
        cells=len(cells),
    )


def _precedence(move: Move) -> tuple[int, str, int, int]:
    size = 1000 if move.points is None else abs(move.points)
    return (-size, move.specialty, list(GROUPS).index(move.group), list(AIMS).index(move.aim))


def readings_of(edition: Edition, day: date) -> Mapping[tuple[str, str, str], Reading]:
    """The target of every specialty, group and aim for an exam on that day."""
    return {
        (specialty, group, aim): reading_of(
            edition, Answers(specialty=specialty, group=group, aim=aim), day
        )
        for specialty in edition.specialties
        for group in GROUPS
        for aim in AIMS
    }


def reading_of(edition: Edition, answers: Answers, today: date) -> Reading:
    """The target of these answers; None where there is none, or they are refused."""
    try:
        target = derive(edition, answers, today=today).target
    except AnswersRefused:
        return None
    return (target.score, target.low, target.high) if target else None


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
    return floor.standard.score, floor.safe_pass


@dataclass(frozen=True, slots=True)
class GoalsEffect:
    """How shared goals would read: of how many, how many otherwise, and by how many points."""

    compared: int
    differ: int
    by_points: tuple[tuple[int, int], ...]
    """Points and how many goals move by them, the largest first; 0 where the target stays."""
    without: int
    """Goals whose target comes or goes."""


def goals_effect(old: Edition, new: Edition, goals: Iterable[tuple[Answers, date]]) -> GoalsEffect:
    """Each goal as its own page derives it: from its answers, as of the day they were given."""
    points: dict[int, int] = {}
    compared = differ = without = 0
    for answers, day in goals:
        compared += 1
        before, after = _derived(old, answers, day), _derived(new, answers, day)
        if _numbers(before) == _numbers(after):
            continue
        differ += 1
        moved = points_between(_reading(before), _reading(after))
        if moved is None and _reading(before) != _reading(after):
            without += 1
        else:
            points[moved or 0] = points.get(moved or 0, 0) + 1
    largest = sorted(points.items(), key=lambda item: (-abs(item[0]), item[0]))
    return GoalsEffect(compared, differ, tuple(largest), without)


def _derived(edition: Edition, answers: Answers, day: date) -> Result | None:
    try:
        return derive(edition, answers, today=day)
    except AnswersRefused:
        return None


def _reading(result: Result | None) -> Reading:
    target = result.target if result else None
    return (target.score, target.low, target.high) if target else None


def _numbers(result: Result | None) -> object:
    """Every number of a result that its page shows as a step."""
    if result is None:
        return None
    steps = [*result.steps, *result.standing, *result.attempts]
    steps += result.projection.steps if result.projection else ()
    steps += result.plan.steps if result.plan else ()
    return _pass(result.floor), [(step.rule, step.value, step.low, step.high) for step in steps]


def _pass(floor: Floor) -> tuple[int, int | None]:
    return floor.standard.score, floor.safe_pass
