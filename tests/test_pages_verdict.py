"""The page of a result by the projection of edition 2026.2: the verdict, and what it rests on."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from scores.views.answer import answer_page
from scores.wording.record import record_of
from tests.engine.students import FALLING, FLAT, FM_IMG, IM_IMG, IM_MD, ZIGZAG, ask

FAILED = {"situation": "failed", "actual_score": 209, "attempt_dates": (date(2026, 5, 1),)}
SCORED = {"situation": "scored", "actual_score": 212}

STUDENTS = {
    "falling": ask(FALLING, 10, **IM_MD),
    "scattered": ask(ZIGZAG, 10, **IM_MD),
    "steady": ask(FLAT, 10, **IM_IMG),
    "weak": ask([("nbme13", 203, 30), ("uwsa1", 209, 20)], 20, **FM_IMG),
    "undated": ask([("nbme13", 250, None), ("free120", 80, None)], **IM_MD),
    "failed": ask([("nbme14", 240, 10)], **FAILED, **FM_IMG),
    "scored": ask(**SCORED, **FM_IMG),
    "just pass": ask(aim="pass"),
    "no tests": ask(**IM_MD),
    "past": ask(in_days=-5, **IM_MD),
    "Step 1": ask(exam="step1"),
    "Step 3": ask(exam="step3", group="us-img"),
}


def text_of(result):
    record = record_of(result)
    page = render_to_string(
        "answer/answer.html",
        {"record": record, "page": answer_page(record), "request": RequestFactory().get("/goal/")},
    )
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>|⁠", " ", page))


@pytest.mark.parametrize("name", STUDENTS)
def test_page_has_headline_sentence_and_action(name):
    result = STUDENTS[name]
    page, verdict = text_of(result), record_of(result)["verdict"]

    for part in ("headline", "says", "action"):
        assert verdict[part] in page, part


def test_falling_student_is_never_told_to_keep_the_date():
    page = text_of(STUDENTS["falling"])

    assert "Find out why before keeping December 10, 2026." in page
    assert "Keep December" not in page
    assert "If you wait Your scores seem to be falling: the effect of waiting is unknown." in page


def test_weak_student_sees_a_range_and_no_point():
    page = text_of(STUDENTS["weak"])

    assert "Your range 195–234" in page
    assert "heading for" not in page.lower()
    assert "% chance" not in page
    assert "You reach it" not in page
    assert "80% interval" not in page
    assert "If you wait From tests this low no chance can be estimated, on any date." in page
    assert "For the 2027 Match, January 6, 2027 is the last safe date." in page


def test_steady_student_sees_what_waiting_adds_and_the_dates_that_serve():
    page = text_of(STUDENTS["steady"])

    assert "If you wait" in page
    assert (
        "Dec 10, 2026 is in time for the 2027 Match; January 6, 2027 is the last safe date" in page
    )
    assert "Of 100 people who posted scores like these, about 80 scored" in page


def test_score_in_hand_has_no_plan():
    page = text_of(STUDENTS["scored"])

    assert "212 passed if you took it before July 1, 2022" in page
    assert "did not pass" not in page
    assert "Rank lists" not in page
    assert "Take a practice test" not in page
    assert "score to work toward" not in page


def test_just_pass_is_no_hole():
    assert "No observed figure" not in text_of(STUDENTS["just pass"])


def test_failure_is_counted_in_the_one_target():
    page = text_of(STUDENTS["failed"])

    assert "Pass first: 218, safely 228" in page
    assert "With the failure counted, your target is" in page


@pytest.mark.parametrize("name", STUDENTS)
def test_no_two_numbers_of_one_thing(name):
    """One target, one projection, one chance, wherever the page names them."""
    page, record = text_of(STUDENTS[name]), record_of(STUDENTS[name])

    targets = set(re.findall(r"Target (\d+)", page))
    assert targets <= {str(record["target"]["score"])}
    chances = set(re.findall(rf"(\d+)% chance of {record['target']['score']} or more", page))
    reach = set(re.findall(r"(\d+)% you reach it", page))
    assert len(chances | reach) <= 1
    means = set(re.findall(r"heading for (?:about )?(\d+)", page)) | set(
        re.findall(r"all your tests together lead to about (\d+)", page)
    )
    assert len(means) <= 1


def test_specialty_whose_service_has_no_date_says_so():
    page = text_of(ask(specialty="emergency-medicine", group="us-md-senior"))

    assert "rank lists lock on March 3, 2027" in page
    assert "Emergency Medicine takes applications through ResidencyCAS. No coming date" in page
    assert "No coming date" not in text_of(STUDENTS["no tests"])
    assert "No coming date" not in text_of(STUDENTS["scored"])


def test_one_chance_is_told_the_same_everywhere():
    result = ask([("nbme13", 244, 45), ("nbme14", 247, 34), ("uwsa2", 256, 24)], 24, **IM_IMG)
    record, page = record_of(result), text_of(result)

    assert "65% chance of 251 or more" in page
    assert "Dec 24 65%" in page
    assert record["waiting"][0]["p_target"] == record["projection"]["p_target"] == 0.654
