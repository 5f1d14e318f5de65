"""Backtests for the method page: how projections and chances did on recorded data."""

import json
from functools import cache
from typing import Any

from django.conf import settings

from scores.engine.edition import Edition
from scores.engine.match.bands import by_cycles, check
from scores.engine.practice.readings import Model, has_model
from scores.engine.practice.reports import AVERAGES, FREE120, SURVEY

SETS = {
    SURVEY: "Survey of 2018: older forms, no dates",
    AVERAGES: "Practice averages of 2026, with the Free 120 where known",
    FREE120: "Free 120 of 2026",
}

EVIDENCE = settings.BASE_DIR / "fixtures" / "backtest" / "evidence.json"
"""Written by `backtest --write`."""


@cache
def evidence() -> dict[str, Any]:
    """The results of the backtest: by prior, each set of reports with its title."""
    results: dict[str, Any] = json.loads(EVIDENCE.read_text("utf-8"))
    for found in results["priors"]:
        for tested in found["sets"]:
            tested["title"] = SETS[tested["set"]]
    return results


def projection_context(edition: Edition) -> dict[str, Any]:
    """The model and its backtest; empty for an edition without a model."""
    return {"model": Model.of(edition), "evidence_of": evidence()} if has_model(edition) else {}


WORST = 10
"""How many of the bands with the largest errors the page lists."""


def chances_context(edition: Edition) -> dict[str, Any]:
    """The chance of matching beside every recorded score band; empty without a model."""
    found = check(edition)
    return {"checks": list(by_cycles(found)), "worst": found[:WORST]} if found else {}
