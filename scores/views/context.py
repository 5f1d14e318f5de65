"""What stands beside the target and is no part of it: other figures, advice, norms, pass rates."""

from scores.engine.record import Record
from scores.views.citations import Citations, Cite
from scores.views.ledger import ledger
from scores.wording.context import say_difference, say_group


def beside_page(record: Record, citations: Citations, most_on_paper: tuple[int, int]) -> Record:
    """On paper, there is room for so many other figures and so much advice."""
    most_others, most_advice = most_on_paper
    cite = citations.on_screen
    others = _others(record, citations.cite, most_others)
    advice = _advice(record, citations.cite, most_advice)
    advised = {each["claim"] for each in advice}
    tiers = [tier for tier in record["tiers"] if tier["rule"] not in advised]
    weights = record["weights"] if record["inputs"]["exam"] == "step2ck" else ()
    return {
        "others": others,
        "advice": advice,
        "left_out_on_paper": sum(not each["is_printed"] for each in (*others, *advice)),
        "tiers": ledger(tiers, record, cite),
        "norms": norms_with("target", record, cite),
        "chances": [chance | {"marks": cite(chance["figure"])} for chance in record["chances"]],
        "pass_rates": [rate | {"marks": cite(rate)} for rate in record["pass_rates"]],
        "weights": [weight | {"marks": cite(weight)} for weight in weights],
    }


def norms_with(score: str, record: Record, cite: Cite) -> list[Record]:
    """The norm windows that say where the target, or the actual score, stands."""
    return [norms | {"marks": cite(norms)} for norms in record["norms"] if norms[score]]


def _others(record: Record, cite: Cite, most: int) -> list[Record]:
    """The figure the target rests on, then every other one."""
    target = record["target"]
    used = target["benchmark"]
    rows = [other | {"differs": say_difference(other, used, record)} for other in record["others"]]
    if used:
        about = {"is_used": True, "group_name": say_group(used), "target": target["score"]}
        rows.insert(0, used | about)
    return [
        row
        | {
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
