"""Specialties and groups side by side: every row as the goal page has it, nothing breaks it."""

import re

import pytest

pytestmark = pytest.mark.django_db

ALL = "group=us-img&exam_date=2027-05-01"
TESTED = f"{ALL}&test=nbme14&score=247&taken=2026-11-01"
EVERY_GROUP = (
    "specialty=dermatology&group=us-md-senior&group=us-do-senior&group=us-img&group=non-us-img"
)


@pytest.fixture
def get(client):
    """The text of the page, with runs of white space as one space."""

    def get(query):
        response = client.get(f"/compare/?{query}")
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return get


def names_of(page):
    """The names of the rows of the table, in their order."""
    return re.findall(r'<th scope="row"> <a href="[^"]*">([^<]*)</a>', page)


def heads_of(page):
    return re.findall(r'<th scope="col" class="numeric[^>]*><a [^>]*>([^<]*)</a>', page)


def cells_of(page, head):
    """One column of numbers of the table, in its order, without its markup."""
    column = heads_of(page).index(head)
    rows = re.findall(r'<th scope="row">.*?</tr>', page)
    cells = [re.findall(r'<td class="numeric[^>]*>(.*?)</td>', row)[column] for row in rows]
    return [" ".join(re.sub(r"<[^>]*>", "", cell).split()) for cell in cells]


def numbers_of(page, head):
    """The same as numbers; “–” left out."""
    found = [re.search(r"[+−]?[\d,.]+", cell) for cell in cells_of(page, head)]
    return [float(each[0].replace("−", "-").replace(",", "")) for each in found if each]


# What is compared


def test_page_without_answers_shows_an_example_and_asks_for_a_group(client):
    response = client.get("/compare/")
    page = response.content.decode()

    assert "Applicant groups" in page
    assert "25 specialties for US MD seniors" in page
    assert "An example, until you tick your own" in page
    assert not re.search(r'name="group"[^>]* checked', page)
    assert "Choose specialties: now all 25" in page
    assert "error-summary" not in page
    assert "noindex" not in page
    assert '<link rel="canonical" href="http://testserver/compare/">' in page


def test_all_specialties_for_one_group(get):
    page = get(ALL)

    assert len(names_of(page)) == 25
    assert "25 specialties for US IMGs" in page
    assert '<meta name="robots" content="noindex">' in page
    assert page.count('aria-label="Middle 50% ') == 25


def test_one_specialty_for_every_group(get):
    page = get(EVERY_GROUP)

    assert names_of(page) == ["US MD seniors", "US DO seniors", "US IMGs", "Non-US IMGs"]
    assert "Dermatology, group by group" in page
    assert "target is-stand-in" in page


@pytest.mark.parametrize("query", [ALL, EVERY_GROUP, TESTED])
def test_each_row_leads_to_a_result_with_its_target(client, get, query):
    page = get(query)
    addresses = re.findall(r'<th scope="row"> <a href="([^"]*)">', page)
    targets = numbers_of(page, "Target")

    for address, target in zip(addresses[:3], targets[:3], strict=True):
        query = address.replace("&amp;", "&").partition("?")[2]
        record = client.get(f"/goal.json?{query}").json()
        assert record["target"]["score"] == int(target)


def test_projection_gives_chance_and_share(edition_with_projection, get):
    page = get(TESTED)

    assert "You’re heading for about 249 (233–266)." in page
    assert "Of 100 people who posted scores like these, about 80 scored 233 to 266." in page
    assert heads_of(page) == ["Target", "Chance", "Match rate", "Positions"]
    assert '<rect class="interval"' in page
    page = get(TESTED.replace("us-img", "us-md-senior"))
    assert heads_of(page)[2] == "Matched with 257"
    assert "This is an association, not your odds" in page
    assert "Why some have no estimate" in page


def test_reason_is_told_where_a_group_has_no_share_at_all(edition_with_projection, get):
    page = get("group=us-img")

    assert "Matched with" not in page
    assert "scores of US IMGs who did not match are not published." in page


def test_weak_tests_have_no_point_no_chance_and_no_share(edition_with_projection, get):
    page = get("group=us-md-senior&test=nbme13&score=203&taken=&test=uwsa1&score=209&taken=")

    assert "Your tests are below passing." in page
    assert "Your tests are at about 205, and the passing score is 218." in page
    assert heads_of(page) == ["Target", "Match rate", "Positions"]
    assert "heading for" not in page
    assert '<line class="here"' not in page


