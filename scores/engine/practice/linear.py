"""Solving linear equations with a positive definite matrix, without a library."""

from collections.abc import Sequence
from math import sqrt

Vector = Sequence[float]
Matrix = Sequence[Vector]


def solve(matrix: Matrix, right: Vector) -> list[float]:
    """The x with matrix · x = right (Cholesky); the matrix must be symmetric positive definite."""
    factor = _factor(matrix)
    half: list[float] = []
    for row, value in zip(factor, right, strict=True):
        half.append((value - dot(row, half)) / row[-1])
    found: list[float] = [0.0] * len(half)
    for i in reversed(range(len(half))):
        rest = sum(factor[j][i] * found[j] for j in range(i + 1, len(half)))
        found[i] = (half[i] - rest) / factor[i][i]
    return found


def dot(one: Vector, other: Vector) -> float:
    """The dot product, over the length of the shorter vector."""
    return sum(a * b for a, b in zip(one, other, strict=False))


def _factor(matrix: Matrix) -> list[list[float]]:
    """The rows of the lower triangle whose product with its transpose is the matrix."""
    factor: list[list[float]] = []
    for i, row in enumerate(matrix):
        line: list[float] = []
        for j, above in enumerate(factor):
            line.append((row[j] - dot(line, above)) / above[j])
        line.append(sqrt(row[i] - dot(line, line)))
        factor.append(line)
    return factor
