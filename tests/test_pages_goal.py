"""The goal page: each state of a result, what is wrong said in place, every source within reach."""

import re
from collections import Counter

import pytest

from tests.pages import Page

pytestmark = pytest.mark.django_db

DERMATOLOGY = "specialty=dermatology&group=us-md-senior&exam_date=2027-05-01"
STATES = {
    "observed": DERMATOLOGY,
    "stand-in": "specialty=dermatology&group=non-us-img",
    "none": "specialty=preventive-medicine&group=us-do-senior&decline=all-specialties",
    "mean": "specialty=internal-medicine&group=us-img",
    "floor": "specialty=family-medicine&group=non-us-img&aim=in-range",
    "factors": f"{DERMATOLOGY}&aim=strong&factor=strong-research",
    "edition": f"{DERMATOLOGY}&edition=2025.1",
    "step3": "exam=step3",
    "step1": "exam=step1&group=us-img",
}


# The states of a result


def test_observed_target_leads_with_score_and_reason(get):
    page = get(DERMATOLOGY)

    assert "Aim for 258" in page.text
    assert "Median of US MD seniors who matched in dermatology, 2026" in page.text
    assert "middle 50%: 251–266" in page.text
    assert "instead" not in page.text


def test_stand_in_is_named_and_its_distance_folded_away(get):
    page, folded = get(STATES["stand-in"]), get(f"{STATES['stand-in']}&show=steps")

    assert "No usable score of non-US IMGs who matched in dermatology" in page.text
    assert "we use US MD seniors instead." in page.text
    assert "between −14 and +5 points" not in page.text
    assert "between −14 and +5 points" in folded.text


FOLDS = ("steps", "others", "rest", "sources")


@pytest.mark.parametrize("fold", FOLDS)
def test_fold_says_its_main_thing_and_holds_a_link_until_it_is_opened(get, fold):
    closed = details_of(get(DERMATOLOGY), fold)

    assert re.search(r'class="fold-says">[^<]{10,}<', closed)
    assert "open" not in closed.partition(">")[0]
    assert (
        f'href="/goal/?{DERMATOLOGY}&amp;show={fold}#{fold}"'.replace("&e", "&amp;e").replace(
            "&g", "&amp;g"
        )
        in closed
    )
    assert "<table" not in closed


@pytest.mark.parametrize("fold", FOLDS)
def test_fold_is_opened_by_its_address_and_comes_by_itself_to_a_script(get, fold):
    opened = details_of(get(f"{DERMATOLOGY}&show={fold}"), fold)
    alone = get(f"{DERMATOLOGY}&show={fold}", **{"HX-Request": "true"}).source.strip()

    assert opened.startswith(f'<details class="fold" id="{fold}" open>')
    assert "fold-link" not in opened
    assert alone in opened
    assert "<html" not in alone


def test_all_folds_are_opened_at_once(get):
    source = get(f"{DERMATOLOGY}&show=all").source

    assert "fold-link" not in source
    folds = re.findall(r'<details class="(?:plain-)?fold" id="\w+"( open)?>', source)
    assert folds == [" open"] * 7


def details_of(page, fold):
    """A fold up to the next part of the page."""
    source = page.source[page.source.index(f'<details class="fold" id="{fold}"') :]
    ends = ('<details class="fold"', "</section>", 'id="source-1" popover')
    return source[: min(at for end in ends if (at := source.find(end, 1)) > 0)]


def test_survey_of_directors_is_in_the_rest(get):
    page = get(f"{DERMATOLOGY}&show=rest")

    assert "Any failed USMLE attempt Per cent endorsing for interview" in page.text
    assert "74.1%" in page.text


def test_stand_in_is_labelled_at_the_target(get):
    assert "from scores of US MD seniors" in get(STATES["stand-in"]).text
    assert "from scores of US MD seniors" not in get(DERMATOLOGY).text


def test_no_figure_gives_no_target_but_the_floor_and_advice(get):
    page = get(f"{STATES['none']}&show=all")

    assert "Aim for" not in page.text
    assert "Safe pass 228" in page.text
    assert "256 or more is competitive" in page.text


def test_floor_that_decides_shows_both(get):
    page = get(STATES["floor"])

    assert "Aim for 228" in page.text
    assert "middle 50%: 222–239" in page.text
    assert "218 to pass, plus measurement error; more than 222, so it is your target" in page.text


def test_factors_show_the_target_without_them(get):
    page = get(STATES["factors"])

    assert "Aim for 262" in page.text
    assert "Without your application details the target is 266." in page.text


