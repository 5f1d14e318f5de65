"""What the method's page says of the projection: its numbers, and how it did on reports."""

import json
from functools import cache
from typing import Any

from django.conf import settings

from scores.engine.edition import Edition
from scores.engine.practice.distributions import t_quantile
from scores.engine.practice.model import unit_of
from scores.engine.practice.readings import Model as Present
from scores.engine.practice.readings import has_model
from scores.engine.practice.reports import AVERAGES, FREE120, SURVEY
from scores.engine.practice.scale import Model, population_of, precision_of

SETS = {
    SURVEY: "Survey of 2018: older forms, no dates",
    AVERAGES: "Practice averages of 2026, with the Free 120 where known",
    FREE120: "Free 120 of 2026",
}

RESULTS = settings.BASE_DIR / "fixtures" / "backtest" / "results.json"
"""What `backtest --write` left beside the reports."""


@cache
def backtest_results() -> dict[str, Any]:
    results: dict[str, Any] = json.loads(RESULTS.read_text("utf-8"))
    return results


EVIDENCE = settings.BASE_DIR / "fixtures" / "backtest" / "evidence.json"
"""The same, of the present projection."""


@cache
def evidence() -> dict[str, Any]:
    results: dict[str, Any] = json.loads(EVIDENCE.read_text("utf-8"))
    return results


def _titled(results: dict[str, Any]) -> dict[str, Any]:
    """With the title of each set of reports."""
    priors = [
        found | {"sets": [each | {"title": SETS[each["set"]]} for each in found["sets"]]}
        for found in results["priors"]
    ]
    return results | {"priors": priors}


def projection_context(edition: Edition) -> dict[str, Any]:
    """Empty for an edition without the projection's parameters."""
    if not edition.parameters:
        return {}
    if has_model(edition):
        return {"model": Present.of(edition), "evidence_of_model": _titled(evidence())}
    model = Model.of(edition)
    freedom = int(model.values["tail"])
    reach = t_quantile((1 + model.settings["interval_level"] / 100) / 2, freedom)
    results = backtest_results()
    sets = {tested["set"]: tested for tested in results["sets"]}
    return {
        "model": model,
        "population": population_of(edition),
        "precision": precision_of(edition),
        "reach": reach * unit_of(1, freedom),
        "backtest": {
            "edition": results["edition"],
            "sets": [sets[name] | {"title": title} for name, title in SETS.items()],
        },
    }
