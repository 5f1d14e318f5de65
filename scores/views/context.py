"""The parts of a page beside the target: other figures, advice, norms and pass rates."""

from scores.engine.record import Record
from scores.views.citations import Cite
from scores.views.ledger import ledger
from scores.wording.context import say_difference, say_group


def beside_page(record: Record, cite: Cite, cite_rest: Cite) -> Record:
    """Other figures, advice and tiers, cited with `cite`; the rest, cited with `cite_rest`."""
    advised = {each["claim"] for each in record["advice"]}
    tiers = [tier for tier in record["tiers"] if tier["rule"] not in advised]
    weights = record["weights"] if record["inputs"]["exam"] == "step2ck" else ()
    return {
        "others": [row | {"marks": cite(row)} for row in _others(record)],
        "advice": [each | {"marks": cite(*each["figures"])} for each in record["advice"]],
        "tiers": ledger(tiers, record, cite),
        "chances": [each | {"marks": cite_rest(each["figure"])} for each in record["chances"]],
        "application": [
            step | {"marks": cite_rest(*step["figures"])} for step in record.get("application", ())
        ],
        "pass_rates": [rate | {"marks": cite_rest(rate)} for rate in record["pass_rates"]],
        "surveys": by_year([weight | {"marks": cite_rest(weight)} for weight in weights]),
    }


def by_year(weights: list[Record]) -> list[Record]:
    """The answers by year, newest first, with the factors that most programs cite on top."""
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
    """The norm windows that have a percentile for `score`, which is “target” or “actual”."""
    return [norms | {"marks": cite(norms)} for norms in record["norms"] if norms[score]]


def _others(record: Record) -> list[Record]:
    """The benchmark of the target, then every other figure."""
    sources, used = record["sources"], record["target"]["benchmark"]
    rows = [other | {"differs": say_difference(other, used, record)} for other in record["others"]]
    if used:
        about = {"group_name": say_group(used), "target": record["target"]["score"]}
        rows.insert(0, used | about | {"is_used": True})
    return [row | {"publisher": sources[row["source"]]["publisher"]} for row in rows]
