"""How values are written everywhere: numbers, percentiles, ranges and days."""

from datetime import date
from fractions import Fraction

from scores.engine.steps import Number, half_up

MINUS = "−"


def plain(value: Number) -> str:
    """A whole number without decimals, any other with one, rounded half up."""
    if Fraction(value).denominator == 1:
        return str(int(value)).replace("-", MINUS)
    tenths = half_up(value * 10)
    return f"{MINUS if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}"


def exact(value: Number | float) -> str:
    """Up to six significant digits: 0.6745 and not 0.7."""
    return f"{float(value):g}".replace("-", MINUS)


def counted(n: int) -> str:
    """A number of people: 1,234."""
    return f"{n:,}".replace("-", MINUS)


def plain_number(value: float) -> str:
    """A number of a record: 48.5 or 48."""
    return f"{value:g}"


def signed(points: float) -> str:
    """A difference with its sign: −14, +5, 0."""
    return f"{MINUS}{-points:g}" if points < 0 else f"+{points:g}" if points else "0"


def ordinal(number: int) -> str:
    """1st, 2nd, 11th."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def percentile_text(value: Number) -> str:
    """A percentile from 0 to 100: 58th, >99 from 99.5 on, <1 under 0.5."""
    rounded = half_up(value)
    if rounded > 99:
        return ">99"
    return "<1" if rounded < 1 else ordinal(rounded)


def say_rank(text: str) -> str:
    """A percentile text in a sentence: at the 28th, below the 1st."""
    return {"<1": "below the 1st", ">99": "above the 99th"}.get(text, f"at the {text}")


def band_text(low: int | None, high: int | None) -> str:
    """A band of scores; None is an open end."""
    if low is None:
        return f"{high} or less"
    return f"{low} or more" if high is None else f"{low} to {high}"


def say_day(day: date) -> str:
    """December 21, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def short_day(day: date) -> str:
    """Dec 21, 2026."""
    return f"{day:%b} {day.day}, {day.year}"


def month_day(day: date) -> str:
    """Dec 21, for places where the dates around it give the year."""
    return f"{day:%b} {day.day}"


def say_match(season: str, day: date) -> str:
    """The Match that a season's event belongs to.

    Rank lists lock in the year of the Match; reviews for the next Match begin the year before.
    """
    return f"the {day.year + (season == 'next')} Match"


def say_span(first: date, last: date) -> str:
    """July 1, 2023 to June 30, 2026."""
    return f"{say_day(first)} to {say_day(last)}"


def sentence_case(text: str) -> str:
    """The same words with a capital at the start."""
    return f"{text[:1].upper()}{text[1:]}"
