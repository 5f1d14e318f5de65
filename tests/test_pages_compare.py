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
    return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', page)


def numbers_of(page, column):
    """One column of numbers of the table, in its order; “none” and “–” left out."""
    rows = re.findall(r"<tr> <th scope=\"row\">.*?</tr>", page)
    cells = [re.findall(r"<td class=\"numeric\">(.*?)</td>", row)[column] for row in rows]
    found = [re.search(r"\d+", cell) for cell in cells]
    return [int(number[0]) for number in found if number]


# What is compared


def test_page_without_answers_shows_an_example_and_asks_for_a_group(client):
    response = client.get("/compare/")
    page = response.content.decode()

    assert "Applicant groups" in page
    assert "25 specialties for US MD seniors" in page
    assert "Shown for US MD seniors until you tick your own group" in page
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
    assert 'aria-label="Bands and targets on one scale"' in page


def test_one_specialty_for_every_group(get):
    page = get(EVERY_GROUP)

    assert names_of(page) == ["US MD seniors", "US DO seniors", "US IMGs", "Non-US IMGs"]
    assert "Dermatology, group by group" in page
    assert '<span class="tag">stand-in</span>' in page


@pytest.mark.parametrize("query", [ALL, EVERY_GROUP, TESTED])
def test_each_row_leads_to_a_result_with_its_target(client, get, query):
    page = get(query)
    addresses = re.findall(r'<th scope="row"><a href="([^"]*)">', page)
    targets = re.findall(r'<td class="numeric"><strong>(\d+)</strong>', page)

    for address, target in zip(addresses[:3], targets[:3], strict=True):
        query = address.replace("&amp;", "&").partition("?")[2]
        record = client.get(f"/goal.json?{query}").json()
        assert record["target"]["score"] == int(target)


def test_projection_gives_gap_chance_and_verdict(edition_with_projection, get):
    page = get(TESTED)

    assert "Your practice tests lead to about" in page
    assert "of 100 people who posted scores like these, about 80 scored within it" in page
    assert ">Chance</a></th>" in page
    assert re.search("<td>(within reach|too close to call|not yet within reach)</td>", page)
    assert 'class="bands-interval"' in page


def test_weak_tests_have_no_chance_in_any_row(edition_with_projection, get):
    page = get(f"{ALL}&test=nbme14&score=210&taken=")

    assert "Your practice tests are at about" in page
    assert "You: about" not in page
    assert "%</td>" not in page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_reckoned_bands_are_not_drawn_as_measured_ones(get):
    measured = get("group=us-md-senior&specialty=dermatology")
    reckoned = get("group=us-do-senior&specialty=anesthesiology")

    assert "is-estimated" not in measured
    assert "Estimated from the mean and SD." not in measured
    assert 'class="bands-row is-estimated"' in reckoned
    assert "Estimated from the mean and SD." in reckoned


def test_score_in_hand_leaves_nothing_to_project(get):
    page = get(f"{TESTED}&situation=scored&actual_score=251".replace("2027-05-01", "2026-10-01"))

    assert ">Chance</a></th>" not in page
    assert '<input type="hidden" name="actual_score" value="251">' in page


def test_without_practice_tests_there_is_no_chance(get):
    page = get(ALL)

    assert ">Chance</a></th>" not in page
    assert 'class="bands-interval"' not in page
    assert "sort=chance" not in page


def test_holes_are_named_and_have_no_number(get):
    page = get(
        "group=us-do-senior&specialty=preventive-medicine&specialty=psychiatry"
        "&decline=us-md-seniors&decline=all-specialties"
    )

    assert "<strong>No target:</strong> Public Health and Preventive Medicine." in page
    assert '<td class="numeric">none</td>' in page


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
        assert opened.count('name="test"') == lines
        assert opened.count('formaction="/compare/#tests"') == lines + 1

    assert "Your practice tests lead to" in get(f"{TESTED}&rows=3")
    assert "Your practice tests lead to" not in get(f"{TESTED}&remove=1")


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

    addresses = re.findall(r'<th scope="row"><a href="([^"]*)">', page)
    assert all(address.endswith("&amp;edition=2025.1#result") for address in addresses)
    assert "These are the figures of edition 2025.1." in page


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


@pytest.mark.parametrize(("sort", "column"), [("target", 0), ("low", 1), ("percentile", 2)])
def test_numbers_are_sorted_from_the_lowest(get, sort, column):
    numbers = numbers_of(get(f"{TESTED}&sort={sort}"), column)

    assert len(numbers) > 20
    assert numbers == sorted(numbers)


def test_chances_are_sorted_from_the_highest(edition_with_projection, get):
    numbers = numbers_of(get(f"{TESTED}&sort=chance"), 4)

    assert numbers == sorted(numbers, reverse=True)


def test_links_of_the_orders_keep_the_query(get):
    page = get(TESTED)

    kept = "group=us-img&amp;exam_date=2027-05-01&amp;test=nbme14&amp;score=247"
    assert f'href="?{kept}&amp;taken=2026-11-01&amp;sort=target#compared"' in page


# Whatever is asked


@pytest.mark.parametrize(
    ("query", "says", "field"),
    [
        ("specialty=dermatolgy&group=us-img", "“dermatolgy” is not on record here.", "specialty"),
        ("group=martians", "“martians” is not on record here.", "group"),
        ("specialty=dermatology", "Choose at least one applicant group.", "group"),
        ("aim=typical", "Choose at least one applicant group.", "group"),
        (f"{ALL}&edition=1999.9", "“1999.9” is not a published edition.", "edition"),
        (f"{ALL}&aim=moon", "Choose an aim: just pass, in range, typical or strong.", "aim"),
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
