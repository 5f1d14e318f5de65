"""A record as the page of a result shows it: sources numbered, figures and values in words.

It reads the record alone, so that a goal kept years ago is shown as it was.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from scores.engine.answers import say_day
from scores.engine.benchmark import signed
from scores.engine.charts import NARROW, WIDE, curve_of, ladder_of, marks_of, spans_of
from scores.engine.record import Record
from scores.engine.vocabulary import EVIDENCE, IMG_GROUPS, KINDS, STATISTICS

SAID = STATISTICS | {"value": "setting", "score": "pass mark", "ranked_first": "ranked it first"}
"""Statistics in the words of the page, where the field's own name would puzzle."""


class Citations:
    """Numbers the sources of a record in the order in which its page cites them."""

    def __init__(self, sources: Record) -> None:
        self._sources = sources
        self._marks: dict[str, SafeString] = {}

    def cite(self, *cited: Record) -> SafeString:
        """The marks of every source that these parts of the record name."""
        names = dict.fromkeys(
            name for part in cited for name in (part["source"], *part.get("also", ()))
        )
        return mark_safe("".join(self._mark(name) for name in names))  # noqa: S308 (made below)

    def _mark(self, name: str) -> SafeString:
        """The first mark of a source carries the id to which the list of sources leads back."""
        known = self._marks.get(name)
        if known:
            return known
        number, publisher = len(self._marks) + 1, self._sources[name]["publisher"]
        form = '<a class="source-mark"{} href="#source-{}" aria-label="Source {}: {}">{}</a>'
        self._marks[name] = format_html(form, "", number, number, publisher, number)
        anchor = format_html(' id="cite-{}"', number)
        return format_html(form, anchor, number, number, publisher, number)

    def listed(self) -> list[Record]:
        """Every source by number; those that no mark names yet come last."""
        named = [*self._marks, *(name for name in self._sources if name not in self._marks)]
        return [
            self._sources[name]
            | {
                "id": name,
                "number": number,
                "is_cited": name in self._marks,
                "evidence_name": EVIDENCE[self._sources[name]["evidence"]],
            }
            for number, name in enumerate(named, start=1)
        ]


def result_page(record: Record) -> dict[str, Any]:
    """Everything the templates of a result need besides the record, in the order of the page."""
    citations = Citations(record["sources"])
    cite = citations.cite
    target = record["target"]
    has_scale = record["floor"]["reporting"] != "pass-fail"
    page = {
        "says": sentence_of(record),
        "why": _why(record),
        "why_marks": cite(target["benchmark"]) if target["benchmark"] else "",
        "day": _day(record["day"]),
        "as_of": _day(record["as_of"]),
        "stand_in": _stand_in(record),
        "is_img": record["inputs"]["group"] in IMG_GROUPS,
        "floor_decides": _floor_decides(record),
        "ladder": ladder_of(record, WIDE) if has_scale else None,
        "narrow_ladder": ladder_of(record, NARROW) if has_scale else None,
        "marks": marks_of(record),
        "spans": spans_of(record),
        "curve": curve_of(record) if has_scale else None,
        "steps": [_step(step, record, cite) for step in record["steps"]],
        "separation": _said(record["separation"], cite),
        "others": _others(record, cite),
        "advice": [advice | {"marks": cite(*advice["figures"])} for advice in record["advice"]],
        "tiers": [_step(tier, record, cite) for tier in record["tiers"]],
        "norms": [_norms(norms, cite) for norms in record["norms"]],
        "weights": [weight | {"marks": cite(weight)} for weight in record["weights"]],
        "chances": [chance | {"marks": cite(chance["figure"])} for chance in record["chances"]],
        "pass_rates": [rate | {"marks": cite(rate)} for rate in record["pass_rates"]],
    }
    return page | {"sources": citations.listed()}


def sentence_of(record: Record) -> str:
    """The result in one sentence, for its title and for those who hear it."""
    exam, floor, target = record["about"]["exam"], record["floor"], record["target"]
    if target["score"] is not None:
        by = " by stand-in" if target["basis"] == "stand-in" else ""
        return f"Aim for {target['score']}{by}, band {target['low']} to {target['high']}"
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
    if record["inputs"]["factor"]:
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
        "whose": of if record["target"]["rung"] == "all-specialties" else _people(of),
        "missing": empty["says"] if empty else "",
        "apart": apart["says"] if apart else "",
    }


def _people(of: str) -> str:
    return of.partition(" who matched")[0]


def _said(step: Record | None, cite: Any) -> Record | None:
    return step and step | {"marks": cite(*step["figures"])}


def _step(step: Record, record: Record, cite: Any) -> Record:
    figures = _distinct(step["figures"])
    return step | {
        "kind_name": KINDS[step["kind"]],
        "value_text": _value_text(step, record),
        "marks": cite(*figures),
        "basis": _basis(figures),
        "figures": [
            figure
            | {
                "statistic": SAID.get(figure["statistic"], figure["statistic"]),
                "kind_name": KINDS[figure["kind"]],
                "marks": cite(figure),
            }
            for figure in figures
        ],
    }


def _distinct(figures: Iterable[Record]) -> list[Record]:
    distinct: list[Record] = []
    for figure in figures:
        if figure not in distinct:
            distinct.append(figure)
    return distinct


def _basis(figures: list[Record]) -> str:
    """Of how many people and of which time the observed figures of a step are."""
    counted = dict.fromkeys(
        (figure["n"], figure["cycle"])
        for figure in figures
        if figure["kind"] == "observed" and figure["n"]
    )
    return "; ".join(f"n = {n:,}, {cycle}" if cycle else f"n = {n:,}" for n, cycle in counted)


def _value_text(step: Record, record: Record) -> str:
    value, low, high = step["value"], step["low"], step["high"]
    if step["rule"] == "percentile":
        return str(record["target"]["percentile_text"])
    if step["unit"] == "difference" and low is not None:
        return f"{signed(low)} to {signed(high)}"
    if value is not None:
        return f"{value:g}" if isinstance(value, float) else str(value)
    if low is not None:
        return f"{low} or more" if high in (None, 300) else f"{low}–{high}"
    return f"up to {high}" if high is not None else ""


def _others(record: Record, cite: Any) -> list[Record]:
    """The figure the target rests on, then every other one."""
    rows = []
    target = record["target"]
    if target["benchmark"]:
        used = target["benchmark"]
        whose = used["of"] if target["rung"] == "all-specialties" else _people(used["of"])
        rows.append(used | {"is_used": True, "group_name": whose, "target": target["score"]})
    rows += record["others"]
    return [
        row
        | {
            "statistic": STATISTICS[row["statistic"]],
            "publisher": record["sources"][row["source"]]["publisher"],
            "marks": cite(row),
        }
        for row in rows
    ]


def _norms(norms: Record, cite: Any) -> Record:
    return norms | {
        "marks": cite(norms),
        "window": f"{_day(norms['from'])} to {_day(norms['to'])}",
    }


def _day(text: str) -> str:
    return say_day(date.fromisoformat(text))
