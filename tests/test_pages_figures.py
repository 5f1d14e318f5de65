"""The pages of figures: they answer, show what the edition holds, and list no reserved table."""

import re
from collections import Counter
from datetime import date
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from scores.editions.load import clone_edition
from scores.editions.reader import published_edition
from scores.models import (
    Edition,
    HouseSetting,
    MatchScore,
    ProjectionParameter,
    Release,
    SpecialtyMatchRate,
)
from scores.reference.coverage import coverage_of
from scores.views import benchmark_pages
from scores.views.figures import LISTED
from scores.wording.values import band_text
from tests.editions import publish_copy
from tests.texts import rows_of, strip, text_at

pytestmark = pytest.mark.django_db

EDITIONS = ("2025.1", "2026.1")
PAGES = ("benchmarks", "specialties", "sources", "method", "corrections")
BENCHMARKS = [reverse("benchmark-page", args=[name]) for name in benchmark_pages.PAGES]
LISTS = ("/editions/", "/editions/2026.1/", "/editions/2025.1...2026.1/")


@pytest.fixture
def get(client):
    """The text of a page that must be there, with runs of white space as one space."""

    return partial(text_at, client)


@pytest.fixture(scope="module")
def texts(django_db_setup, django_db_blocker):
    """By edition, those of every page."""
    with django_db_blocker.unblock():
        editions = {label: published_edition(label) for label in EDITIONS}
        return {
            label: {address: text_at(Client(), address) for address in every_page(edition)}
            for label, edition in editions.items()
        }


def every_page(edition):
    query = f"?edition={edition.label}"
    yield from (f"{reverse(name)}{query}" for name in PAGES)
    yield from (f"{address}{query}" for address in benchmark_addresses(edition))
    yield from (f"{reverse('specialty', args=[name])}{query}" for name in edition.specialties)
    yield from LISTS


def benchmark_addresses(edition):
    entries = benchmark_pages.entries_of(edition, date(2026, 11, 22))
    return [reverse("benchmark-page", args=[page.name]) for page, _ in entries]


# Every page


@pytest.mark.parametrize("label", EDITIONS)
def test_every_page_answers_and_leads_to_known_sources(texts, label):
    edition = published_edition(label)

    for address, text in texts[label].items():
        cited = set(re.findall(rf'href="/sources/\?edition={label}#([^"]+)"', text))
        assert cited <= edition.sources.keys(), address
        assert text.count("<h1") == 1, address


@pytest.mark.parametrize("label", EDITIONS)
def test_no_page_lists_the_whole_table_of_a_source_that_reserves_reproduction(texts, label):
    edition = published_edition(label)
    held = Counter(
        name
        for row in edition.rows()
        for name in row.sources
        if edition.sources[name].reserves_reproduction
    )

    for address, text in texts[label].items():
        if address.startswith("/sources/"):
            continue  # each source once, without a figure
        table_rows = re.findall(r"<tr.*?</tr>|<li.*?</li>", text)
        for name, rows in held.items():
            shown = sum(f'#{name}"' in row for row in table_rows)
            assert shown < rows or rows == 1, (address, name, shown, rows)


@pytest.mark.parametrize("editions", [2, 3])
def test_page_costs_few_queries(client, django_assert_max_num_queries, editions):
    if editions == 3:
        publish_copy("2027.1")
    addresses = [reverse(name) for name in PAGES] + BENCHMARKS
    addresses += [reverse("specialty", args=["dermatology"]), *LISTS]

    for address in addresses:
        client.get(address)  # the edition is read once, by the first request
        with django_assert_max_num_queries(6):
            client.get(address)


def test_page_has_a_canonical_address_and_the_current_edition(get):
    text = get("/benchmarks/?utm_source=x")

    assert '<link rel="canonical" href="http://testserver/benchmarks/">' in text
    assert "Figures as of November 22, 2026" in text
    assert "noindex" not in text


def test_older_edition_says_so_and_stays_out_of_search(get):
    text = get("/specialties/dermatology/?edition=2025.1")

    assert "You are reading edition 2025.1 of the figures, as of December 31, 2025." in text
    assert '<meta name="robots" content="noindex">' in text
    assert rows_of(text, "US MD seniors", "median") == []  # medians are of 2026


