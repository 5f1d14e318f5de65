"""Measures the size and speed of the first view of a result, on a slow line and phone."""

import statistics
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Page, Request, sync_playwright

from .line import Line, at_most
from .programs import chromium
from .site import Site

ROUNDS = 9
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 1_600_000 / 8,
}
WATCH = """
    window.seen = {lcp: 0, cls: 0, isUnfolding: false};
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.lcp = entry.startTime;
    }).observe({type: "largest-contentful-paint", buffered: true});
    new PerformanceObserver((list) => {
        if (!seen.isUnfolding) for (const entry of list.getEntries()) seen.cls += entry.value;
    }).observe({type: "layout-shift", buffered: true});
"""
PHONE = {"width": 412, "height": 823}


def lines(site: Site) -> Iterator[Line]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        view(browser, site, "result")  # a browser that has just started is slow
        for name in ("result", "result with practice tests", "heaviest result"):
            views = [view(browser, site, name) for _ in range(ROUNDS)]
            lcp = statistics.median(each["lcp"] for each in views)
            yield at_most(f"first view, requests: {name}", views[0]["requests"], 6)
            yield at_most(f"first view, kB: {name}", views[0]["bytes"] / 1000, 60, "{:.1f}")
            yield at_most(f"first view, LCP in s: {name}", lcp / 1000, 1.0, "{:.2f}")
            cls = max(each["cls"] for each in views)
            yield at_most(f"first view and update, CLS: {name}", cls, 0)
            size = max(each["update"] for each in views)
            yield at_most(f"update, kB: {name}", size / 1000, 12, "{:.1f}")
        browser.close()


def view(browser: Browser, site: Site, name: str) -> dict[str, float]:
    """Measures one visit with an empty cache, and a change of the aim."""
    with browser.new_context(ignore_https_errors=True, viewport=PHONE) as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        finished: list[float] = []
        icons: set[str] = set()
        devtools.on(
            "Network.responseReceived",
            lambda event: "favicon" in event["response"]["url"] and icons.add(event["requestId"]),
        )

        def note(event: dict[str, Any]) -> None:
            """Leaves out the icon of the tab, and what the browser draws into a date field."""
            if event["encodedDataLength"] and event["requestId"] not in icons:
                finished.append(event["encodedDataLength"])

        devtools.on("Network.loadingFinished", note)
        page.goto(f"{site.address}{site.page(name).address}", wait_until="networkidle")
        first = list(finished)
        finished.clear()
        unfold_answers(page)
        other = page.locator("[name=aim]:not(:checked)").first
        with page.expect_event("requestfinished", lambda each: part_of(each) == "result") as update:
            other.check()
        page.wait_for_timeout(1000)
        seen = page.evaluate("seen")
        sizes = {"bytes": sum(first), "update": weight(update.value)}
        return seen | sizes | {"requests": len(first)}


def unfold_answers(page: Page) -> None:
    """Opens all answers; what moves meanwhile is not counted, as the visitor caused it."""
    page.evaluate("seen.isUnfolding = true")
    page.locator(".goal-answers > summary").click()
    page.locator(".more").evaluate("each => { each.open = true }")
    page.wait_for_timeout(1000)
    page.evaluate("seen.isUnfolding = false")


def part_of(request: Request) -> str:
    """The part of the page that htmx asked for."""
    return request.headers.get("hx-target", "")


def weight(request: Request) -> int:
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]
