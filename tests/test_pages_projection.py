"""Practice tests, the plan and the other situations on the goal page."""

import re
from datetime import UTC, datetime

import pytest

from scores.engine.answers import MOST_READINGS

pytestmark = pytest.mark.django_db

WHO = "specialty=dermatology&group=us-md-senior&exam_date=2027-05-01"
THREE = (
    f"{WHO}&test=nbme14&score=248&taken=2027-04-01&test=uwsa2&score=253&taken=2027-04-20"
    "&test=free120&score=78&taken="
)
WEAK = f"{WHO}&test=nbme13&score=203&taken=2027-04-11&test=nbme15&score=207&taken=2027-04-25"
SCORED = "specialty=family-medicine&group=non-us-img&situation=scored&exam_date=2026-09-01"
FAILED = (
    "specialty=internal-medicine&group=us-img&situation=failed&exam_date=2027-05-01"
    "&attempt_date=2026-01-10&attempt_date=2026-03-01&attempt_date=2026-05-01"
)


@pytest.fixture(autouse=True)
def day(monkeypatch, edition_with_projection):
    """Weeks left and seasons are counted from today."""
    now = datetime(2026, 12, 1, 12, tzinfo=UTC)
    monkeypatch.setattr("scores.views.goal.timezone.now", lambda: now)


def rows_of(page):
    """What stands in the form's rows of practice tests, in their order."""
    source = page.source
    chosen = re.findall(r'<select name="test".*?</select>', source, re.DOTALL)
    tests = [(re.findall(r'value="([^"]*)" selected', each) or [""])[0] for each in chosen]
    scores = re.findall(r'name="score" id="[^"]*" value="([^"]*)"', source)
    taken = re.findall(r'name="taken" id="[^"]*" value="([^"]*)"', source)
    return list(zip(tests, scores, taken, strict=True))


# Without practice tests


def test_page_without_practice_tests_is_complete_and_asks_for_nothing(get):
    page = get(WHO)

    assert "Aim for 258" in page.text
    assert "What to do next" in page.text
    for heading in ("Your practice tests", "If you wait", "Your score of", "Your retake"):
        assert heading not in page.text
    assert rows_of(page) == [("", "", "")]


# The projection


def test_projection_is_said_in_words_and_figures(get):
    page, whole = get(THREE), get(f"{THREE}&show=steps")

    assert "On pace for 258" in page.text or "258 is possible" in page.text
    assert re.search(r"You’re heading for about \d+; \d+% chance of 258 or more", page.text)
    assert re.search(r"You’re heading for 25\d 80% range \d+–\d+; tests 24\d", page.text)
    assert "nobody knows how much others gain" in page.text
    assert "Of 100 people who posted scores like these, about 80 scored" in whole.text
    assert "100 students" not in whole.text


def test_each_test_stands_with_what_is_left_without_it(get):
    page = get(THREE)

    for test in ("NBME 14 Apr 1, 2027 248", "UWSA 2 Apr 20, 2027 253", "Free 120 undated 78%"):
        assert re.search(rf"{test} \d+ (?:[−+]\d+|no change)", page.text), test


def test_undated_tests_alone_have_no_picture(get):
    page = get(f"{WHO}&test=nbme14&score=248&taken=")

    assert "tests 248" in page.text
    assert 'class="chart course' not in page.source


def test_tests_that_scatter_are_told(get):
    days = zip(("09", "10", "11", "12", "13"), (262, 230, 262, 230, 262), range(1, 6), strict=True)
    tests = "".join(f"&test=nbme{n}&score={s}&taken=2027-04-0{day}" for n, s, day in days)
    page = get(WHO + tests)

    assert re.search(r"Your tests differ more than usual.*stands out most\.", page.text)


def test_readings_after_the_exam_are_told_and_do_not_count(get):
    page = get(f"{THREE}&test=nbme16&score=290&taken=2027-05-02")
    heading = re.search(r"heading for about \d+", get(THREE).text)[0]

    assert "NBME 16 on May 2, 2027: dated after the exam, so not counted." in page.text
    assert heading in page.text