@pytest.mark.parametrize(
    "address",
    [
        "/specialties/nope/",
        "/specialties/%00/",
        "/specialties/%F0%9F%98%80/",
        "/specialties/%3Cscript%3E/",
        "/specialties/" + "x" * 5000 + "/",
        "/editions/1999.1/",
        "/editions/2026.1%00/",
        "/editions/%F0%9F%98%80/",
        "/editions/%D9%A2%D9%A0%D9%A2%D9%A6.%D9%A1/",
        "/editions/2026.1...1999.1/",
        "/editions/......./",
        "/editions/2026.1/nope.csv",
        "/editions/2026.1/%00.json",
        "/editions/1999.1/norms.csv",
        "/benchmarks/?edition=%00",
        "/benchmarks/nope/",
        "/benchmarks/%00/",
        "/benchmarks/norms/?edition=nope",
        "/benchmarks/?edition=nope",
        "/sources/?edition=2026.1'--",
    ],
)
def test_unknown_address_is_not_found_with_a_sentence(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert re.search(r'<p class="lead">[^<]+\.', response.content.decode())


@pytest.mark.parametrize("label", ["\0", "2026.1\0", "nope", "2026.1\n", "x" * 5000])
def test_text_that_cannot_be_a_label_is_never_asked_of_the_database(
    django_assert_num_queries, label
):
    with django_assert_num_queries(0), pytest.raises(Edition.DoesNotExist):
        published_edition(label)


def test_draft_is_not_shown(client):
    clone_edition(edition=Edition.objects.get(label="2026.1"), label="2027.1")

    assert client.get("/editions/2027.1/").status_code == 404
    assert client.get("/editions/2026.1...2027.1/").status_code == 404
    assert client.get("/benchmarks/?edition=2027.1").status_code == 404
    assert "2027.1" not in client.get("/editions/").content.decode()


def test_only_reading_is_allowed(client):
    assert client.post("/benchmarks/").status_code == 405


# Benchmarks


def test_index_tells_the_main_fact_of_each_page_with_its_source(get, edition_2026):
    entries = entries_in(get("/benchmarks/?edition=2026.1"))

    assert list(entries) == [
        f"{address}?edition=2026.1" for address in benchmark_addresses(edition_2026)
    ]
    passing = entries["/benchmarks/passing-scores/?edition=2026.1"]
    assert "Passing scores Step 2 CK: 218 since July 1, 2025" in strip(passing)
    assert 'class="source-mark" href="/sources/?edition=2026.1#' in passing
    rates = strip(entries["/benchmarks/match-rates/?edition=2026.1"])
    assert rates == "Match rates 2026: 93.5% of US MD seniors matched, 56.4% of non-US IMGs"


def entries_in(text):
    """The entries of the index by the address they lead to."""
    items = re.findall(r"<li> <span id.*?</li>", text)
    return {re.search(r'<a href="(/benchmarks/[^"]+)"', item)[1]: item for item in items}


def test_old_addresses_lead_to_the_entry_that_took_their_place(get):
    text = get("/benchmarks/")

    for address, entry in entries_in(text).items():
        name = address.split("/")[2]
        for old in benchmark_pages.PAGES[name].was:
            assert f'<span id="{old}">' in entry
            assert text.count(f'id="{old}"') == 1


def test_page_of_benchmarks_is_left_out_where_an_edition_has_nothing_for_it(client, get):
    publish_copy("2027.1", lambda draft: ProjectionParameter.objects.filter(edition=draft).delete())

    assert "/benchmarks/projection/" not in get("/benchmarks/")
    assert client.get("/benchmarks/projection/").status_code == 404
    assert client.get("/benchmarks/projection/?edition=2026.1").status_code == 200


def test_pass_marks_are_a_timeline_with_all_past_values(get, edition_2026):
    text = get("/benchmarks/passing-scores/?edition=2026.1")

    marks = [row[:4] for row in rows_of(text, "July")[:5]]
    assert marks == [
        ["218", "July 1, 2025", "in force today", "214"],
        ["214", "July 1, 2022", "June 30, 2025", "209"],
        ["209", "July 1, 2014", "June 30, 2022", "203"],
        ["203", "July 1, 2013", "June 30, 2014", "196"],
        ["196", "July 1, 2012", "June 30, 2013", "189"],
    ]
    assert text.count('class="stair-label"') == len(edition_2026.passing_standards)


def test_norms_show_each_window(get):
    text = get("/benchmarks/norms/?edition=2026.1")

    assert rows_of(text, "245", "32nd") == [["245", "32nd", "34th", "46th"]]


def test_coverage_shows_cycles_stand_ins_and_small_cells_but_no_score(get, edition_2026):
    text = get("/benchmarks/coverage/?edition=2026.1")
    coverage = text[text.index('id="cells"') : text.index('id="all-specialties"')]

    assert rows_of(coverage, "Dermatology") == [
        [
            "Dermatology",
            "2026, median",
            "2024, mean",
            "stand-in: US MD seniors, 2026",
            "stand-in: US MD seniors, 2026",
        ]
    ]
    assert "2024, mean, few people" in coverage
    cells = [cell for cells in coverage_of(edition_2026) for cell in cells]
    assert coverage.count("cover-observed") == sum(cell.basis == "observed" for cell in cells)
    assert coverage.count("cover-stand-in") == sum(cell.basis == "stand-in" for cell in cells)
    assert re.findall(r"\b2[0-9][0-9]\b", strip(coverage)) == []


def test_every_setting_and_parameter_is_shown_with_its_reason(get, edition_2026):
    settings = rows_of(get("/benchmarks/settings/?edition=2026.1"))[1:]
    parameters = rows_of(get("/benchmarks/projection/?edition=2026.1"))[1:]

    assert {row[0]: row[1] for row in settings}["quartile_z"] == "0.6745"
    assert [row[0] for row in settings] == list(edition_2026.settings)
    assert [row[0].split()[0] for row in parameters] == list(edition_2026.parameters)


def test_key_dates_of_an_edition_without_services_are_told_apart(get):
    text = get("/benchmarks/key-dates/?edition=2026.1")

    assert re.findall(r'<h2 id="([^"]+)"', text) == ["eras", "sf-match", "nrmp"]


def test_links_to_benchmarks_lead_to_what_they_name(get):
    texts = [get(address) for address in ("/sources/", "/method/", "/benchmarks/")]
    links = {link for text in texts for link in re.findall(r'href="(/benchmarks/[^"]+)"', text)}

    assert "/benchmarks/norms/#distributions" in links
    for link in links:
        address, _, place = link.partition("#")
        assert not place or f'id="{place}"' in get(address), link


# The table of specialties


def test_specialties_show_the_target_of_each_group_and_what_it_rests_on(get):
    text = get("/specialties/?edition=2026.1")

    assert rows_of(text, "Dermatology") == [
        [
            "Dermatology",
            "258 observed 251–266",
            "250 observed",
            "258 plain stand-in",
            "258 plain stand-in 16.7% matched",
            "–",
        ]
    ]
    assert "never below the safe pass, 228" in strip(text)


@pytest.mark.parametrize("query", ["", "?sort=nope", "?group=nope&sort=rate", "?group=%00"])
def test_specialties_come_by_name_unless_asked_for_what_there_is(get, query):
    text = get(f"/specialties/{query}")

    names = [row[0] for row in rows_of(text)[1:]]
    assert len(names) > 20
    assert names == sorted(names)
    assert re.findall(r'aria-sort="(.*?)"><a href="(.*?)">', text) == [
        ("ascending", "/specialties/")
    ]


def test_links_of_the_table_of_specialties_keep_edition_and_group(get):
    text = get("/specialties/?edition=2026.1&group=us-img&sort=target")

    assert 'href="/specialties/dermatology/?edition=2026.1#us-img"' in text
    assert 'href="/specialties/?edition=2026.1&amp;group=us-img&amp;sort=rate"' in text
    assert 'href="/specialties/?edition=2026.1&amp;group=non-us-img&amp;sort=target"' in text
    assert 'href="/specialties/?edition=2026.1"' in text  # of all groups


# Specialties


def test_dermatology_shows_its_conflict_with_the_target_under_each(get):
    text = get("/specialties/dermatology/?edition=2026.1")
    side_by_side = text[text.index('id="side-by-side"') : text.index('id="us-md-senior"')]

    shown = [row[:5] for row in rows_of(side_by_side)[1:]]
    assert shown == [
        ["US MD seniors", "2026", "median", "258", "258"],
        ["US MD seniors", "2024", "mean", "257", "257"],
        ["US DO seniors", "2024", "mean", "250", "250"],
        ["US MD seniors", "2022", "mean", "251", "251"],
        ["US seniors, MD or DO not stated", "2022", "mean", "257", "257"],
        ["US MD seniors", "2020", "mean", "256", "256"],
        ["Applicants, group not stated", "not stated", "mean", "about 257", "257"],
    ]
    assert "2022, mean, 6 points apart" in side_by_side


def test_holes_are_named_with_what_stands_in(get):
    text = get("/specialties/dermatology/?edition=2026.1")
    hole = strip(text[text.index('id="non-us-img"') :])

    assert "No usable score is recorded for non-US IMGs who matched in dermatology." in hole
    assert "5 of the 30 who ranked it first in 2026 matched." in hole
    assert "Median of 356 US MD seniors who matched in dermatology, 2026: 258." in hole


def test_too_few_people_carry_no_target_and_no_rate(get, edition_2026):
    text = get("/specialties/orthopaedic-surgery/?edition=2026.1")
    ortho = [
        row
        for row in edition_2026.band_rates
        if row.specialty == "orthopaedic-surgery" and row.cycles == "2026" and row.n < 5
    ]

    assert len(ortho) == 3
    assert all(
        rows_of(text, band_text(row.low, row.high), "too few")[0][2] == "too few" for row in ortho
    )
    assert rows_of(text, "199 or less", "nobody")[0][:3] == ["199 or less", "0", "nobody"]
    assert rows_of(text, "unstable")


def test_specialty_without_any_score_says_so(get):
    text = get("/specialties/preventive-medicine/?edition=2026.1")

    assert "No score of anyone who matched in public health and preventive medicine" in text
    assert "<svg" not in text


def test_specialty_leads_to_a_target_for_each_group(get):
    text = get("/specialties/neurology/")

    for group in ("us-md-senior", "us-do-senior", "us-img", "non-us-img"):
        assert f"/goal/?specialty=neurology&amp;group={group}" in text


def test_every_recorded_score_of_a_specialty_is_on_its_page(texts, edition_2026):
    for name in edition_2026.specialties:
        text = texts["2026.1"][f"/specialties/{name}/?edition=2026.1"]
        tables = text[text.index('id="us-md-senior"') :]
        recorded = edition_2026.scores_of(name)
        assert tables.count("<td>matched</td>") + tables.count("<td>unmatched</td>") == len(
            recorded
        )


# Sources, method, corrections


def test_confidence_in_a_source_names_no_key_of_the_collection(get):
    text = get("/sources/")

    assert "(n and medians agree with another source)" in text
    assert "NRMP_MD26" not in text


def test_each_source_says_what_it_is_used_for(get, edition_2026):
    text = get("/sources/?edition=2026.1")
    items = dict(re.findall(r'<li id="([^"]+)">(.*?)</li>', text))

    assert items.keys() == edition_2026.sources.keys()
    assert "match scores</a> (44 rows)" in items["nrmp-charting-md-2026"]
    assert "Its publisher reserves reproduction." in items["nrmp-charting-md-2026"]
    assert "Used for no figure: background reading." in items["tackett-2021"]
    assert '<a href="#tackett-2021">' in text[text.index('id="background"') :]


def test_method_reads_its_numbers_from_the_edition(client, get):
    def leave_out_more(draft):
        HouseSetting.objects.filter(edition=draft, slug="min_n").update(value=7)

    publish_copy("2027.1", leave_out_more)

    now, then = strip(get("/method/")), strip(get("/method/?edition=2026.1"))

    assert "Groups of fewer than 7 people are left out." in now
    assert "Groups of fewer than 5 people are left out." in then
    assert "218 + 1.645 × 6 points of measurement error = 227.87" in then
    assert "non-US IMGs scored between −14 and +5 points of US MD seniors" in then
    assert "Step 2 CK exceptional from 255 , Step 2 CK competitive from 245 , and" in then


def test_corrections_set_right_percentiles_and_pass_marks(get):
    text = get("/corrections/?edition=2026.1")

    claimed = rows_of(text, "245 might be the 50th percentile.", "32nd")
    assert claimed[0][2:] == ["32nd", "34th", "46th"]
    assert [row[:3] for row in rows_of(text, "June 30, 2022")] == [
        ["209", "July 1, 2014", "June 30, 2022"]
    ]


def test_corrections_show_every_claim_with_its_standing(get, edition_2026):
    text = get("/corrections/?edition=2026.1")
    standings = ("contradicted", "superseded", "current")
    at = {standing: text.index(f'<h2 id="{standing}"') for standing in standings}

    assert all(f'<tr id="{name}"' in text for name in edition_2026.claims)
    assert list(at.values()) == sorted(at.values())
    assert at["contradicted"] < text.index('id="pct-245-50"') < at["superseded"]
    assert at["current"] < text.index('id="scale"')


def test_corrections_give_an_address_to_report_an_error_to(get, settings):
    settings.CORRECTIONS_ADDRESS = "figures@example.org"

    assert '<a href="mailto:figures@example.org">' in get("/corrections/")


# Editions


def test_editions_are_listed_with_the_current_one_marked(get):
    publish_copy("2027.1")

    text = get("/editions/")

    assert re.findall(r"Edition (\S+)</a>( <span)?", text) == [
        ("2027.1", " <span"),
        ("2026.1", ""),
        ("2025.1", ""),
    ]
    assert "/editions/2025.1...2026.1/" in text


def test_long_list_of_editions_has_pages(client, get, django_assert_max_num_queries):
    Edition.objects.bulk_create(
        Edition(label=f"{year}.1", as_of=date(year, 1, 1), status="published", digest=f"{year:064}")
        for year in range(2000, 2000 + LISTED)
    )

    get("/editions/")  # the current edition is read once

    with django_assert_max_num_queries(6):
        text = get("/editions/")
    older = get("/editions/?page=2")

    assert len(re.findall(r"Edition (\S+)</a>", text)) == LISTED
    assert "/editions/2001.1...2002.1/" in text
    assert ("Newer editions" in text, "Older editions" in text) == (False, True)
    assert re.findall(r"Edition (\S+)</a>", older) == ["2001.1", "2000.1"]
    assert ("Newer editions" in older, "Older editions" in older) == (True, False)
    assert client.get("/editions/?page=3").status_code == 404
    assert get("/editions/?page=-1") == text


def test_edition_says_what_it_holds_and_what_downloads_leave_out(get, edition_2026):
    text = get("/editions/2026.1/")

    assert rows_of(text, "Match scores")[0][1:3] == ["229", "227"]
    assert Edition.objects.get(label="2026.1").digest in text
    assert "Match scores, 227 of 229 rows:" in text


def test_difference_shows_figures_old_and_new_and_counts_reserved_ones(get):
    def change(draft):
        changed = MatchScore.objects.filter(edition=draft)
        changed.filter(source__slug="kaplan-2026", specialty__slug="neurology").update(mean=247)
        changed.filter(n=356).update(median=259)
        SpecialtyMatchRate.objects.filter(edition=draft, specialty__slug="dermatology").delete()

    publish_copy("2027.1", change)

    text = get("/editions/2026.1...2027.1/")

    assert sorted(row[1:] for row in rows_of(text, "neurology")) == [
        ["mean", "246", "247"],
        ["mean", "252", "247"],
    ]
    assert "259" not in text  # of a source that reserves reproduction
    assert "1 changed without being listed here" in text
    assert "1 removed without being listed here" in text
    assert "0 rows added, 3 changed, 1 removed." in text


def test_difference_of_the_two_editions_lists_what_is_new(get):
    text = get("/editions/2025.1...2026.1/")

    assert "n 11944." in text  # a match rate of 2026
    assert "87 added without being listed here" in text
    assert "50 rows are the same in both. Edition 2025.1 has them carried back" in text


def test_edition_does_not_differ_from_itself(get):
    assert "The two editions hold the same figures." in get("/editions/2026.1...2026.1/")


# The site itself


def test_site_tells_whether_it_lives_and_is_ready(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/livez").status_code == 200
    client.get("/readyz")
    with django_assert_num_queries(1):
        assert client.get("/readyz").content == b"ready with edition 2026.1\n"


def test_site_without_an_edition_is_not_ready(client):
    Release.objects.all().delete()

    assert client.get("/readyz").status_code == 503
    assert client.get("/benchmarks/").status_code == 404
