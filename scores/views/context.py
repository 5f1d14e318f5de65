"""What stands beside the target and is no part of it: other figures, advice, norms, pass rates."""

from scores.engine.record import Record
from scores.views.citations import Citations, Cite
from scores.views.ledger import ledger
from scores.wording.context import say_difference, say_group


def beside_page(record: Record, citations: Citations, most_on_paper: tuple[int, int]) -> Record:
    """On paper, there is room for so many other figures and so much advice."""
    most_others, most_advice = most_on_paper
    cite = citations.on_screen
    others = _cited([(row, [row]) for row in _others(record)], citations.cite, most_others)
    given = [(advice, advice["figures"]) for advice in record["advice"]]
    advice = _cited(given, citations.cite, most_advice)
    advised = {each["claim"] for each in advice}
    tiers = [tier for tier in record["tiers"] if tier["rule"] not in advised]
    weights = record["weights"] if record["inputs"]["exam"] == "step2ck" else ()
    surveys = by_year([weight | {"marks": cite(weight)} for weight in weights])
    return {
        "others": others,
        "advice": advice,
        "left_out_on_paper": sum(not each["is_printed"] for each in (*others, *advice)),
        "tiers": ledger(tiers, record, cite),
        "norms": norms_with("target", record, cite),
        "chances": [chance | {"marks": cite(chance["figure"])} for chance in record["chances"]],
        "application": [
            step | {"marks": cite(*step["figures"])} for step in record.get("application", ())
        ],
        "pass_rates": [rate | {"marks": cite(rate)} for rate in record["pass_rates"]],
        "surveys": surveys,
    }


def by_year(weights: list[Record]) -> list[Record]:
    """The answers of each survey, the newest year first and what most programs cite on top."""
    years = sorted({weight["cycle"] for weight in weights}, reverse=True)
    return [
        {
            "year": year,
            "weights": sorted(
                (weight for weight in weights if weight["cycle"] == year),
                key=lambda weight: -float(weight["value"] if weight["is_percent"] else 0),
            ),
        }
        for year in years
    ]


def norms_with(score: str, record: Record, cite: Cite) -> list[Record]:
    """The norm windows that say where the target, or the actual score, stands."""
    return [norms | {"marks": cite(norms)} for norms in record["norms"] if norms[score]]


def _others(record: Record) -> list[Record]:
    """The figure the target rests on, then every other one."""
    sources, used = record["sources"], record["target"]["benchmark"]
    rows = [other | {"differs": say_difference(other, used, record)} for other in record["others"]]
    if used:
        about = {"group_name": say_group(used), "target": record["target"]["score"]}
        rows.insert(0, used | about | {"is_used": True})
    return [row | {"publisher": sources[row["source"]]["publisher"]} for row in rows]


def _cited(rows: list[tuple[Record, list[Record]]], cite: Cite, most: int) -> list[Record]:
    """Rows with the marks of the figures they rest on; on paper, so many of them."""
    cited = []
    for number, (row, figures) in enumerate(rows):
        is_printed = number < most
        marks = cite(*figures, is_printed=is_printed)
        cited.append(row | {"marks": marks, "is_printed": is_printed})
    return cited