def test_groups_with_different_averages_have_their_own_projections(edition_with_projection, get):
    page = get(f"{EVERY_GROUP}&test=nbme14&score=247&taken=")

    assert " as a US senior and about " in page
    assert heads_of(page)[:4] == ["Target", "Projection", "Chance", "Matched with the projection"]
    assert len(set(cells_of(page, "Projection"))) == 2
    assert page.count('<line class="here"') == 4


def test_reckoned_bands_are_not_drawn_as_measured_ones(get):
    measured = get("group=us-md-senior&specialty=dermatology")
    reckoned = get("group=us-do-senior&specialty=anesthesiology")

    assert "is-estimated" not in measured
    assert "outlined where estimated" not in measured
    assert '<tr class="is-observed is-estimated">' in reckoned
    assert "outlined where estimated from mean and SD" in reckoned


def test_score_in_hand_is_marked_and_has_gap_and_share_in_each_row(edition_with_projection, get):
    """Case 21: 245 was nowhere."""
    page = get("group=non-us-img&situation=scored&actual_score=245")

    assert "<strong>Your score: 245.</strong>" in page
    assert "You: 245</text>" in page
    assert page.count('<line class="here"') == 28
    assert heads_of(page) == [
        *("Target", "Your gap", "Matched with your 245", "Match rate", "Positions"),
    ]
    gaps, targets = numbers_of(page, "Your gap"), numbers_of(page, "Target")
    assert [245 - target for target in targets] == gaps == sorted(gaps, reverse=True)
    surgery = names_of(page).index("General Surgery")
    assert cells_of(page, "Matched with your 245")[surgery] == "25 15–35"


def test_score_in_hand_leaves_nothing_to_project_and_no_advice_on_practice(
    edition_with_projection, get
):
    page = get(f"{TESTED}&situation=scored&actual_score=251".replace("2027-05-01", "2026-10-01"))

    assert "Chance" not in heads_of(page)
    assert "ractice tests" not in page
    assert '<input type="hidden" name="actual_score" value="251">' in page


def test_score_that_did_not_pass_is_said(edition_with_projection, get):
    page = get("group=us-img&situation=scored&actual_score=190")

    assert "190 did not pass" in page


def test_without_practice_tests_there_is_no_chance(get):
    page = get(ALL)

    assert "Chance" not in heads_of(page)
    assert 'class="interval"' not in page
    assert "sort=chance" not in page


def test_practice_tests_that_do_not_count_are_said(edition_with_projection, get):
    late = get("group=us-img&exam_date=2026-10-01&test=nbme14&score=247&taken=2026-11-01")
    assert "Your practice tests are dated after the exam, so none counts." in late

    old = get(f"{TESTED}&edition=2026.1")
    assert "These figures have no model that would project your practice tests." in old


def test_holes_have_no_number(get):
    page = get(
        "group=us-do-senior&specialty=preventive-medicine&specialty=psychiatry"
        "&decline=us-md-seniors&decline=all-specialties"
    )

    names = names_of(page)
    hole = names.index("Public Health and Preventive Medicine")
    assert cells_of(page, "Target")[hole] == "– no figure"
    assert page.count('aria-label="No middle 50%"') == 1


def test_just_passing_is_one_score_for_all(edition_with_projection, get):
    page = get("group=us-md-senior&aim=pass")

    assert "Pass: 218, safely 228" in page
    assert set(numbers_of(page, "Target")) == {228}
    assert "<svg" not in page.partition("<tbody>")[2].partition("</table>")[0]


# Two specialties


def test_two_specialties_are_side_by_side_with_bounds(edition_with_projection, get):
    two = "group=us-md-senior&specialty=dermatology&specialty=orthopaedic-surgery"
    page = get(f"{two}&test=nbme14&score=247&taken=2026-11-01")

    assert "Applying to both, at least about 75 in 100 and at most about 90 in 100" in page
    assert page.count('class="score-picture"') == 2
    assert page.count(">You: 257 (80% range") == 2
    for query in (f"{two}&specialty=urology", f"{two}&group=us-img", f"{two}&edition=2026.1"):
        assert "Applying to both" not in get(query)


def test_reason_is_told_where_one_of_two_has_no_share(edition_with_projection, get):
    page = get("group=us-md-senior&specialty=dermatology&specialty=urology")

    assert "How many match to one of two is not known where one share is not." in page
    assert "no score of urology is published." in page


PROMISES = (
    *("your chance is", "points gain", "safe to apply", "your odds of", "will match"),
    *("gains you", "chances add up", "rule out"),
)