def test_other_edition_says_which_and_leads_to_the_current_figures(get):
    page = get(STATES["edition"])

    assert "These are the figures of edition 2025.1." in page.text
    assert 'href="/goal/?specialty=dermatology&amp;group=us-md-senior' in page.source


def test_step_3_answers_with_its_pass_mark_norms_and_good_score(get):
    page = get(f"{STATES['step3']}&show=steps")

    assert "Step 3: pass with 200, safely 209" in page.text
    assert "averaged 227" in page.text
    assert "above 230 good" in page.text


def test_step_1_is_pass_or_fail(get):
    page = get(f"{STATES['step1']}&show=rest")

    assert "Step 1 is pass or fail" in page.text
    assert "75% of 22,066 Non-US examinees of Step 1, first attempt" in page.text
    assert "<svg" not in page.source


def test_advice_leads_to_where_articles_are_wrong(get):
    assert 'href="/corrections/">What articles get wrong<' in get(f"{DERMATOLOGY}&show=all").source


def test_retake_without_a_waiting_time_says_so(get):
    page = get(f"{DERMATOLOGY}&situation=failed&attempt_date=2026-05-01")

    assert "No waiting time is set for your second attempt" in page.text


def test_used_figure_comes_first_among_the_others(get):
    page = get(f"{DERMATOLOGY}&show=others")
    rows = re.findall(r'<tr( class="is-used")?>\s*<th scope="row" class="numeric', page.source)

    assert rows[0]
    assert not any(rows[1:])


def test_each_other_figure_says_in_what_it_differs(get):
    text = get(f"{DERMATOLOGY}&show=others").text

    assert "Mean of US MD seniors, 2024 NRMP, n = 314" in text
    for publisher, differs in (
        ("NRMP, n = 314", "older, a mean"),
        ("NRMP, n = 34", "another group, older, a mean"),
        ("Ace Med Boards", "older, a mean, from an article alone"),
    ):
        assert re.search(rf"{publisher}[\d\s\u2060]*· {differs} \d", text), publisher


def test_other_figures_are_dots_on_one_scale(get, client):
    source = details_of(get(f"{DERMATOLOGY}&show=others"), "others")
    record = client.get(f"/goal.json?{DERMATOLOGY}").json()

    assert source.count('<circle class="is-other"') == len(record["others"])
    assert source.count('<circle class="is-used"') == 1


def test_name_of_a_specialty_is_completed_before_a_group_is_chosen(get):
    page = get("specialty=psych&group=", **{"HX-Request": "true"})

    assert 'data-specialty="Psychiatry"' in page.source
    assert "Still needed" in page.text


def test_img_sees_observed_and_advice_apart(get):
    page = get(f"{STATES['mean']}&show=all")
    figures, advice = page.text.split("Rules of thumb from articles", 1)

    assert "Aim for 238" in figures
    assert "+ 5 to 10 = 259 to 264" in advice
    assert "+ 10 to 15 = 264 to 269" in advice


# Sources


@pytest.mark.parametrize("show", ["", "all"])
@pytest.mark.parametrize("state", STATES)
def test_every_link_within_the_page_arrives_and_no_id_stands_twice(get, state, show):
    page = get(f"{STATES[state]}&show={show}")

    assert [name for name, times in Counter(page.ids).items() if times > 1] == []
    opened = re.findall(r'popovertarget="([^"]+)"', page.source)
    assert {*page.targets, *opened} - set(page.ids) == set()


@pytest.mark.parametrize("state", STATES)
def test_every_source_is_listed_once_and_cited(get, client, state):
    page = get(f"{STATES[state]}&show=all")
    record = client.get(f"/goal.json?{STATES[state]}").json()

    listed = re.findall(r'<li value="(\d+)">', page.source)
    cited = set(re.findall(r'class="source-mark" popovertarget="[a-z]+-(\d+)"', page.source))
    assert listed == [str(number) for number in range(1, len(listed) + 1)]
    assert cited == set(listed)
    steps = [*record["steps"], *record["others"], *record["advice"]]
    named = {figure["source"] for step in steps for figure in step.get("figures", [step])}
    assert all(f'/sources/#{name}"' in page.source for name in named)


def test_mark_opens_what_is_known_of_its_source(get):
    page = get(DERMATOLOGY)
    mark = re.search(r'popovertarget="(source-1)" aria-label="Source 1: ([^"]+)">1<', page.source)
    card = page.source.partition(f'id="{mark[1]}" popover>')[2].partition("</div>")[0]

    assert mark[2] == "NRMP"
    assert "Charting Outcomes" in card
    assert "NRMP, 2026" in card
    assert 'href="https://' in card


