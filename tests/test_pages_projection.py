"""Practice tests, the plan and the other situations on the goal page."""

import re
from datetime import UTC, datetime

import pytest

from scores.engine.answers import MOST_READINGS
from tests.pages import Page

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
def day(monkeypatch):
    """Weeks left and seasons are counted from today."""
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    monkeypatch.setattr("scores.views.goal.timezone.now", lambda: now)


def rows_of(page):
    """What stands in the form's rows of practice tests, in their order."""
    source = page.source.partition("<template>")[0]
    chosen = re.findall(r'<select name="test".*?</select>', source, re.DOTALL)
    tests = [(re.findall(r'value="([^"]*)" selected', each) or [""])[0] for each in chosen]
    scores = re.findall(r'name="score" id="[^"]*" value="([^"]*)"', source)
    taken = re.findall(r'name="taken" id="[^"]*" value="([^"]*)"', source)
    return list(zip(tests, scores, taken, strict=True))


# Without practice tests


def test_page_without_practice_tests_is_complete_and_asks_for_nothing(get):
    page = get(WHO)

    assert "Aim for 258" in page.text
    assert "Next steps" in page.text
    for heading in ("Where you are heading", "The plan", "Your score of", "After a failed"):
        assert heading not in page.text
    assert rows_of(page) == [("", "", "")]


# The projection


def test_projection_is_said_in_words_and_figures(get):
    page = get(THREE)

    assert "The practice tests point to 259 on May 1, 2027." in page.text
    assert "80 are expected to score between 251 and 266, the interval." in page.text
    assert "Chance of scoring 258 or more 58% too close to call" in page.text
    assert "The chance of 218 or more, the passing score, is about 99%." in page.text
    assert "Nobody in the data behind the projection failed" in page.text
    assert "Projection 259 · Interval 251 to 266" in page.text  # on the ladder
    assert "heading for 259" in page.source.partition("</title>")[0]


def test_head_says_where_the_tests_lead_and_what_to_do(get):
    page = get(THREE)

    head = page.source.partition("</header>\n\n<nav")[0]
    assert 'href="#way-title">Heading for <strong class="number">259</strong>' in head
    assert (
        "Heading for 259 (251 to 266): 58% chance of scoring 258 or more, too close to call "
        "What to do now" in page.text
    )
    assert {"way-title", "plan-title"} <= set(page.targets) & set(page.ids)


def test_points_lead_from_the_readings_to_the_projection(get, client):
    steps = client.get(f"/goal.json?{THREE}").json()["projection"]["steps"]
    scale, growth, drawn = (step["value"] for step in steps[:3])

    assert (
        f"Your tests are at about {scale} on the scale of the exam. With growth, and what others "
        f"gained on exam day: {growth} . Adjusted toward all examinees: {drawn} ."
    ) in get(THREE).text


@pytest.mark.parametrize("query", [THREE, WEAK, WEAK.replace("203", "232")])
def test_points_end_where_the_projection_is(get, client, query):
    mean = client.get(f"/goal.json?{query}").json()["projection"]["mean"]

    for address in ("goal", "compare"):
        page = Page(client.get(f"/{address}/?{query}"))
        told = page.text.partition("Your tests are at about ")[2]
        *_, last = re.findall(r": ([0-9.]+) \.", told[:300])
        assert float(last) == mean


def test_head_without_a_target_says_where_the_tests_lead_and_no_more(get):
    page = get(
        "specialty=preventive-medicine&group=us-do-senior&decline=all-specialties"
        "&decline=us-md-seniors&decline=mean&decline=older-cycle&test=nbme14&score=248&taken="
    )

    assert re.search(r"Heading for \d+ \(\d+ to \d+\) (?!What)", page.text)
    assert "What to do now" not in page.text


def test_each_reading_stands_with_its_share_and_what_is_left_without_it(get):
    page = get(THREE)

    assert "NBME 14 Apr 1, 2027 248 248 17% 258 −1" in page.text
    assert "UWSA 2 Apr 20, 2027 253 248 37% 258 −1" in page.text
    assert "Free 120 undated 78% 257 46% 260 +1" in page.text
    assert "1 undated one counts too, but cannot be drawn." in page.text


