"""Every kind of page in a browser: no barrier, no scrolling sideways, no shift, no complaint."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test.signals import template_rendered

from tests.page_types import FAILED, cookies_of, make_contents, page_types

pytestmark = pytest.mark.slow

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIOLATIONS = {"resultTypes": ["violations"]}
ALL = VIOLATIONS | {"runOnly": {"type": "tag", "values": RULES}}
COLORS = VIOLATIONS | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}

PHONE, DESK = {"width": 320, "height": 800}, {"width": 1280, "height": 900}
USUAL, LARGE = {"standard": 16, "fixed": 13}, {"standard": 32, "fixed": 26}
SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifted += entry.value;
    }).observe({type: "layout-shift", buffered: true});
"""
SLOW = {"offline": False, "latency": 50, "downloadThroughput": 40_000, "uploadThroughput": 40_000}
"""In milliseconds and bytes a second: a page is painted before its end is there."""

SHIFTED_AFTER_PAINT = """
    new Promise((answer) => requestAnimationFrame(() => setTimeout(() => answer(shifted), 100)))
"""

SHAPES = """() => [...document.querySelectorAll("body, body *")]
    .map((each) => `${each.localName}.${each.getAttribute("class") ?? ""}`)
"""
"""What a page is made of, but for its words: elements and their classes."""

IS_HIDDEN = "(each) => getComputedStyle(each).visibility == 'hidden'"
STICKING_OUT = """() => document.documentElement.scrollWidth > innerWidth && (
    [...document.querySelectorAll("body *")]
        .filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5)
        .map((each) => each.outerHTML.slice(0, 100)).at(-1) ?? "something"
)"""


class Visitor:
    def __init__(self, context, address, cookies):
        for name, value in cookies.items():
            context.add_cookies([{"name": name, "value": value, "url": address}])
        context.add_init_script(SHIFTS)
        context.route("**/*.js", come_late)
        self.page, self.said = context.new_page(), []
        self.devtools = context.new_cdp_session(self.page)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def show(self, *, size=PHONE, scheme="light", text=USUAL):
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme=scheme)
        self.devtools.send("Page.setFontSizes", {"fontSizes": text})
        self.page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished))")


def come_late(route):
    """After the first view was painted: what a script moves then is seen to move."""
    time.sleep(0.2)
    route.continue_()


@pytest.fixture
def rendered():
    """The names of the templates that the live server, which runs in here, has rendered."""
    names = set()

    def note(template, **signal):
        names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


@pytest.fixture
def visit(chromium, live_server, settings):
    """Opens pages as one visitor or another."""
    settings.ROOT_URLCONF, settings.SECOND_FACTOR = "tests.failing_urls", True
    visitors = {}

    def visit(page_type):
        name = page_type.visitor
        if name not in visitors:
            context = chromium.new_context(base_url=live_server.url, reduced_motion="reduce")
            visitors[name] = Visitor(context, live_server.url, cookies_of(name))
        visitors[name].said.clear()
        visitors[name].show()
        visitors[name].page.goto(page_type.address)
        return visitors[name]

    yield visit
    for visitor in visitors.values():
        visitor.page.context.close()


MAIN = ("start", "errors", "heaviest result", "link to answer", "review")
"""What most people see: looked through by whoever is at work too."""

PARTS = 2


def test_main_pages_are_open_to_everybody(visit, rendered):
    types = [each for each in page_types(make_contents()) if each.name in MAIN]

    assert len(types) == len(MAIN)
    assert faults_of_all(visit, rendered, types) == []


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_open_to_everybody(visit, rendered, part):
    assert faults_of_all(visit, rendered, page_types(make_contents())[part::PARTS]) == []


def faults_of_all(visit, rendered, types):
    """Of the same templates and elements as pages before it, none is looked through again."""
    faults, seen = [], set()
    for page_type in types:
        visitor = visit(page_type)
        faults += [f"{page_type.name}: {fault}" for fault in faults_of(visitor, rendered, seen)]
        if page_type.name not in (*FAILED, "link that opens nothing"):
            faults += [f"{page_type.name}: {said}" for said in visitor.said]
    return faults


def test_no_page_moves_while_it_arrives(chromium, live_server):
    """With the style sheets at hand, a page is painted as far as it is there."""
    types = {each.name: each for each in page_types(make_contents())}
    with chromium.new_context(base_url=live_server.url, viewport=DESK) as context:
        context.add_init_script(SHIFTS)
        page = context.new_page()
        page.goto("/corrections/")
        page.goto("/compare/")
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW)

        for name in ("edition", "corrections", "all specialties", "heaviest result"):
            page.goto(types[name].address)
            assert not page.evaluate(SHIFTED_AFTER_PAINT), name
            for part in page.locator(".site-header, .table-box, .is-compared").all():
                assert not part.evaluate(IS_HIDDEN), name


def faults_of(visitor, rendered, seen):
    """At the narrowest, which is a desk at 400 %; in the dark; with text twice as large."""
    page = visitor.page
    if page.evaluate("shifted"):
        yield f"shifts by {page.evaluate('shifted')}"
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    made_of = {*page.evaluate(SHAPES), *rendered}
    is_new = not made_of <= seen
    seen |= made_of
    if is_new:
        yield from broken(Axe().run(page, options=ALL).response)
    yield from sideways(page, "at 320 pixels")
    visitor.show(size=DESK, scheme="dark")
    if is_new:
        yield from broken(page.evaluate("(colors) => axe.run(colors)", COLORS))
    yield from sideways(page, "at 1280 pixels")
    visitor.show(size=DESK, text=LARGE)
    yield from sideways(page, "with large text")


def broken(found):
    for rule in found["violations"]:
        yield f"{rule['id']} in {rule['nodes'][0]['html']}"


def sideways(page, how):
    sticking_out = page.evaluate(STICKING_OUT)
    if sticking_out:
        yield f"scrolls sideways {how}, for {sticking_out}"