def test_nothing_but_readings_after_the_exam_gives_no_projection_and_says_why(get):
    page = get(f"{WHO}&test=nbme16&score=290&taken=2027-05-02")

    assert "Your practice tests: dated after the exam, so not counted." in page.text
    assert "heading for" not in page.text


def test_weak_student_sees_the_pass_mark_and_no_chance(get):
    page = get(WEAK)

    assert "Your tests are below passing" in page.text
    assert "and the passing score is 218." in page.text
    assert "Talk to an advisor before keeping May 1, 2027." in page.text
    assert "% chance" not in page.text


def test_specialty_with_a_calendar_of_its_own_gets_no_other_date(get):
    page = get(THREE.replace("dermatology", "ophthalmology"))

    assert "Programs can review" not in page.text
    assert "Programs may begin to review" not in page.text


@pytest.mark.parametrize(
    ("score", "headline", "action"),
    [
        (236, "Short of 258 by about", "onsider"),
        (252, "258 is possible, more likely than not", "Consider"),
        (275, "On pace for 258", "Keep May 1, 2027: waiting raises your chance by at most"),
    ],
)
def test_each_verdict_has_its_action(get, score, headline, action):
    page = get(f"{WHO}&test=nbme14&score={score}&taken=2027-04-25")

    assert headline in page.text
    assert action in page.text


def test_earlier_edition_has_its_target_and_no_projection(get):
    page = get(f"{THREE}&edition=2026.1")

    assert "Aim for 258" in page.text
    assert "Edition 2026.1 has no model to project your tests with." in page.text
    assert "heading for" not in page.text


# The situations


def test_score_in_hand_stands_against_everything_recorded(get):
    page = get(f"{SCORED}&actual_score=245&show=steps")

    assert "Your score of 245" in page.text
    assert "In each norm window" in page.text
    assert "245 is 15 points above the median, 230, of 446 non-US IMGs who matched" in page.text
    assert re.search(
        r"245 is \d+ points above the median, \d+, of \d+ non-US IMGs who did not", page.text
    )
    assert "Your score 245" in page.text  # on the picture
    assert "practice test" not in page.text.partition("Your score of 245")[2].lower()


def test_low_pass_of_an_img_is_told_what_helps(get):
    page = get(f"{SCORED}&actual_score=222")

    assert "222 passes, by 4 points, and is below the safe pass of 228." in page.text
    assert "A high Step 3 score can partly make up for a lower Step 2 CK score." in page.text


def test_failed_attempts_lead_to_dates_and_a_target_for_the_retake(get):
    page = get(FAILED)

    assert "With the failure counted, your target is 243." in page.text
    assert "3 of 4 attempts at Step 2 CK used, 1 left." in page.text
    assert "January 10, 2027" in page.text
    assert page.fields["attempt_date"] == ["2026-01-10", "2026-03-01", "2026-05-01", ""]


def test_failed_attempt_has_its_calendar_once(get):
    for query in (FAILED, f"{FAILED}&test=nbme14&score=240&taken=2026-11-01"):
        text = get(query).text
        assert text.count("programs can review applications on") == 1
        assert "Programs may review" not in text


def test_failed_attempt_is_counted_in_the_one_target(get):
    failed = "specialty=family-medicine&group=us-do-senior&situation=failed"
    page, ticked = get(failed), get(f"{failed}&factor=failed-exam")
    planning = get(failed.replace("failed", "planning"))

    [score] = set(re.findall(r"Target (\d+)", page.text))
    [without] = set(re.findall(r"Target (\d+)", planning.text))
    assert int(score) > int(without)
    assert set(re.findall(r"Target (\d+)", ticked.text)) == {score}
    assert f"Typical the middle of the matched, with your application counted {score}" in page.text


@pytest.mark.parametrize("exam", ["step1", "step3"])
def test_attempts_at_another_step_are_counted_too(get, exam):
    page = get(f"exam={exam}&situation=failed&attempt_date=2026-01-10")

    assert "1 of 4 attempts" in page.text


