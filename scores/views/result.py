"""A record as the page of a result shows it: sources numbered, figures and values in words.

It reads the record alone, so that a goal kept years ago is shown as it was.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from scores.engine.answers import say_day
from scores.engine.benchmark import signed
from scores.engine.charts import marks_of, spans_of
from scores.engine.curve import curve_of
from scores.engine.ladder import ladder_of
from scores.engine.norms import percentile_text
from scores.engine.record import Record
from scores.engine.vocabulary import EVIDENCE, IMG_GROUPS, KINDS, STATISTICS

from .projection_page import heading_for, projection_page

Cite = Callable[..., SafeString]

MARKED_BY = {"pass": "passing-standard", "safe": "safe-pass", "good": "good-score"}
"""The step that a mark of the ladder comes from, where it is not named like it."""

SAID = STATISTICS | {"value": "setting", "score": "pass mark", "ranked_first": "ranked it first"}
SAID |= {"number": "", "text": ""}
"""Statistics in the words of the page, where the field's own name would puzzle."""


MOST_ON_PAPER = ((12, 6), (6, 3), (3, 1))
"""How many other figures, and how much advice, there is room for beside none, one, or more parts
that not every result has."""


WORD_JOINER = "\u2060"
"""Keeps the first mark on the line of the word that it follows."""


class Citations:
    """Numbers the sources of a record in the order in which its page cites them."""

    def __init__(self, sources: Record) -> None:
        self._sources = sources
        self._marks: dict[str, str] = {}
        self._printed: set[str] = set()

    def cite(self, *cited: Record, is_printed: bool = True) -> SafeString:
        """The marks of every source that these parts of the record name."""
        names = dict.fromkeys(
            name for part in cited for name in (part["source"], *part.get("also", ()))
        )
        if is_printed:
            self._printed.update(names)
        marks = "".join([self._mark(name) for name in names])
        return SafeString(f"{WORD_JOINER}{marks}" if marks else "")

    def _mark(self, name: str) -> str:
        """The first mark of a source carries the id to which the list of sources leads back."""
        known = self._marks.get(name)
        if known:
            return known
        number, publisher = len(self._marks) + 1, escape(self._sources[name]["publisher"])
        rest = (
            f'class="source-mark" href="#source-{number}" '
            f'aria-label="Source {number}: {publisher}">{number}</a>'
        )
        self._marks[name] = f"<a {rest}"
        return f'<a id="cite-{number}" {rest}'

    def listed(self) -> list[Record]:
        """Every source cited so far, by number."""
        return [
            self._sources[name]
            | {
                "id": name,
                "number": number,
                "is_printed": name in self._printed,
                "evidence_name": EVIDENCE[self._sources[name]["evidence"]],
                "note": ""
                if _is_transcription(self._sources[name])
                else self._sources[name]["note"],
            }
            for number, name in enumerate(self._marks, start=1)
        ]


def _is_transcription(source: Record) -> bool:
    """Its evidence says what its note would say again; the page explains it once."""
    return bool(source["evidence"] == "official-transcribed" and source["note"].startswith("Seen"))


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
        "day": _day(record["day"]),
        "today": _day(record["inputs"]["today"]),
        "as_of": _day(record["as_of"]),
        "stand_in": _stand_in(record),
        "is_img": record["inputs"]["group"] in IMG_GROUPS,
        "floor_decides": _floor_decides(record),
        "percentile": _percentile(target),
        "average": next((step["says"] for step in record["steps"] if step["rule"] == "norms"), ""),
        "scale": _scale(record, cite_on_screen) if has_scale else [],
        "compared": _norms(norms[0], cite_on_screen) if norms else None,
        "ladder": ladder_of(record) if has_scale else None,
        "curve": curve_of(record) if has_scale else None,
        **projection_page(
            record,
            partial(_step, record=record, cite=cite),
            partial(_step, record=record, cite=cite_on_screen),
            cite_on_screen,
        ),
        "steps": [_step(step, record=record, cite=cite) for step in record["steps"]],
        "separation": _said(record["separation"], cite),
        "beside": _beside(record, citations, most_on_paper=MOST_ON_PAPER[more]),
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
        "whose": of if record["target"]["rung"] == "all-specialties" else _people(of),
        "missing": empty["says"] if empty else "",
        "apart": apart["says"] if apart else "",
    }


def _people(of: str) -> str:
    return of.partition(" who matched")[0]


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


def _said(step: Record | None, cite: Cite) -> Record | None:
    return step and step | {"marks": cite(*step["figures"])}


def _step(step: Record, *, record: Record, cite: Cite) -> Record:
    figures = _distinct(step["figures"])
    return step | {
        "kind_name": KINDS[step["kind"]],
        "value_text": _value_text(step, record),
        "marks": cite(*figures),
        "basis": _basis(figures),
        "figures": [
            {"value": figure["value"], "says": _said_of(figure), "marks": cite(figure)}
            for figure in figures
        ],
    }


