"""What the page of an answer makes of a record: the answer first, one number for one thing."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scores.engine.answers import AIMS, Reading
from scores.engine.record import canonical
from scores.engine.result import derive
from scores.engine.vocabulary import GROUPS
from scores.goals.redact import Shown, redacted
from scores.views.answer import FOLDS, answer_page
from scores.wording.record import record_of
from scores.wording.take import say_goal
from scores.wording.waiting import say_waiting
from tests.answer_states import ANSWERS
from tests.engine.edition import read_fixture
from tests.engine.planning import PLANNING
from tests.pages import text_of

TODAY = date(2026, 11, 30)
PRESENT = read_fixture("2026.2")
SCORED = replace(
    PLANNING, situation="scored", actual_score=243, exam_date=date(2026, 6, 1), readings=()
)
FAILED = replace(PLANNING, situation="failed", attempt_dates=(date(2026, 5, 1),), readings=())
cells = st.tuples(st.sampled_from(list(PRESENT.choices)), st.sampled_from(list(GROUPS)))


def record_for(answers):
    return record_of(derive(PRESENT, answers, today=TODAY))


def page_for(answers):
    return answer_page(record_for(answers))


@settings(deadline=None)
@given(cells, st.sampled_from(list(AIMS)), st.sampled_from([PLANNING, FAILED]))
def test_chosen_goal_is_the_target(cell, aim, answers):
    """Whatever moves the target moves it in the table too."""
    record = record_for(replace(answers, specialty=cell[0], group=cell[1], aim=aim))
    page = answer_page(record)

    if record["target"]["score"] is not None:
        [chosen] = [goal for goal in page["goals"] if goal["is_chosen"]]
        assert chosen["score"] == record["target"]["score"]
        assert chosen["match_percent"] == (record["match"] or {}).get("at_target", {}).get(
            "percent"
        )


@settings(deadline=None)
@given(cells)
def test_goals_are_told_apart(cell):
    page = page_for(replace(PLANNING, specialty=cell[0], group=cell[1]))

    others = [goal["score"] for goal in page["goals"] if not goal["is_chosen"]]
    assert len(set(others)) == len(others)


def test_goal_that_the_safe_pass_decides_says_so():
    page = page_for(replace(PLANNING, specialty="family-medicine", group="us-img"))
    typical = next(goal for goal in page["goals"] if goal["aim"] == "typical")

    assert typical["score"] == 228
    assert typical["note"] == "many matched with less: the safe pass decides"
    assert page["reasons"][-1][0].note == (
        "218 to pass, plus measurement error; more than 224, so it is your target"
    )


@pytest.mark.parametrize(
    ("answers", "source"),
    [
        (PLANNING, "Target: NRMP, 2026"),
        (
            replace(PLANNING, readings=(Reading("nbme13", Fraction(203), TODAY),)),
            "Passing score: USMLE (FSMB and NBME), 2026",
        ),
        (replace(PLANNING, specialty="urology", readings=()), "SAU and AUA, 2025"),
        (replace(PLANNING, exam_date=date(2026, 11, 26)), "USMLE"),
        (replace(PLANNING, exam="step1", specialty="", readings=()), "USMLE, 2026"),
    ],
    ids=["those who matched", "weak tests", "hole", "taken", "step 1"],
)
def test_source_named_is_that_of_what_the_sentence_says(answers, source):
    assert page_for(answers)["head"]["source"] == source


def test_waiting_that_adds_nothing_says_so():
    record = record_for(replace(PLANNING, aim="pass"))

    assert say_waiting(record) == "228 stays about as likely."


def test_stand_in_that_is_shifted_shows_by_how_much():
    page = page_for(replace(PLANNING, specialty="family-medicine", group="us-img"))

    told = {reason.says: reason.score for reason, _ in page["reasons"]}
    assert told["US IMGs, compared with them"] == "−6"
    assert page["cautions"] == [
        "No usable score of US IMGs who matched in family medicine: we use non-US IMGs, lowered by "
        "6 points, the gap between the two in 2013."
    ]


def test_reasons_add_up_to_the_target_with_a_failed_attempt():
    page = page_for(replace(FAILED, specialty="family-medicine", group="us-img"))

    scores = [reason.score for reason, _ in page["reasons"]]
    assert scores == ["230", "−6", "+4.5", "229", "228"]
    assert page["reasons"][3][0].says == "Together, rounded up: your target"
    assert page["tiles"][0].value == "229"


def test_failed_attempt_that_moves_the_target_says_what_it_is_without():
    page, without = page_for(FAILED), page_for(replace(FAILED, situation="planning"))

    target = without["tiles"][0].value
    assert f"Without the failed attempt the target is {target}." in page["cautions"]


def test_score_in_hand_has_no_goals_and_no_practice_advice():
    page = page_for(SCORED)

    assert page["goals"] == []
    assert page["waiting"] is None
    assert not [step for step in page["next"] if "test" in step.title.lower()]
    assert [tile.name for tile in page["tiles"]] == [
        "Middle of the matched",
        "Your score",
        "Matched with 243",
    ]


def test_three_tiles_say_target_projection_and_match():
    tiles = {tile.name: (tile.value, tile.note) for tile in page_for(PLANNING)["tiles"]}

    assert tiles["Target"] == ("251", "47th percentile of US MD students")
    assert re.fullmatch(r"80% range \d+–\d+; tests 245", tiles["You’re heading for"][1])
    assert tiles["Matched with 251"] == ("55 in 100", "80% range 40 to 65")


@pytest.mark.django_db
def test_share_is_said_to_be_an_association(client, edition_with_projection):
    address = "/goal/?specialty=internal-medicine&group="
    says = "This is an association, not your odds"

    assert client.get(f"{address}non-us-img").content.decode().count(says) == 1
    without = client.get(f"{address}us-img").content.decode()
    assert says not in without
    assert "scores of US IMGs who did not match are not published" in without


PROMISES = ("your chance is", "points gain", "safe to apply", "your odds are", "you will match")


@pytest.mark.django_db
def test_no_page_promises_a_match(client, edition_with_projection):
    for state, address in ANSWERS.items():
        text = text_of(client.get(f"{address}&show=all")).lower()

        assert [promise for promise in PROMISES if promise in text] == [], state


def test_group_without_a_curve_gets_its_recorded_rate():
    tiles = page_for(replace(PLANNING, specialty="dermatology"))["tiles"]

    assert tiles[-1][:2] == ("Matched, any score", "16.7%")
    assert tiles[-1].note == "of 30 who ranked it first"


@pytest.mark.parametrize("state", ["possible", "falling"])
def test_rest_of_the_application_is_told_where_there_is_time_for_it(state):
    falling = tuple(
        Reading(f"nbme{form:02}", score, date(2026, 11, day))
        for form, score, day in (
            (9, 262, 1),
            (10, 256, 8),
            (11, 250, 15),
            (12, 244, 22),
            (13, 240, 28),
        )
    )
    page = page_for(PLANNING if state == "possible" else replace(PLANNING, readings=falling))

    titles = [step.title for step in page["next"]]
    assert ("Put time into the rest of your application" in titles) is (state == "possible")


def test_what_is_hidden_is_in_no_part_of_the_page():
    record = record_for(PLANNING)
    page = answer_page(redacted(record, Shown()))

    assert page["tests"] is None
    assert page["waiting"] is None
    assert not page["picture"].has_reach
    assert [tile.name for tile in page["tiles"]] == ["Target", "Matched with 251"]
    assert not any(goal["reach"] for goal in page["goals"])


def test_every_fold_says_something_true_while_it_is_closed():
    page = page_for(PLANNING)

    assert page["folds"]["others"].startswith("Scores from 228 to 254: ")
    assert "6,992" in page["folds"]["rest"]
    fold = page["fold"]()
    parts = ("steps", "projection", "plan", "match")
    shown = sum(len(fold[name]) for name in parts)
    assert page["folds"]["steps"] == f"{shown} calculations, each with its figures."
    evidence = [source["evidence"] for source in record_for(PLANNING)["sources"].values()]
    copied = evidence.count("official-transcribed")
    assert "official" not in evidence
    assert page["folds"]["sources"] == (
        f"{len(evidence)} sources: {copied} copied from official figures."
    )
    assert set(page["folds"]) | {"scores", "take"} == set(FOLDS)


def test_marks_of_a_part_have_the_cards_of_that_part():
    page = page_for(PLANNING)
    places = {"source": page["cards"], **page["fold"]()["cards"]}

    for place, cards in places.items():
        assert [card["card"] for card in cards] == sorted(
            (card["card"] for card in cards), key=lambda each: int(each.rpartition("-")[2])
        )
        assert all(card["card"].startswith(f"{place}-") for card in cards)


@pytest.mark.parametrize("answers", [PLANNING, SCORED, FAILED])
def test_pages_change_no_record(answers):
    """Parts of a record are kept for the next one."""
    record = record_for(answers)
    before = canonical(record)

    answer_page(record)["fold"]()
    redacted(record, Shown())

    assert canonical(record) == before


def test_record_without_a_verdict_shows_the_words_that_it_has():
    """As records of rules 1.0 and 1.1 are: nothing is derived for them."""
    later = ("verdict", "goals", "waiting", "seasons", "match", "no_match", "scale", "bands")
    record = {key: value for key, value in record_for(PLANNING).items() if key not in later}
    page = answer_page(record | {"plan": {"next": ["Keep the date."], "steps": []}})

    assert page["head"]["headline"] == "Aim for 251"
    assert page["head"]["says"].startswith("Median of 2,649 non-US IMGs")
    assert page["picture"] is None
    assert page["goals"] == []
    assert [step.title for step in page["next"]] == ["Keep the date."]


def test_date_that_is_too_late_for_a_season_is_said():
    page = page_for(replace(PLANNING, exam_date=date(2027, 3, 31)))

    under_way, following = (season["says"] for season in page["seasons"])
    assert under_way == (
        "Mar 31, 2027 is too late for the 2027 Match: rank lists lock on March 3, 2027 "
        "(projected), and a report takes 4 weeks."
    )
    assert following == (
        "Mar 31, 2027 is in time for the 2028 Match; July 28, 2027 is the last safe date, 8 weeks "
        "before programs can review applications on September 22, 2027 (projected)."
    )


def test_date_that_a_slow_report_makes_too_late_is_said():
    page = page_for(replace(PLANNING, exam_date=date(2027, 1, 30)))

    assert page["seasons"][0]["says"] == (
        "Jan 30, 2027 is in time for the 2027 Match only if the report takes 4 weeks; January 6, "
        "2027 is the last safe date, 8 weeks before rank lists lock on March 3, 2027 (projected)."
    )


def test_dates_to_choose_from_are_told_safe_first():
    page = page_for(replace(PLANNING, exam_date=None))

    assert page["seasons"][1]["says"] == (
        "For the 2028 Match, take the exam by July 28, 2027 to be safe (Aug 25 if the report takes "
        "4 weeks): programs can review applications on September 22, 2027 (projected)."
    )


def test_higher_goal_says_where_it_is_among_those_who_matched():
    page = page_for(replace(PLANNING, aim="strong"))

    scores = {reason.says: reason.score for reason, _ in page["reasons"]}
    assert scores["Strong: 75% of the matched scored lower"] == "259"


def test_hole_has_no_limits_of_scores_that_are_not_there():
    page = page_for(replace(PLANNING, specialty="urology", readings=()))

    assert page["limits"] == [
        "A score is a measurement: taken again, it would differ by some points."
    ]


def test_goal_to_take_along_names_no_target_that_the_page_does_not():
    record = record_for(replace(PLANNING, situation="scored", actual_score=205, readings=()))

    assert record["verdict"]["state"] == "did-not-pass"
    assert "251" not in say_goal(record)


def test_score_in_hand_is_told_beside_those_on_record_with_it():
    answers = replace(SCORED, specialty="orthopaedic-surgery", group="us-do-senior")

    page = page_for(answers)

    told = [each["says"] for each in page["in_hand"]]
    assert (
        "15 of 40 US DO seniors in orthopaedic surgery who scored 241 to 250 matched, 2026." in told
    )
    match = page["fold"]()["match"]
    assert [step["rule"] for step in match] == ["match-score"]
    assert "scoring near 243 matched" in match[0]["says"]
    assert match[0]["value_text"] == "35 in 100"


@pytest.mark.parametrize(
    ("group", "is_said"), [("us-do-senior", True), ("us-md-senior", False), ("us-img", False)]
)
def test_osteopathic_student_reads_that_comlex_has_no_figure(group, is_said):
    page = page_for(replace(PLANNING, specialty="emergency-medicine", group=group))

    assert any("COMLEX alone has no figure" in says for says in page["cautions"]) == is_said


def test_retake_after_an_old_attempt_is_for_the_score_that_passes_now():
    answers = replace(SCORED, actual_score=212, exam_date=date(2023, 5, 5))

    page = page_for(answers)

    assert page["head"]["headline"] == "212 did not pass"
    assert page["head"]["says"].startswith(
        "The passing score on May 5, 2023 was 214; it is 218 now."
    )
    assert page["head"]["says"].endswith("Aim for 228 or more, the safe pass.")
    assert page["tiles"][0] == ("Passing score", "214", "on May 5, 2023")
    assert page["picture"].passing.safe is None
    assert not any("224" in f"{reason.note} {reason.score}" for reason, _ in page["reasons"])


def test_season_before_the_earliest_retake_is_said_to_be_lost():
    days = (date(2026, 1, 10), date(2026, 6, 10), date(2026, 9, 10))
    page = page_for(replace(FAILED, attempt_dates=days, exam_date=None))

    under_way, following = (season["says"] for season in page["seasons"])
    assert under_way.startswith("Mar 10, 2027 is too late for the 2027 Match")
    assert following.startswith("Mar 10, 2027 is in time for the 2028 Match")


def test_later_dates_that_are_not_safe_are_faint_and_said_to_be():
    page = page_for(replace(PLANNING, exam_date=date(2026, 12, 21)))

    late = [row["day"] for row in page["waiting"]["rows"] if row["is_late"]]
    assert late == ["Jan 11", "Jan 18"]
    assert page["waiting"]["late"] == "Faint: after the last safe date."


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("below-passing", "Decide with your advisor whether to move the date"),
        ("not-safe", "Decide with your advisor whether to move the date"),
        ("did-not-pass", "Choose Failed in the form, and enter the dates of your attempts"),
        ("short", "Talk over another goal, or a much later date"),
        ("possible", "Agree on the score that would make you move the date"),
    ],
)
def test_first_step_is_of_the_state(client, edition_with_projection, state, title):
    page = text_of(client.get(ANSWERS[state]))

    steps = page.partition("What to do next")[2]
    assert steps.strip().startswith(title)


@pytest.mark.parametrize("state", ["below-passing", "not-safe", "did-not-pass"])
def test_where_passing_is_not_safe_no_target_beyond_it_is_named(
    client, edition_with_projection, state
):
    page = client.get(ANSWERS[state]).content.decode()

    assert "is-target" not in page
    assert "Why 2" not in page


def test_next_practice_test_is_before_the_last_safe_date():
    page = page_for(replace(PLANNING, exam_date=date(2027, 1, 30), readings=()))

    assert page["next"][0].title == "Take a full practice test around December 23, 2026"


def test_exam_that_is_behind_leaves_no_goal_to_choose():
    page = page_for(replace(PLANNING, exam_date=date(2026, 11, 26)))

    assert page["goals"] == []
    assert page["head"]["action"] == "Enter your score once the report is there."