@pytest.mark.parametrize(
    "query",
    [
        TESTED,
        EVERY_GROUP,
        "group=us-md-senior",
        "group=non-us-img&situation=scored&actual_score=245",
        f"{TESTED}&specialty=dermatology&specialty=internal-medicine".replace(
            "us-img", "us-md-senior"
        ),
    ],
)
def test_nothing_is_promised(edition_with_projection, get, query):
    page = get(query).lower()

    assert [promise for promise in PROMISES if promise in page] == []


def test_factors_come_along_and_are_changed_in_the_goal_form(get):
    page = get(f"{TESTED}&factor=failed-exam")

    assert '<input type="hidden" name="factor" value="failed-exam">' in page
    assert "What else you said in the goal form came along" in page
    assert 'href="/goal/?group=us-img&amp;exam_date=2027-05-01&amp;factor=failed-exam' in page


def test_practice_tests_are_asked_for_here(edition_with_projection, get):
    """By a link to the open form, in which each button of the lines asks this page again."""
    page = get(ALL)
    link = re.search(r'<a href="([^"]*)">Enter practice tests</a>', page)[1].replace("&amp;", "&")
    assert link == f"/compare/?{ALL}&rows=1#tests"

    for query, lines in ((f"{ALL}&rows=1", 1), (f"{TESTED}&rows=3", 3), (f"{TESTED}&remove=1", 1)):
        opened = get(query)
        assert '<details class="compare-change no-print" open>' in opened
        form = opened.partition("<template>")[0]
        assert form.count('name="test"') == lines
        assert form.count('formaction="/compare/#tests"') == lines + 1

    assert "You’re heading for" in get(f"{TESTED}&rows=3")
    assert "You’re heading for" not in get(f"{TESTED}&remove=1")


def test_address_of_a_comparison_is_without_what_was_pressed_to_get_there(get):
    page = get(f"{TESTED}&test=&score=&taken=&rows=3")

    assert f'{TESTED.replace("&", "&amp;")}&amp;sort=name#compared"' in page
    assert "rows=3" not in page


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (TESTED, "It holds these answers, the practice tests among them, and follows the figures."),
        (f"{ALL}&edition=2025.1", "It holds these answers."),
    ],
)
def test_link_to_send_holds_the_answers(edition_with_projection, get, query, says):
    page = get(f"{query}&test=&score=&taken=")

    address = f"http://testserver/compare/?{query}".replace("&", "&amp;")
    assert f'id="link-compare" value="{address}" readonly' in page
    assert says in page


def test_lines_come_and_go_before_a_group_is_chosen(get):
    page = get("aim=typical&test=nbme14&score=247&taken=&rows=2")

    assert "error-summary" not in page
    assert '<option value="nbme14" selected>' in page


def test_edition_asked_for_is_kept_in_every_link(get):
    page = get(f"{ALL}&edition=2025.1")

    addresses = re.findall(r'<th scope="row"> <a href="([^"]*)">', page)
    assert all(address.endswith("&amp;edition=2025.1#result") for address in addresses)
    assert "These are the figures of edition 2025.1." in page
    assert len(addresses) == 25


def test_result_leads_to_both_comparisons(client):
    page = client.get("/goal/?specialty=dermatology&group=us-img&aim=strong").content.decode()

    assert 'href="/compare/?group=us-img&amp;aim=strong"' in page
    every = "&amp;".join(
        f"group={group}" for group in ("us-md-senior", "us-do-senior", "us-img", "non-us-img")
    )
    assert f'href="/compare/?specialty=dermatology&amp;aim=strong&amp;{every}"' in page


def test_start_page_leads_here(client):
    assert '<a href="/compare/">See every specialty on one scale</a>' in (
        client.get("/").content.decode()
    )


# Orders


SORTED = {
    "target": ("Target", False),
    "chance": ("Chance", True),
    "share": ("Matched with 257", True),
    "rate": ("Match rate", True),
    "positions": ("Positions", True),
}


@pytest.mark.parametrize("sort", SORTED)
def test_numbers_are_sorted(edition_with_projection, get, sort):
    head, is_falling = SORTED[sort]

    page = get(f"{TESTED}&sort={sort}".replace("us-img", "us-md-senior"))

    numbers = numbers_of(page, head)
    assert numbers == sorted(numbers, reverse=is_falling)
    assert len(numbers) > 1
    order = "descending" if is_falling else "ascending"
    assert f'aria-sort="{order}"><a href="' in page


@pytest.mark.parametrize("sort", ["low", "percentile", "gap", "moon", ""])
def test_order_that_is_none_here_falls_back(edition_with_projection, get, sort):
    assert names_of(get(f"{TESTED}&sort={sort}")) == names_of(get(TESTED))
    assert names_of(get(f"{ALL}&sort={sort}")) == names_of(get(ALL))