# The rows of the form


def test_rows_come_back_as_typed(get):
    assert rows_of(get(THREE)) == [
        ("nbme14", "248", "2027-04-01"),
        ("uwsa2", "253", "2027-04-20"),
        ("free120", "78", ""),
    ]


def test_another_row_is_added_without_a_script(get):
    assert len(rows_of(get(f"{WHO}&test=&score=&taken=&rows=2"))) == 2
    assert len(rows_of(get(f"{THREE}&rows=5"))) == 5


def test_form_is_folded_only_above_a_result_that_is_read(get):
    folded = '<details class="goal-answers">'
    opened = re.compile('<details class="goal-answers( is-unanswered)?" open>')

    assert folded in get(WHO).source
    for query in ("", "specialty=dermatology", f"{WHO}&exam_date=x", f"{WHO}&rows=2"):
        assert opened.search(get(query).source), query


@pytest.mark.parametrize("rows", ["0", "-3", "9999999", "x", "1e3", "٣"])
def test_number_of_rows_is_kept_within_reason(get, rows):
    assert 1 <= len(rows_of(get(f"{WHO}&rows={rows}"))) <= MOST_READINGS


def test_a_row_is_removed_without_a_script(get):
    page = get(f"{THREE}&remove=2")

    assert rows_of(page)[:2] == [("nbme14", "248", "2027-04-01"), ("free120", "78", "")]
    assert "UWSA 2 Apr 20, 2027" not in page.text


def test_tests_are_offered_in_three_groups(get):
    groups = re.findall(r'<optgroup label="([^"]+)">', get(WHO).source)

    assert groups[:3] == ["Current forms", "Retired forms", "Others"]


def test_error_of_a_row_stands_beside_it_and_in_the_summary(get):
    page = get(f"{WHO}&test=nbme14&score=248&taken=&test=free120&score=101&taken=2027-13-01")

    beside = dict(re.findall(r'<p class="error" id="([\w-]+)-error">([^<]+)</p>', page.source))

    assert beside == {
        "score-2": "Free 120: enter your percent correct, from 0 to 100.",
        "taken-2": "Free 120: “2027-13-01” is not a real date.",
    }
    assert {"score-2", "taken-2"} <= set(page.targets) & set(page.ids)
    assert rows_of(page)[1] == ("free120", "101", "2027-13-01")


def test_blank_row_between_others_keeps_the_place_of_an_error(get):
    page = get(f"{WHO}&test=&score=&taken=&test=nbme14&score=&taken=")

    assert "NBME 14: enter its score." in page.text
    assert "score-2" in page.targets
    assert rows_of(page) == [("", "", ""), ("nbme14", "", "")]


def test_test_just_chosen_waits_for_its_score_until_a_button_is_pressed(get):
    query = f"{WHO}&test=nbme14&score=248&taken=2027-04-01&test=nbme13&score=&taken="

    under_way, pressed = get(query, HX_Request="true"), get(query)

    assert "chance of 258 or more" in under_way.text
    assert "enter its score" not in under_way.text
    assert "NBME 13" not in under_way.text
    assert "NBME 14 Apr 1, 2027" in under_way.text
    assert "NBME 13: enter its score." in pressed.text


def test_score_that_is_none_is_told_while_the_form_is_under_way(get):
    page = get(f"{WHO}&test=nbme13&score=24o&taken=", HX_Request="true")

    assert "NBME 13: “24o” is not a whole number." in page.text


def test_test_not_on_record_is_kept_and_escaped(get):
    page = get(f'{WHO}&test="><b>x&score=240&taken=')

    assert rows_of(page)[0][1] == "240"
    assert "<b>x" not in page.source
    assert "is not a known practice test." in page.text


def test_an_error_in_a_field_of_another_situation_stays_in_view(get):
    page = get(f"{WHO}&actual_score=999")

    assert "actual_score" in page.targets
    assert page.fields["actual_score"] == ["999"]
