"""Checks four pages with Lighthouse as on a phone, each five times.

The table has the median of performance, and the lowest of each other score.
"""

import json
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .line import Line, at_least
from .programs import chromium, run
from .site import Site

ROUNDS = 5
ATTEMPTS = 3
LEAST = 0.99
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--ignore-certificate-errors"
)


def lines(site: Site) -> Iterator[Line]:
    speeds = []
    for name in ("start", "result with practice tests", "specialty", "link to look"):
        address = f"{site.address}{site.page(name).address}"
        reports = [report(address) for _ in range(ROUNDS)]
        speeds += [each["environment"]["benchmarkIndex"] for each in reports]
        yield from lines_of(name, reports)
    yield Line(
        "the machine itself, by Lighthouse’s benchmark index", f"{statistics.median(speeds):.0f}"
    )


def lines_of(name: str, reports: list[dict]) -> Iterator[Line]:
    is_indexed = reports[0]["audits"]["is-crawlable"]["score"] == 1
    for category in CATEGORIES:
        scores = [each["categories"][category]["score"] for each in reports]
        what = f"Lighthouse {category}: {name}"
        if category == "performance":
            yield Line(what, f"{statistics.median(scores):.2f}")
        elif category != "seo" or is_indexed:
            yield at_least(what, min(scores), LEAST, "{:.2f}")
            yield from lost(what, reports[0], category)


def lost(what: str, report: dict, category: str) -> Iterator[Line]:
    """The audits that lost points."""
    for part in report["categories"][category]["auditRefs"]:
        audit = report["audits"][part["id"]]
        if part["weight"] and audit["score"] is not None and audit["score"] < 1:
            yield Line(f"{what}, lost by", f"{audit['id']}: {audit['title']}")


def report(address: str) -> dict:
    """The report on a page. It runs again if Lighthouse missed the beginning of the page."""
    for _ in range(ATTEMPTS - 1):
        try:
            return report_at_once(address)
        except SystemExit:
            continue
    return report_at_once(address)


def report_at_once(address: str) -> dict:
    with tempfile.NamedTemporaryFile() as written:  # a pipe gets only the beginning
        run(
            "node",
            "node_modules/lighthouse/cli/index.js",
            address,
            "--quiet",
            "--output=json",
            f"--output-path={written.name}",
            "--no-enable-error-reporting",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={FLAGS}",
            CHROME_PATH=chromium() or "",
        )
        found = json.loads(Path(written.name).read_text(encoding="utf-8"))
    if "runtimeError" in found:
        raise SystemExit(f"run audit: Lighthouse: {found['runtimeError']['message']}")
    return found
