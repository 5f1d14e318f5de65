"""A record as the page of a result shows it: sources numbered, figures and values in words.

It reads the record alone, so that a goal kept years ago is shown as it was.
"""

from functools import partial
from typing import Any

from scores.charts.ladder import ladder_of
from scores.charts.marks import marks_of, spans_of
from scores.charts.percentile_curve import curve_of
from scores.engine.record import Record
from scores.engine.vocabulary import IMG_GROUPS
from scores.views.citations import Citations, Cite
from scores.views.context import beside_page, shown_norms
from scores.views.ledger import day_of, shown_step, shown_with_marks
from scores.views.projection_page import projection_page
from scores.wording.context import say_group
from scores.wording.summary import floor_decides, say_result, say_share, say_why, step_named

MARKED_BY = {"pass": "passing-standard", "safe": "safe-pass", "good": "good-score"}
"""The step that a mark of the ladder comes from, where it is not named like it."""

MOST_ON_PAPER = ((12, 6), (6, 3), (3, 1))
"""How many other figures, and how much advice, there is room for beside none, one, or more parts
that not every result has."""


def result_page(record: Record) -> dict[str, Any]:
    """Everything the templates of a result need besides the record, in the order of the page."""
    citations = Citations(record["sources"])
    cite, cite_on_screen = citations.cite, partial(citations.cite, is_printed=False)
    parts = sum(map(bool, (record["projection"], record["standing"], record["attempts"])))
    more = min(parts + (record["target"]["basis"] == "stand-in"), 2)
    target = record["target"]
    has_scale = record["floor"]["reporting"] != "pass-fail"
    norms = record["norms"] if has_scale else []
    page = {
        "is_long": parts > 0,
        "says": say_result(record),
        "why": say_why(record),
        "why_marks": cite(target["benchmark"]) if target["benchmark"] else "",
        "day": day_of(record["day"]),
        "today": day_of(record["inputs"]["today"]),
        "as_of": day_of(record["as_of"]),
        "stand_in": _stand_in(record),
        "is_img": record["inputs"]["group"] in IMG_GROUPS,
        "floor_decides": floor_decides(record),
        "percentile": say_share(target),
        "average": next((step["says"] for step in record["steps"] if step["rule"] == "norms"), ""),
        "scale": _scale(record, cite_on_screen) if has_scale else [],
        "compared": shown_norms(norms[0], cite_on_screen) if norms else None,
        "ladder": ladder_of(record) if has_scale else None,
        "curve": curve_of(record) if has_scale else None,
        **projection_page(
            record,
            partial(shown_step, record=record, cite=cite),
            partial(shown_step, record=record, cite=cite_on_screen),
            cite_on_screen,
        ),
        "steps": [shown_step(step, record=record, cite=cite) for step in record["steps"]],
        "separation": shown_with_marks(record["separation"], cite),
        "beside": beside_page(record, citations, most_on_paper=MOST_ON_PAPER[more]),
    }
    return page | {"sources": citations.listed()}


def _stand_in(record: Record) -> Record | None:
    """Why another group's figure stands in, and how far the two lie apart."""
    if record["target"]["basis"] != "stand-in":
        return None
    empty = step_named(record, "observed-benchmark")
    apart = step_named(record, "stand-in-difference")
    return {
        "whose": say_group(record["target"]["benchmark"]),
        "missing": empty["says"] if empty else "",
        "apart": apart["says"] if apart else "",
    }


def _scale(record: Record, cite: Cite) -> list[Record]:
    """What the ladder shows, as rows of a table."""
    marks = [
        {"name": mark.name, "score": str(mark.score), "says": mark.says, "id": mark.id}
        for mark in marks_of(record)
    ]
    spans = [
        {"name": span.name, "score": f"{span.low} to {span.high}", "says": span.says, "id": span.id}
        for span in spans_of(record)
    ]
    return [row | {"marks": cite(*_figures_of(row["id"], record))} for row in marks + spans]


def _figures_of(mark: str, record: Record) -> list[Record]:
    """The figures that a mark of the ladder was read from."""
    if mark == "unmatched":
        return [record["unmatched"]]
    if mark == "mean":
        return [figure for figure in record["distribution"] if figure["statistic"] == "mean"]
    step = step_named(record, MARKED_BY.get(mark, mark))
    return step["figures"] if step else []
