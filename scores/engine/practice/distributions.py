"""The distributions that the projection needs, without a library."""

from collections.abc import Callable
from functools import cache
from math import exp, lgamma, log, log1p


def binomial_interval(hits: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """The exact (Clopper-Pearson) interval of a proportion."""
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else _share_with(lambda p: _at_least(hits, n, p), tail)
    high = 1.0 if hits == n else _share_with(lambda p: 1 - _at_most(hits, n, p), 1 - tail)
    return low, high


def _at_most(hits: int, n: int, p: float) -> float:
    return sum(_exactly(k, n, p) for k in range(hits + 1))


def _at_least(hits: int, n: int, p: float) -> float:
    return sum(_exactly(k, n, p) for k in range(hits, n + 1))


def _exactly(k: int, n: int, p: float) -> float:
    """Computed in logarithms because the binomial coefficient soon exceeds a float."""
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return exp(ways + k * log(p) + (n - k) * log1p(-p))


def _share_with(rising: Callable[[float], float], goal: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < goal else (low, middle)
    return (low + high) / 2


def chi_squared_below(x: float, freedom: int) -> float:
    """The chance of chi-squared below `x`, by the series of the incomplete gamma function."""
    half, shape = x / 2, freedom / 2
    term = total = 1 / shape
    while term > total * 1e-15:
        shape += 1
        term *= half / shape
        total += term
    return total * exp(freedom / 2 * log(half) - half - lgamma(freedom / 2)) if x > 0 else 0.0


@cache
def chi_squared_quantile(chance: float, freedom: int) -> float:
    """The value that chi-squared stays below with this chance."""
    low, high = 0.0, 10.0 * freedom + 100
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if chi_squared_below(middle, freedom) < chance else (low, middle)
    return (low + high) / 2