def test_picture_says_the_same_numbers_as_the_table(get):
    described = re.findall(r'<desc id="course-\w+-desc">(.*?)</desc>', get(THREE).source)

    assert len(described) == 2
    for says in described:
        assert "the readings that the table below names" in says
        assert "Projection on May 1, 2027: 259, from 251 to 266. Target: 258." in says


def test_steps_of_the_projection_stand_in_a_ledger_with_sources(get):
    page = get(THREE)

    ledger = page.text.partition("How the projection is made")[2]

    for title in ("Practice readings on the Step 2 CK scale", "Moved forward to exam day"):
        assert title in ledger
    assert set(page.targets) <= set(page.ids)


def test_undated_readings_alone_have_no_picture(get):
    page = get(f"{WHO}&test=nbme14&score=248&taken=")

    assert "Where you are heading" in page.text
    assert "course-wide-title" not in page.ids


def test_readings_that_disagree_are_told(get):
    page = get(f"{WHO}&test=nbme12&score=212&taken=2027-03-30&test=nbme14&score=262&taken=")

    assert "212 in NBME 12 on March 30, 2027 and 262 in NBME 14 lie further apart" in page.text


def test_readings_after_the_exam_are_told_and_do_not_count(get):
    page = get(f"{THREE}&test=nbme16&score=290&taken=2027-05-02")

    assert (
        "NBME 16 on May 2, 2027: dated after the exam, May 1, 2027, and not counted." in page.text
    )
    assert "point to 259 on" in page.text


def test_nothing_but_readings_after_the_exam_gives_no_projection_and_says_why(get):
    page = get(f"{WHO}&test=nbme16&score=290&taken=2027-05-02")

    assert (
        "Your practice tests are dated after the exam, May 1, 2027, and not counted." in page.text
    )
    assert "Where you are heading" not in page.text


def test_weak_student_is_told_first_that_the_evidence_is_thin(get):
    page = get(WEAK)

    before, _, after = page.text.partition("The evidence is thin.")

    assert "point to" not in before
    assert "Show your readings to an advisor" in after
    assert "With a mean reading under 230 no chance of passing is given" in after
    assert "The chance of 218" not in page.text
    assert "Keep the date" not in page.text


def test_projection_without_a_target_stands_alone(get):
    page = get(
        "specialty=preventive-medicine&group=us-do-senior&decline=all-specialties"
        "&decline=us-md-seniors&decline=mean&decline=older-cycle&test=nbme14&score=248&taken="
    )

    assert "The practice tests point to" in page.text
    assert "The plan" not in page.text


# The plan


def test_pace_needed_stands_beside_the_pace_of_others(get):
    page = get(f"{WHO}&test=nbme14&score=230&taken=2026-11-20")

    assert re.search(
        r"You need, points a week [0-9.]+ Half of students gain a week at least 1\.7", page.text
    )
    assert "25% of students gain a week at least 3.5" in page.text


def test_pace_of_almost_nothing_is_not_none(get, monkeypatch):
    """An exam on November 28, 2026 would give 240.3, below the target of 241."""
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    monkeypatch.setattr("scores.views.goal.timezone.now", lambda: now)
    page = get(
        "specialty=psychiatry&group=us-img&exam_date=2027-03-15&test=nbme13&score=231"
        "&taken=2026-10-20&test=uwsa2&score=238&taken=2026-11-15"
    )

    assert "You need, points a week less than 0.1" in page.text
    assert "less than 0.1 points a week needed" in page.text
    assert "give 240.3; from there to 241 takes less than 0.1 points a week" in page.text


def test_more_weeks_stand_beside_what_they_cost(get):
    page = get(THREE.replace("2027-05-01", "2027-07-20"))

    assert "As planned Jul 20, 2027" in page.text
    assert "2 weeks later Aug 3, 2027" in page.text
    assert "arrives in time if the report takes the typical time, not if it is slow" in page.text
    assert "September 22, 2027 Programs may begin to review applications projected" in page.text


