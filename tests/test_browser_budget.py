"""How much an answer may be: height, words, marks, sizes of type and bytes, in every state."""

import pytest

from tests.answer_states import ANSWERS

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("edition_with_projection")]

LAPTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

MOST = {
    "laptop": 3000,
    "phone": 4500,
    "words": 700,
    "sizes": 8,
    "bytes": 45_000,
    "marks": 40,
    "requests": 6,
}
"""Pixels of height; words outside the form and closed folds; sizes of type; bytes of HTML,
uncompressed; marks of sources; requests of a first view."""

A_TEST = 2_200
"""Bytes of a practice test beyond three: its row in the form, in the picture and in the table."""

MEASURE = """() => {
    const shown = (each) => each.checkVisibility({ visibilityProperty: true });
    const result = document.getElementById("result");
    const texts = (root) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = [];
        while (walker.nextNode()) {
            const { parentElement: parent, data } = walker.currentNode;
            if (data.trim() && shown(parent)) found.push([parent, data.trim()]);
        }
        return found;
    };
    const words = texts(result).flatMap(([, text]) => text.split(/\\s+/)).length;
    const sizes = texts(document.body).map(([parent]) => getComputedStyle(parent).fontSize);
    const marks = [...result.querySelectorAll(".source-mark")].filter(shown).length;
    return { words, marks, sizes: [...new Set(sizes)].length };
}"""


@pytest.mark.parametrize("state", ANSWERS)
def test_answer_keeps_to_its_budget(visitor, state):
    page = visitor(viewport=LAPTOP)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    response = page.goto(ANSWERS[state])
    found = page.evaluate(MEASURE) | {
        "bytes": len(response.body()),
        "laptop": page.evaluate("document.documentElement.scrollHeight"),
        "requests": len([url for url in asked if not url.endswith(".svg")]),
    }
    page.set_viewport_size(PHONE)
    found["phone"] = page.evaluate("document.documentElement.scrollHeight")

    more_tests = max(0, ANSWERS[state].count("&test=") - 3)
    most = MOST | {"bytes": MOST["bytes"] + A_TEST * more_tests}
    assert {name: value for name, value in found.items() if value > most[name]} == {}
    assert page.said == []


@pytest.mark.parametrize("state", ANSWERS)
def test_answer_is_on_top(visitor, state):
    """Headline, sentence and action on a phone; tiles and the picture begun on a laptop."""
    page = visitor(viewport=PHONE)
    page.goto(ANSWERS[state])
    action = page.locator(".action")
    assert action.bounding_box()["y"] + action.bounding_box()["height"] <= PHONE["height"]

    page.set_viewport_size(LAPTOP)
    for part in (".tiles", ".score-picture"):
        if page.locator(part).count():
            assert page.locator(part).bounding_box()["y"] < LAPTOP["height"]


WIDTH = "document.documentElement.scrollWidth"
COLORS = """(all) => all.map((each) => getComputedStyle(each))
    .map(({ color, backgroundColor }) => [color, backgroundColor])"""


@pytest.mark.parametrize("state", ANSWERS)
def test_answer_fits_the_narrowest_phone_large_text_and_forced_colors(visitor, state):
    """320 pixels are a laptop at 400%; text twice as large is 200%."""
    page = visitor(viewport=PHONE | {"width": 320}, forced_colors="active")
    page.goto(ANSWERS[state])
    widths = {320: page.evaluate(WIDTH)}
    colors = page.locator(".verdict, .action, .tile-value").evaluate_all(COLORS)
    page.set_viewport_size(LAPTOP)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    widths[1280] = page.evaluate(WIDTH)

    assert {seen for seen, width in widths.items() if width > seen} == set()
    assert all(text != ground for text, ground in colors)


def test_form_with_three_tests_is_whole_on_a_laptop(visitor):
    page = visitor(viewport=LAPTOP)
    page.goto(ANSWERS["possible"])
    form = page.locator(".goal-form")

    assert form.evaluate("(each) => each.scrollHeight <= each.clientHeight")