def test_links_of_the_orders_keep_the_query(get):
    page = get(TESTED)

    kept = "group=us-img&amp;exam_date=2027-05-01&amp;test=nbme14&amp;score=247"
    assert f'href="?{kept}&amp;taken=2026-11-01&amp;sort=target#compared"' in page


# While the form is under way

LIVE = {"HX-Request": "true"}


@pytest.fixture
def update(client):
    """The part that follows an answer, as htmx asks for it."""

    def update(query, shown="http://testserver/compare/"):
        response = client.get(f"/compare/?{query}", headers=LIVE | {"HX-Current-URL": shown})
        assert response.status_code == 200
        return response

    return update


def test_update_is_the_comparison_alone(update):
    response = update(f"{ALL}&rows=1")
    part = response.content.decode()

    assert "<html" not in part
    assert "<form" not in part
    assert part.count('id="compared"') == 1
    assert "<title>25 specialties for US IMGs · usmlegoals</title>" in part
    assert 'data-says="25 specialties for US IMGs."' in part
    assert "HX-Request" in response["Vary"]


def test_address_follows_what_is_shown_and_keeps_the_order(update):
    assert update(f"aim=typical&{ALL}")["HX-Push-Url"] == f"/compare/?{ALL}"
    assert update(f"{ALL}&sort=target")["HX-Push-Url"] == f"/compare/?{ALL}&sort=target"

    again = update(ALL, shown=f"http://testserver/compare/?{ALL}#compared")
    assert again["HX-Push-Url"] == "false"


def test_error_is_no_entry_of_the_history(update):
    response = update(f"{ALL}&test=nbme14&score=999")

    assert "HX-Push-Url" not in response
    assert '<a href="#score">' in response.content.decode()


@pytest.mark.parametrize("half", ["aim=strong", f"{ALL}&test=nbme14&score=&taken="])
def test_what_is_still_to_come_is_no_error(update, half):
    response = update(half)

    assert "error-summary" not in response.content.decode()
    if "group" not in half:
        assert "HX-Push-Url" not in response
        assert "An example, until you tick" in response.content.decode()


def test_number_of_specialties_and_the_way_to_the_goal_form_come_along(update):
    part = " ".join(update(f"{ALL}&specialty=dermatology&factor=failed-exam").text.split())

    assert '<summary id="chosen" data-hx-swap-oob="true"> 1 of 25 specialties </summary>' in part
    assert 'id="carried" tabindex="-1" data-hx-swap-oob="true"' in part


def test_order_is_asked_for_again_by_the_form(get):
    assert '<input type="hidden" name="sort" value="target">' in get(f"{ALL}&sort=target")
    assert 'name="sort"' not in get(f"{ALL}&sort=low")


# Whatever is asked


@pytest.mark.parametrize(
    ("query", "says", "field"),
    [
        ("specialty=dermatolgy&group=us-img", "“dermatolgy” is not on record here.", "specialty"),
        ("group=martians", "“martians” is not on record here.", "group"),
        ("specialty=dermatology", "Choose at least one applicant group.", "group"),
        ("aim=typical", "Choose at least one applicant group.", "group"),
        (f"{ALL}&edition=1999.9", "“1999.9” is not a published edition.", "edition"),
        (f"{ALL}&aim=moon", "Choose an aim: pass safely, in range, typical or strong.", "aim"),
        ("group=us-img&exam_date=2091-01-01", "Enter a date from", "exam_date"),
        (f"{ALL}&test=nbme14&score=999", "enter a whole number from 1 to 300.", "score"),
        (f"{ALL}&test=nbme14&score=", "enter its score.", "score"),
        (f"{TESTED}&test=free120&score=140", "percent", "score-2"),
        (f"{ALL}&factor=luck", "“luck” is not a factor of this method.", "carried"),
    ],
)
def test_error_is_a_sentence_that_leads_to_its_field(get, query, says, field):
    page = get(query)

    assert says in page
    assert f'<a href="#{field}">' in page
    assert f'id="{field}"' in page
    assert "<table" not in page


@pytest.mark.parametrize("query", ["", ALL, TESTED, EVERY_GROUP, f"{ALL}&edition=2025.1"])
def test_page_needs_few_queries(
    client, query, edition_2025, edition_2026, django_assert_max_num_queries
):
    """Once the editions are in memory, which each process reads once."""
    with django_assert_max_num_queries(3):
        client.get(f"/compare/?{query}")


def test_goal_form_is_led_to_without_an_empty_query(client):
    page = client.get("/compare/").content.decode()

    assert 'href="/goal/"' in page
    assert '/goal/?"' not in page