@pytest.mark.parametrize("state", STATES)
def test_every_step_shows_its_kind_and_its_source(get, client, state):
    page = get(f"{STATES[state]}&show=steps")
    steps = page.source.split('<ol class="ledger">')[1].split("</ol>")[0].split("<li class=")[1:]
    record = client.get(f"/goal.json?{STATES[state]}").json()
    steps = [step for step in steps if "step-title" in step]

    assert len(steps) == len(record["steps"])
    for shown, step in zip(steps, record["steps"], strict=True):
        assert f'class="kind kind-{step["kind"]}"' in shown
        assert ('class="source-mark"' in shown) == bool(step["figures"])


# Errors


def test_errors_stand_in_the_summary_and_beside_their_fields(get):
    page = get("specialty=basketry&group=us-md&exam_date=2031-01-01&factor=strong-research")

    says = "“basketry” is not a specialty on record here."
    assert page.text.count(says) == 2
    assert 'href="#specialty"' in page.source
    assert 'href="#exam_date"' in page.source
    assert "Check your answers" in page.source.split("</title>")[0]
    assert page.fields["specialty"] == ["basketry"]
    assert page.fields["exam_date"] == ["2031-01-01"]
    assert page.fields["factor"] == ["strong-research"]


@pytest.mark.parametrize("field", ["exam", "specialty", "group", "aim", "exam_date", "factor"])
def test_link_in_the_summary_leads_to_its_field(get, field):
    page = get(f"{DERMATOLOGY}&{field}=nonsense")

    assert field in page.targets
    assert field in page.ids


def test_unknown_edition_can_be_put_right(get):
    page = get(f"{DERMATOLOGY}&edition=1999.9")

    assert "“1999.9” is not a published edition." in page.text
    assert page.fields["edition"] == ["1999.9"]


def test_specialty_given_by_id_is_shown_by_name(get):
    assert get("specialty=internal-medicine&group=us-img").fields["specialty"] == [
        "Internal Medicine"
    ]


# Parts and whole


def test_htmx_gets_the_result_alone_and_its_address(client):
    response = client.get(f"/goal/?aim=typical&{DERMATOLOGY}", headers={"HX-Request": "true"})
    page = response.content.decode()

    assert "<html" not in page
    assert "<form" not in page
    assert page.lstrip().startswith("<title>Aim for 258 ·")
    assert 'id="result"' in page
    assert response["HX-Push-Url"] == f"/goal/?{DERMATOLOGY}"


def test_fold_that_a_script_opens_changes_no_address(client):
    headers = {"HX-Request": "true"}
    fold = client.get(f"/goal/?{DERMATOLOGY}&show=others", headers=headers)

    assert "HX-Push-Url" not in fold
    assert "HX-Request" in fold["Vary"]


@pytest.mark.parametrize(
    ("sent", "address"),
    [
        ("exam=step2ck&specialty=&group=&aim=typical&attempt_date=&test=&score=&taken=", "/goal/"),
        ("specialty=&group=us-img&exam_date=", "/goal/?group=us-img"),
    ],
)
def test_address_of_an_unfinished_form_takes_the_place_of_the_one_before(client, sent, address):
    response = client.get(f"/goal/?{sent}", headers={"HX-Request": "true"})

    assert response["HX-Replace-Url"] == address
    assert "HX-Push-Url" not in response
    assert "HX-Request" in response["Vary"]


def test_error_leaves_the_answer_and_the_address_as_they_are(client):
    query = "specialty=Basketry&group=us-img&test=nbme14&score=2480&taken="
    response = client.get(f"/goal/?{query}", headers={"HX-Request": "true"})

    assert response["HX-Retarget"] == "#problems"
    assert response["HX-Reswap"] == "innerHTML"
    assert "HX-Push-Url" not in response
    assert "HX-Replace-Url" not in response
    assert "is not a specialty on record" in response.content.decode()
    assert 'id="result"' not in response.content.decode()


def test_first_answer_under_way_asks_for_the_other_without_reproach(get):
    page = get("specialty=dermatology", **{"HX-Request": "true"})

    assert "Still needed: the applicant group you belong to." in page.text
    assert "error-summary" not in page.source


def test_test_without_a_score_is_named_while_the_form_is_filled_in(get):
    query = f"{DERMATOLOGY}&test=nbme14&score=&taken=&test=nbme15&score=240&taken="

    page = get(query, **{"HX-Request": "true"})
    assert "Not counted yet: practice test 1, without a score so far." in page.text
    assert "Not counted yet" not in get(query).text


def test_result_of_a_query_stays_out_of_search(get):
    page = get(f"aim=typical&{DERMATOLOGY}")

    assert '<meta name="robots" content="noindex">' in page.source
    assert "canonical" not in page.source


