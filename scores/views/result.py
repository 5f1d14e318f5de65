"""A record as the page of a result shows it: sources numbered, figures and values in words.

It reads the record alone, so that a goal kept years ago is shown as it was.
"""

from scores.charts.ladder import ladder_of
from scores.charts.marks import marks_of, spans_of
from scores.charts.percentile_curve import curve_of
from scores.engine.record import Record
from scores.engine.vocabulary import IMG_GROUPS
from scores.views.citations import Citations
from scores.views.context import beside_page
from scores.views.ledger import ledger
from scores.views.projection_page import projection_page
from scores.wording.context import say_group
from scores.wording.summary import say_result, say_share, say_why, step_named

MARKED_BY = {"pass": "passing-standard", "safe": "safe-pass", "good": "good-score"}
"""The step that a mark of the ladder comes from, where it is not named like it."""

MOST_ON_PAPER = ((12, 6), (6, 3), (3, 1))
"""How many other figures, and how much advice, there is room for beside none, one, or more parts
that not every result has."""


def result_page(record: Record, besides: int = 0) -> Record:
    """Everything the templates of a result need besides the record, in the order of the page.

    `besides` are parts of the page that are none of the result: on paper they take room too.
    """
    citations = Citations(record["sources"])
    cite, target, separation = citations.cite, record["target"], record["separation"]
    its_own = (record["projection"], record["standing"], record["attempts"])
    parts = sum(map(bool, its_own)) + besides
    more = min(parts + (target["basis"] == "stand-in"), 2)
    page = {
        "is_long": parts > 0,
        "says": say_result(record),
        "why": say_why(record),
        "why_marks": cite(target["benchmark"]) if target["benchmark"] else "",
        "stand_in": _stand_in(record),
        "not_published": _says("no-score-published", record),
        "is_img": record["inputs"]["group"] in IMG_GROUPS,
        "percentile": say_share(target),
        "average": _says("norms", record),
        **(_on_scale(record, citations) if record["floor"]["reporting"] != "pass-fail" else {}),
        **projection_page(record, citations),
        "steps": ledger(record["steps"], record, cite),
        "separation": separation and separation | {"marks": cite(*separation["figures"])},
        "beside": beside_page(record, citations, MOST_ON_PAPER[more]),
    }
    return page | {"sources": citations.listed()}


def _stand_in(record: Record) -> Record | None:
    """Why another group's figure stands in, and how far the two lie apart."""
    if record["target"]["basis"] != "stand-in":
        return None
    return {
        "whose": say_group(record["target"]["benchmark"]),
        "missing": _says("observed-benchmark", record),
        "shifted": _says("stand-in-gap", record),
        "apart": _says("stand-in-difference", record),
    }


def _says(rule: str, record: Record) -> str:
    step = step_named(record, rule)
    return step["says"] if step else ""


def _on_scale(record: Record, citations: Citations) -> Record:
    """The pictures of an exam that reports a score, and what the ladder shows as a table."""
    cite, norms = citations.on_screen, record["norms"]
    marks = [*marks_of(record), *spans_of(record)]
    return {
        "scale": [(mark, cite(*_figures_of(mark.id, record))) for mark in marks],
        "compared": norms[0] | {"marks": cite(norms[0])} if norms else None,
        "ladder": ladder_of(record),
        "curve": curve_of(record),
    }


def _figures_of(mark: str, record: Record) -> list[Record]:
    """The figures that a mark of the ladder was read from."""
    if mark == "unmatched":
        return [record["unmatched"]]
    if mark == "mean":
        return [figure for figure in record["distribution"] if figure["statistic"] == "mean"]
    step = step_named(record, MARKED_BY.get(mark, mark))
    return step["figures"] if step else []
