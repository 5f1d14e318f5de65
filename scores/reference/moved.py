"""Every target that a draft changes, in one table with counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scores.reference.effect import Effect, Move


@dataclass(frozen=True, slots=True)
class Moved:
    """A target that changes, and the effect with the exam dates it changes for."""

    effect: Effect
    move: Move


@dataclass(frozen=True, slots=True)
class MovedResults:
    rows: tuple[Moved, ...]
    """Targets that come or go, then the largest moves first."""
    by_points: tuple[tuple[int, int], ...]
    """Points and the number of targets that move by them; 0 if only the band moves."""
    without: int
    """How many targets come or go."""
    specialties: int
    compared: int


def moved_results(effects: Iterable[Effect]) -> MovedResults:
    found = list(effects)
    rows = [Moved(effect, move) for effect in found for move in effect.moves]
    points = [row.move.points for row in rows]
    counts = Counter(each for each in points if each is not None)
    return MovedResults(
        tuple(sorted(rows, key=_precedence)),
        tuple(sorted(counts.items(), key=lambda count: (-abs(count[0]), count[0]))),
        points.count(None),
        len({row.move.specialty for row in rows}),
        sum(effect.cells for effect in found),
    )


def _precedence(row: Moved) -> tuple[bool, int]:
    points = row.move.points
    return points is not None, -abs(points or 0)
