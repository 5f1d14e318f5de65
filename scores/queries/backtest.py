"""The published backtest: what `backtest --write` left beside the reports."""

import json
from functools import cache
from typing import Any

from django.conf import settings

RESULTS = settings.BASE_DIR / "fixtures" / "backtest" / "results.json"


@cache
def backtest_results() -> dict[str, Any]:
    results: dict[str, Any] = json.loads(RESULTS.read_text("utf-8"))
    return results