def test_specialty_with_a_calendar_of_its_own_gets_none(get):
    page = get(THREE.replace("dermatology", "ophthalmology"))

    assert "takes applications through SF Match" in page.text
    assert "Programs may begin to review" not in page.text


@pytest.mark.parametrize(
    ("score", "verdict", "step"),
    [
        (236, "likely below the target", "What you can move"),
        (250, "too close to call", "Consider 4 more weeks: they would raise the chance from"),
        (275, "likely above the target", "Keep the date."),
    ],
)
def test_each_verdict_has_its_next_steps(get, score, verdict, step):
    page = get(f"{WHO}&test=nbme14&score={score}&taken=2027-04-30")

    assert verdict in page.text
    assert step in page.text


# The situations


def test_score_in_hand_stands_against_everything_recorded(get):
    page = get(f"{SCORED}&actual_score=245")

    assert "Your score of 245" in page.text
    assert "Where 245 stands in each norm window" in page.text
    assert "Against those who matched" in page.text
    assert "Against those who did not match" in page.text
    assert "Your score 245" in page.text  # on the ladder
    assert "Where you are heading" not in page.text


def test_low_pass_of_an_img_is_told_what_helps(get):
    page = get(f"{SCORED}&actual_score=222")

    assert "222 passes, by 4 points, and is below the safe pass of 228." in page.text
    assert "A high Step 3 score can partly make up for a lower Step 2 CK score." in page.text


def test_failed_attempts_lead_to_dates_and_a_target_for_the_retake(get):
    page = get(FAILED)

    assert "target of 243, with the failure counted, is the one for your retake" in page.text
    assert "3 of 4 attempts at Step 2 CK used, 1 left." in page.text
    assert "Jan 10, 2027" in page.text
    assert page.fields["attempt_date"] == ["2026-01-10", "2026-03-01", "2026-05-01", ""]


def test_failed_attempt_has_its_calendar_without_a_practice_test(get):
    page = get(FAILED)

    assert page.text.count("Programs may review applications of") == 1
    assert "Yours, May 1, 2027, arrives in time, even if the report is slow." in page.text
    with_plan = get(f"{FAILED}&test=nbme14&score=240&taken=2026-11-01")
    assert with_plan.text.count("Programs may review applications of") == 1


def test_failed_attempt_is_counted_in_the_one_target(get):
    failed = "specialty=family-medicine&group=us-do-senior&situation=failed"
    page, ticked = get(failed), get(f"{failed}&factor=failed-exam")
    planning = get(failed.replace("failed", "planning"))
    [without] = re.findall(r"Without it the target would be (\d+)", page.text)

    assert f"Aim for {without}, band" in planning.text
    assert f"Aim for {without}, band" not in page.text
    [score] = set(re.findall(r"Aim for (\d+), band", page.text))
    assert set(re.findall(r"Aim for (\d+), band", ticked.text)) == {score}


@pytest.mark.parametrize("exam", ["step1", "step3"])
def test_attempts_at_another_step_are_counted_too(get, exam):
    page = get(f"exam={exam}&situation=failed&attempt_date=2026-01-10")

    assert "1 of 4 attempts" in page.text


# The rows of the form


def test_rows_come_back_as_typed_with_a_blank_one(get):
    assert rows_of(get(THREE)) == [
        ("nbme14", "248", "2027-04-01"),
        ("uwsa2", "253", "2027-04-20"),
        ("free120", "78", ""),
        ("", "", ""),
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
    assert rows_of(page) == [("", "", ""), ("nbme14", "", ""), ("", "", "")]


def test_test_just_chosen_waits_for_its_score_until_a_button_is_pressed(get):
    query = f"{WHO}&test=nbme14&score=248&taken=2027-04-01&test=nbme13&score=&taken="

    under_way, pressed = get(query, HX_Request="true"), get(query)

    assert "Aim for 258" in under_way.text
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
    assert "is not a practice test on record here." in page.text


def test_an_error_in_a_field_of_another_situation_stays_in_view(get):
    page = get(f"{WHO}&actual_score=999")

    assert "actual_score" in page.targets
    assert page.fields["actual_score"] == ["999"]
