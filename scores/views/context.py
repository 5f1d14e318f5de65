"""What stands beside the target and is no part of it: other figures, advice, norms, pass rates."""

from functools import partial
from typing import Any

from scores.engine.record import Record
from scores.engine.vocabulary import STATISTICS
from scores.views.citations import Citations, Cite
from scores.views.ledger import day_of, shown_step
from scores.wording.context import say_difference, say_group


def beside_page(
    record: Record, citations: Citations, *, most_on_paper: tuple[int, int]
) -> dict[str, Any]:
    """What stands beside the target and is no part of it; its template needs nothing else."""
    most_others, most_advice = most_on_paper
    others = _others(record, citations.cite, most_others)
    advice = _advice(record, citations.cite, most_advice)
    cite = partial(citations.cite, is_printed=False)
    tiers = [shown_step(tier, record=record, cite=cite) for tier in _other_tiers(record)]
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
        "norms": [
            shown_norms(each, cite) for each in record["norms"] if has_scale and each["target"]
        ],
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
        rows.append(
            used | {"is_used": True, "group_name": say_group(used), "target": target["score"]}
        )
    rows += record["others"]
    return [
        row
        | {
            "differs": "" if "is_used" in row else say_difference(row, target["benchmark"], record),
            "statistic": STATISTICS[row["statistic"]],
            "n": _people_count(row["n"]),
            "publisher": record["sources"][row["source"]]["publisher"],
            "marks": cite(row, is_printed=number < most),
            "is_printed": number < most,
        }
        for number, row in enumerate(rows)
    ]


def _advice(record: Record, cite: Cite, most: int) -> list[Record]:
    return [
        advice
        | {
            "marks": cite(*advice["figures"], is_printed=number < most),
            "is_printed": number < most,
        }
        for number, advice in enumerate(record["advice"])
    ]


def _other_tiers(record: Record) -> list[Record]:
    """The tiers that do not stand under advice already."""
    advised = {advice["claim"] for advice in record["advice"]}
    return [tier for tier in record["tiers"] if tier["rule"] not in advised]


def _weight(weight: Record, cite: Cite) -> Record:
    unit = "%" if weight["is_percent"] else ""
    return weight | {"value_text": f"{weight['value']}{unit}", "marks": cite(weight)}


def shown_norms(norms: Record, cite: Cite) -> Record:
    return norms | {
        "n": _people_count(norms["n"]),
        "marks": cite(norms),
        "window": f"{day_of(norms['from'])} to {day_of(norms['to'])}",
    }


def _people_count(n: int | None) -> str:
    return f"{n:,}" if n is not None else ""
