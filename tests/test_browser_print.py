"""Results, comparisons and shared goals on paper: one page each, with its address and its code."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from playwright.sync_api import expect

from scores.editions.reader import published_edition
from scores.forms.goal import read_goal_query
from scores.goals.redact import ALL
from scores.goals.share import respond, share_goal
from scores.models import Release
from tests.answer_states import ANSWERS

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("edition_with_projection")]

MANAGE = "the-token-of-a-print-30-letters"


def day(ahead):
    return datetime.now(UTC).date() + timedelta(days=ahead)


def taken(*scores):
    """Practice tests taken a fortnight apart, the last one a week ago."""
    forms = ("nbme14", "uwsa2", "nbme15", "free120", "nbme16", "uwsa3")
    return "".join(
        f"&test={form}&score={score}&taken={day(-7 - 14 * (len(scores) - number))}"
        for number, (form, score) in enumerate(zip(forms, scores, strict=False), start=1)
    )


FIVE = f"&exam_date={day(150)}{taken(238, 243, 246, 78, 249)}"
DERMATOLOGY = "/goal/?specialty=dermatology&group=us-md-senior"
WEAK = "&factor=low-class-rank&factor=failed-exam&factor=little-us-experience"
RESULTS = {
    "target": DERMATOLOGY,
    "stand-in": "/goal/?specialty=dermatology&group=non-us-img",
    "none": "/goal/?specialty=preventive-medicine&group=us-do-senior&decline=all-specialties",
    "step1": "/goal/?exam=step1&group=us-img",
    "step3": "/goal/?exam=step3",
    "scored": "/goal/?specialty=family-medicine&group=non-us-img&situation=scored&actual_score=222",
    "failed": "/goal/?specialty=internal-medicine&group=us-img&situation=failed"
    f"&attempt_date={day(-300)}&exam_date={day(150)}{taken(225)}",
    "five tests": f"{DERMATOLOGY}{FIVE}",
    "everything": f"/goal/?specialty=dermatology&group=non-us-img&aim=strong{WEAK}{FIVE}",
    "edition of the past": f"{DERMATOLOGY}&edition=2025.1",
    **{f"answer, {state}": address for state, address in ANSWERS.items()},
}
COMPARISONS = {
    "all specialties": f"/compare/?group=us-img&exam_date={day(150)}{taken(247)}",
    "every group": "/compare/?specialty=dermatology&group=us-md-senior&group=us-img",
    "two specialties": "/compare/?group=us-md-senior&specialty=dermatology&specialty=psychiatry"
    f"&exam_date={day(150)}{taken(247)}",
    "all groups": "/compare/?group=us-md-senior&group=us-do-senior&group=us-img&group=non-us-img"
    f"&exam_date={day(150)}{taken(247)}",
}

FONTS = {
    "narrow": {
        "sans": '"Liberation Sans", Arial, sans-serif',
        "serif": '"Liberation Serif", serif',
    },
    "wide": {"sans": '"DejaVu Sans", Verdana, sans-serif', "serif": '"DejaVu Serif", serif'},
}

SET_FONTS = """({sans, serif}) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:root { --sans: ${sans}; --serif: ${serif} }`
        + ":root * { letter-spacing: .01em }");
    document.adoptedStyleSheets = [sheet];
}"""

SMALL_TYPE = """() => [...document.querySelectorAll("body *")]
    .filter((each) => !each.closest("svg, .source-mark") && each.checkVisibility()
        && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 9.99)
    .map((each) => `${each.tagName} ${each.className}: ${each.textContent.trim().slice(0, 40)}`)"""
"""Seven and a half points are ten pixels."""


def pages_of(page):
    """How many pages it prints on each paper, in a narrow and in a wide face."""
    counts = {}
    for name, fonts in FONTS.items():
        page.evaluate(SET_FONTS, fonts)
        for paper in ("A4", "Letter"):
            printed = page.pdf(format=paper)
            counts[f"{paper}, {name}"] = len(re.findall(rb"/Type\s*/Page\b", printed))
    return counts


ONE_EACH = {f"{paper}, {name}": 1 for name in FONTS for paper in ("A4", "Letter")}


def is_keyed(page):
    """The code with its address is there to be scanned."""
    key = page.locator(".print-key")
    expect(key).to_be_visible()
    return key.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 0


@pytest.mark.parametrize("kind", RESULTS | COMPARISONS)
def test_result_or_comparison_is_one_page_with_its_address_and_code(page, kind):
    """Every specialty in four groups takes two."""
    address = (RESULTS | COMPARISONS)[kind]
    page.goto(address)

    if kind == "all groups":
        assert max(pages_of(page).values()) == 2
    else:
        assert pages_of(page) == ONE_EACH
    if kind in RESULTS:
        expect(page.locator(".address")).to_be_hidden()

    page.emulate_media(media="print")
    assert is_keyed(page)
    if kind in RESULTS and len(address) > 120:
        expect(page.get_by_text("The code leads to this result.")).to_be_visible()
    else:
        answer = re.search(r"(exam|specialty|group|aim)=[a-z0-9-]+", address)[0]
        expect(page.locator(".address")).to_contain_text(answer)
    expect(page.get_by_text("Not affiliated with USMLE").first).to_be_visible()
    assert page.evaluate(SMALL_TYPE) == []


def test_sources_on_paper_are_those_cited_there_under_their_own_numbers(page):
    page.goto(RESULTS["everything"])
    page.emulate_media(media="print")

    cited = {int(each) for each in page.locator(".source-mark:visible").all_inner_texts()}
    listed = [
        int(each.partition(".")[0]) for each in page.locator(".card:visible").all_inner_texts()
    ]

    assert cited == set(listed)
    assert listed == sorted(listed)


def test_code_of_a_result_follows_its_update_and_waits_for_the_print(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(DERMATOLOGY, wait_until="networkidle")

    assert not any("qr.svg" in address for address in asked)

    page.get_by_text("More about you").click()
    page.get_by_role("radio", name="Strong", exact=True).check()
    expect(page.locator("#result")).to_contain_text("Aim for 266")
    page.pdf(format="A4")

    assert asked[-1].endswith("/goal/qr.svg?specialty=dermatology&group=us-md-senior&aim=strong")


def test_long_row_of_practice_tests_is_cut_on_paper(page):
    page.goto(
        DERMATOLOGY + "".join(f"&test=nbme14&score={240 + n}&taken={day(-n)}" for n in range(9))
    )

    page.emulate_media(media="print")

    expect(page.locator(".readings tbody tr:visible")).to_have_count(6)
    expect(page.get_by_text("The six latest of 9.")).to_be_visible()


@pytest.mark.parametrize(
    "note", ["Take one more NBME before you book. " * 4, "A long word. " * 380]
)
def test_shared_goal_is_one_page_with_answers_changes_digest_and_code(page, note):
    """One edition later; what two have changed may take a second page."""
    now = datetime.now(UTC)
    Release.objects.filter(edition__label="2026.2").delete()
    edition = published_edition("2025.1")
    query = read_goal_query(QueryDict(RESULTS["everything"].partition("?")[2]), edition, day(0))
    goal = share_goal(
        manage=MANAGE,
        answers=query.answers,
        edition=edition,
        shown=ALL,
        expires_at=now + timedelta(days=365),
        at=now,
    )
    for name in ("Dr Haddad", "Prof. Lindqvist", "Ms Okafor", "Mr Sato"):
        respond(
            goal=goal,
            revision=1,
            submission=name,
            name=name,
            note=note,
            agreed_target=252,
            look_again=day(60),
        )
    page.goto(f"/g/{MANAGE}/")

    assert pages_of(page) == ONE_EACH

    page.emulate_media(media="print")
    assert is_keyed(page)
    expect(page.locator(".answers").get_by_text("Mr Sato")).to_be_visible()
    expect(page.locator(".changes")).to_be_visible()
    expect(page.locator(".digest-rest")).to_be_visible()
    expect(page.locator(".about ~ .address")).to_contain_text("/g/")
    assert page.evaluate(SMALL_TYPE) == []