def _said_of(figure: Record) -> str:
    """What a figure is, of whom, when, of how many, and of which kind."""
    statistic = SAID.get(figure["statistic"], figure["statistic"])
    people = f"n = {figure['n']:,}" if figure["n"] is not None else ""
    parts = [_in_words(figure["of"]), _in_words(figure["cycle"]), people]
    told = ": ".join(filter(None, [statistic, ", ".join(filter(None, parts))]))
    return f"{told} ({KINDS[figure['kind']]})"


def _people_count(n: int | None) -> str:
    return f"{n:,}" if n is not None else ""


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
    return "; ".join(
        f"n = {n:,}, {_in_words(cycle)}" if cycle else f"n = {n:,}" for n, cycle in counted
    )


@lru_cache(maxsize=1000)
def _in_words(cycle: str) -> str:
    """A Match year as it is; a day or a window with its days spelled out."""
    return re.sub(r"\d{4}-\d\d-\d\d", lambda day: _day(day.group()), cycle)


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


def _other_tiers(record: Record) -> list[Record]:
    """The tiers that do not stand under advice already."""
    advised = {advice["claim"] for advice in record["advice"]}
    return [tier for tier in record["tiers"] if tier["rule"] not in advised]


def _tier(tier: Record, record: Record, cite: Cite) -> Record:
    return _step(tier | {"says": tier["says"].replace(" (advice)", "")}, record=record, cite=cite)


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


def _beside(
    record: Record, citations: Citations, *, most_on_paper: tuple[int, int]
) -> dict[str, Any]:
    """What stands beside the target and is no part of it; its template needs nothing else."""
    most_others, most_advice = most_on_paper
    others = _others(record, citations.cite, most_others)
    advice = _advice(record, citations.cite, most_advice)
    cite = partial(citations.cite, is_printed=False)
    tiers = [_tier(tier, record, cite) for tier in _other_tiers(record)]
    has_scale = record["floor"]["reporting"] != "pass-fail"
    is_matched = record["inputs"]["exam"] == "step2ck"
    return {
        "where": record["about"]["where"],
        "score": record["target"]["score"],
        "is_matched": is_matched,
        "has_others": bool(others or advice or tiers),
        "others": others,
        "advice": advice,
        "left_out_on_paper": sum(not each["is_printed"] for each in (*others, *advice)),
        "tiers": tiers,
        "norms": [_norms(each, cite) for each in record["norms"] if has_scale and each["target"]],
        "chances": [chance | {"marks": cite(chance["figure"])} for chance in record["chances"]],
        "pass_rates": [
            rate | {"marks": cite(rate), "n": _people_count(rate["n"])}
            for rate in record["pass_rates"]
        ],
        "weights": [_weight(weight, cite) for weight in record["weights"] if is_matched],
    }


def _others(record: Record, cite: Cite, most: int) -> list[Record]:
    """The figure the target rests on, then every other one; on paper, at most so many."""
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
            "differs": _differs(row, target["benchmark"], record),
            "statistic": STATISTICS[row["statistic"]],
            "n": _people_count(row["n"]),
            "publisher": record["sources"][row["source"]]["publisher"],
            "marks": cite(row, is_printed=number < most),
            "is_printed": number < most,
        }
        for number, row in enumerate(rows)
    ]


def _differs(row: Record, used: Record | None, record: Record) -> str:
    """In what a figure differs from the one used, that a reader may weigh the two."""
    if used is None or "is_used" in row:
        return ""
    told = []
    if _people(row["of"]) != _people(used["of"]):
        told.append("another group")
    if row["cycle"] and used["cycle"] and row["cycle"] != used["cycle"]:
        told.append("older" if row["cycle"] < used["cycle"] else "newer")
    if row["statistic"] != used["statistic"]:
        told.append(f"a {STATISTICS[row['statistic']]}")
    if record["sources"][row["source"]]["evidence"] == "advice":
        told.append("from an article alone")
    return ", ".join(told)


def _advice(record: Record, cite: Cite, most: int) -> list[Record]:
    return [
        advice
        | {
            "marks": cite(*advice["figures"], is_printed=number < most),
            "is_printed": number < most,
        }
        for number, advice in enumerate(record["advice"])
    ]


def _weight(weight: Record, cite: Cite) -> Record:
    unit = " %" if weight["measure"].startswith("per cent") else ""
    return weight | {"value_text": f"{weight['value']}{unit}", "marks": cite(weight)}


def _norms(norms: Record, cite: Cite) -> Record:
    return norms | {
        "n": _people_count(norms["n"]),
        "marks": cite(norms),
        "window": f"{_day(norms['from'])} to {_day(norms['to'])}",
    }


def _day(text: str) -> str:
    return say_day(date.fromisoformat(text))
