"""The content of the comparison page: a table to sort, and two specialties side by side."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from scores.charts.comparison import picture_of
from scores.charts.scale import Shape
from scores.charts.score_picture import score_picture_of
from scores.engine.answers import Answers
from scores.engine.match.shares import Share
from scores.engine.result import derive
from scores.reference.compare import (
    LOWEST_FIRST,
    SORTS,
    Compared,
    Comparison,
    Told,
    both_of,
    sorted_by,
)
from scores.views.specialty_heads import Head
from scores.wording.compare import (
    MISSING,
    WITHIN_REACH,
    head_of,
    say_both,
    say_student,
    share_in_a_cell,
    why_no_share,
)
from scores.wording.match import ASSOCIATION
from scores.wording.record import record_of
from scores.wording.said import said
from scores.wording.verdict import say_chance_of

Context = dict[str, Any]

DEFAULTS = ("chance", "gap", "name")
"""The default order: the first of these that has a column."""


def comparison_context(
    comparison: Comparison, sort: str, asked: str, address_of: Callable[[Compared], str]
) -> Context:
    """`asked` is the query of this comparison; `address_of` gives the address of a row's result."""
    columns = list(_columns(comparison))
    if sort not in columns:
        sort = next(each for each in DEFAULTS if each in columns)
    picture = picture_of(comparison, sorted_by(comparison.rows, sort))
    rows = [row for part in picture.parts for row in part.rows]
    grounds = {
        prior: _ground(picture, you)
        for prior, you in {row.compared.prior: row.you for row in rows}.items()
    }
    parts = [
        (
            WITHIN_REACH[part.verdict] if len(picture.parts) > 1 else "",
            [
                (row, _cells(row.compared), address_of(row.compared), grounds[row.compared.prior])
                for row in part.rows
            ],
        )
        for part in picture.parts
    ]
    return {
        "comparison": comparison,
        "student": say_student(comparison),
        "missing": MISSING.get(comparison.missing, ""),
        "columns": columns,
        "heads": list(_heads(comparison, columns, sort, asked)),
        "share_title": head_of("share", comparison),
        "association": ASSOCIATION,
        "picture": picture,
        "parts": parts,
        "reasons": why_no_share(comparison),
        "has_estimated": any(row.is_estimated for row in comparison.rows),
    }


def _ground(picture: Shape, you: Shape | None) -> SafeString:
    """The background of every row, rendered once: interval, grid and the student's own score."""
    lines = [(tick.at, "grid") for tick in picture.ticks]
    if you and you.mean is not None:
        lines.append((you.mean, "here"))
    if picture.score is not None:
        lines.append((picture.score, "here"))
    drawn = format_html_join("", '<line class="{1}" x1="{0}%" x2="{0}%" y2="100%"/>', lines)
    if you is None:
        return drawn
    interval = '<rect class="interval" x="{}%" width="{}%" height="100%"/>{}'
    return format_html(interval, you.interval.left, you.interval.width, drawn)


def _columns(comparison: Comparison) -> Iterator[str]:
    """The columns that have a value in some row."""
    rows = comparison.rows
    has = {
        "name": True,
        "target": True,
        "projection": len(comparison.projections) > 1,
        "gap": comparison.score is not None,
        "chance": any(row.p_target is not None for row in rows),
        "share": any(row.estimate for row in rows),
        "rate": any(row.rate for row in rows),
        "positions": any(row.positions for row in rows) and not is_one_specialty(comparison),
    }
    return (name for name in SORTS if has[name])


def _heads(comparison: Comparison, columns: list[str], sort: str, asked: str) -> Iterator[Head]:
    for name in columns:
        title = (
            "Group"
            if name == "name" and is_one_specialty(comparison)
            else head_of(name, comparison)
        )
        order = "ascending" if name in ("name", *LOWEST_FIRST) else "descending"
        address = f"?{asked}&sort={name}#compared".replace("?&", "?")
        yield Head(name, title, address, order if name == sort else "")


def is_one_specialty(comparison: Comparison) -> bool:
    return len({row.answers.specialty for row in comparison.rows}) == 1


def _cells(row: Compared) -> Context:
    """The chance and the share of a row as text."""
    return {
        "chance": None if row.p_target is None else say_chance_of(row.p_target),
        "share": share_in_a_cell(row),
    }


def both_context(comparison: Comparison, answers: Answers) -> Context:
    """Two specialties of one group, each with its picture; empty for any other comparison."""
    both = both_of(comparison)
    if both is None:
        return {}
    shown = zip(both.rows, both.shares, strict=True)
    return {
        "both": say_both(both),
        "side_by_side": [(row, _picture(row, answers), _why_none(share)) for row, share in shown],
    }


def _why_none(share: Told | None) -> str:
    is_told = isinstance(share, Share) and share.estimate is not None
    return "" if share is None or is_told else said(share).says


def _picture(row: Compared, answers: Answers) -> Any:
    """The picture of the result that the row links to, which counts the practice tests."""
    result = row.result
    asked = replace(row.answers, readings=answers.readings)
    return score_picture_of(record_of(derive(result.edition, asked, today=result.today)))