def test_start_page_shows_the_form_and_an_example(client):
    page = Page(client.get("/"))

    assert {"specialty", "group", "exam_date"} <= set(page.ids)
    assert 'href="/goal/?specialty=dermatology&amp;group=us-md-senior">' in page.source
    assert "Median of 356 US MD seniors who matched in dermatology, 2026." in page.text
    assert "noindex" not in page.source


def test_page_says_as_of_when_and_that_it_is_nobody_official(get):
    page = get(DERMATOLOGY)

    assert "from edition 2026.1, as of November 22, 2026." in page.text
    assert "Not affiliated with USMLE, NBME, FSMB, NRMP or AAMC." in page.text


def test_what_is_no_date_is_kept_as_it_was_typed_and_told_in_the_order_of_the_form(get):
    page = get("exam_date=next+May&specialty=astrology&group=us-img&test=nbme14&score=x")

    assert page.fields["exam_date"] == ["next May"]
    assert re.search(r'<input type="text" name="exam_date"', page.source)
    told = re.findall(r'<li><a href="#([a-z_]+)">', page.source)
    assert told == ["specialty", "exam_date", "score"]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_whoever_has_no_specialty_yet_is_led_to_all_of_them_with_the_answers(get, headers):
    page = get("group=us-do-senior&test=nbme13&score=243&taken=2026-11-01", **headers)

    assert (
        'href="/compare/?group=us-do-senior&amp;test=nbme13&amp;score=243&amp;taken=2026-11-01"'
        in page.source
    )


def test_score_in_hand_leads_and_nothing_is_left_to_aim_at(get):
    page = get("situation=scored&actual_score=236&specialty=general-surgery&group=us-md-senior")

    assert "Your score 236" in page.text
    assert "236: 19 below the middle" in page.text
    assert "Middle of the matched 255" in page.text
    assert "Target 255" not in page.text
    assert "236 is 19 points below the median, 255" in page.text


def test_beginning_that_several_specialties_have_names_them(get):
    page = get("specialty=radiology&group=us-img")

    several = "Diagnostic Radiology or Interventional Radiology (Integrated)"
    assert f"“radiology” may be {several}: type more, or choose." in page.text


def test_each_of_several_specialties_is_a_link_that_keeps_the_other_answers(client, get):
    page = get("specialty=internal&group=us-img&test=nbme14&score=247&taken=&factor=failed-exam")

    said = re.search(r'<div class="error-summary".*?</div>', page.source, re.DOTALL)[0]
    links = dict(re.findall(r'<a href="(/goal/[^"]*)">([^<]*)</a>', said))
    assert list(links.values()) == ["Internal Medicine", "Internal Medicine/Pediatrics"]
    for address, name in links.items():
        record = client.get(address.replace("&amp;", "&")).context["record"]
        assert record["about"]["specialty"] == name
        assert record["inputs"]["tests"][0]["score"] == 247
        assert record["inputs"]["factor"] == ["failed-exam"]


def test_score_in_hand_is_awaited_without_reproach(get):
    query = f"{DERMATOLOGY}&situation=scored&actual_score="
    page = get(query, **{"HX-Request": "true"})

    assert "Still needed: the score of your report" in page.text
    assert "error-summary" not in page.source
    assert "Enter the score of your report." in get(query).text


def test_link_without_a_specialty_is_no_mistake(get):
    assert "error-summary" not in get("group=us-img&test=nbme14&score=240&taken=").source
    assert "error-summary" in get("group=us-img&specialty=").source


def test_address_that_is_there_already_is_not_pushed_again(client):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/goal/?{DERMATOLOGY}#why"}
    assert client.get(f"/goal/?{DERMATOLOGY}", headers=headers)["HX-Push-Url"] == "false"
    other = client.get(f"/goal/?{DERMATOLOGY}&aim=strong", headers=headers)
    assert "aim=strong" in other["HX-Push-Url"]


@pytest.mark.parametrize("shown", ["http://[", "", "//", "ÿ"])
def test_address_of_no_page_is_another(client, shown):
    headers = {"HX-Request": "true", "HX-Current-URL": shown}
    assert DERMATOLOGY in client.get(f"/goal/?{DERMATOLOGY}", headers=headers)["HX-Push-Url"]


def test_factor_of_another_group_is_passed_over_while_the_form_is_filled_in(get):
    query = f"{DERMATOLOGY}&factor=little-us-experience"

    assert "Aim for" in get(query, **{"HX-Request": "true"}).text
    assert "error-summary" in get(query).source
