"""A record as the page of a result shows it: sources numbered, figures and values in words.

It reads the record alone, so that a goal kept years ago is shown as it was.
"""

from fractions import Fraction
from functools import partial
from typing import Any

from scores.engine.charts import marks_of, spans_of
from scores.engine.curve import curve_of
from scores.engine.ladder import ladder_of
from scores.engine.norms import percentile_text
from scores.engine.record import Record
from scores.engine.vocabulary import IMG_GROUPS, STATISTICS

from .beside import beside_page, people_in, shown_norms
from .citations import Citations, Cite
from .ledger import day_of, shown_step, shown_with_marks
from .projection_page import heading_for, projection_page

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
        "says": sentence_of(record),
        "why": _why(record),
        "why_marks": cite(target["benchmark"]) if target["benchmark"] else "",
        "day": day_of(record["day"]),
        "today": day_of(record["inputs"]["today"]),
        "as_of": day_of(record["as_of"]),
        "stand_in": _stand_in(record),
        "is_img": record["inputs"]["group"] in IMG_GROUPS,
        "floor_decides": _floor_decides(record),
        "percentile": _percentile(target),
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


def sentence_of(record: Record) -> str:
    """The result in one sentence, for its title and for those who hear it."""
    exam, floor, target = record["about"]["exam"], record["floor"], record["target"]
    if target["score"] is not None:
        by = " (stand-in)" if target["basis"] == "stand-in" else ""
        aim = f"Aim for {target['score']}{by}, band {target['low']} to {target['high']}"
        return aim + heading_for(record)
    if record["inputs"]["exam"] == "step2ck":
        return f"No observed figure; the safe pass is {floor['safe_pass']}"
    if floor["safe_pass"] is None:
        return f"{exam} reports pass or fail; its pass mark is {floor['passing_standard']}"
    return f"{exam}: pass mark {floor['passing_standard']}, safe pass {floor['safe_pass']}"


def _step_named(record: Record, rule: str) -> Record | None:
    return next((step for step in record["steps"] if step["rule"] == rule), None)


def _floor_decides(record: Record) -> bool:
    target, aim = _step_named(record, "target"), _aimed(record)
    return bool(target and aim and aim["value"] < record["floor"]["safe_pass"])


def _aimed(record: Record) -> Record | None:
    """The last step before the floor: the aim, or the last factor that moved it."""
    rules = [step for step in record["steps"] if step["rule"].startswith(("aim", "factor-"))]
    return rules[-1] if rules else None


def _why(record: Record) -> str:
    """The target in one line: which statistic of whom, and what became of it."""
    benchmark, aim = record["target"]["benchmark"], _step_named(record, "aim")
    if benchmark is None or aim is None:
        return ""
    statistic = STATISTICS[benchmark["statistic"]]
    is_recorded = len(aim["figures"]) == 1
    if is_recorded:
        statistic = STATISTICS[aim["figures"][0]["statistic"]]
    elif aim["value"] != benchmark["value"]:
        way = "First" if aim["value"] < benchmark["value"] else "Third"
        statistic = f"{way} quartile, reckoned from the {statistic},"
    of = f"{benchmark['n']:,} {benchmark['of']}" if benchmark["n"] else benchmark["of"]
    said = f"{statistic[0].upper()}{statistic[1:]} of {of}, {benchmark['cycle'] or 'undated'}"
    if aim["value"] != (_aimed(record) or aim)["value"]:
        said += ", moved by your application"
    if _floor_decides(record):
        said += f"; that lies below the safe pass, {record['floor']['safe_pass']}, which decides"
    return f"{said}."


def _stand_in(record: Record) -> Record | None:
    """Why another group's figure stands in, and how far the two lie apart."""
    if record["target"]["basis"] != "stand-in":
        return None
    empty = _step_named(record, "observed-benchmark")
    apart = _step_named(record, "stand-in-difference")
    of = record["target"]["benchmark"]["of"]
    return {
        "whose": of if record["target"]["rung"] == "all-specialties" else people_in(of),
        "missing": empty["says"] if empty else "",
        "apart": apart["says"] if apart else "",
    }


def _percentile(target: Record) -> Record | None:
    """The percentile of the target and of one SEM either way, in words."""
    if target["percentile_text"] is None:
        return None
    extremes = {">99": "More than 99", "<1": "Fewer than 1"}
    return {
        "share": extremes.get(target["percentile_text"], str(target["percentile"])),
        "low": percentile_text(Fraction(target["percentile_low"])),
        "high": percentile_text(Fraction(target["percentile_high"])),
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
    step = _step_named(record, MARKED_BY.get(mark, mark))
    return step["figures"] if step else []
