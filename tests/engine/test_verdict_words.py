"""A verdict on record and in words: what each state says, under each edition."""

import re
from datetime import date
from itertools import product

import pytest

from scores.engine.vocabulary import GROUPS
from scores.goals.redact import Shown, redacted
from scores.wording.record import record_of
from scores.wording.verdict import action_of, headline_of
from scores.wording.why import sentence_of
from tests.engine.edition import read_fixture
from tests.engine.students import (
    DAYS,
    DERM_IMG,
    FALLING,
    FLAT,
    FM_IMG,
    IM_IMG,
    IM_MD,
    SEVEN,
    ask,
    verdict,
)


def test_record_has_the_names_of_the_contract():
    record = record_of(ask(FLAT, 10, **IM_MD))

    assert record["verdict"]["state"] == "possible"
    assert {"headline", "says", "action", "figures"} < set(record["verdict"])
    projection = record["projection"]
    assert (projection["mean"], projection["without_gain"]) == (258.1, 250.0)
    assert (projection["prior"], projection["trend"]) == ("examinees", "flat")
    assert {"p_target", "p_pass", "low", "high", "level", "without"} < set(projection)
    assert [goal["aim"] for goal in record["goals"]] == ["pass", "in-range", "typical", "strong"]
    assert {"exam_date", "p_target", "serves", "match_percent"} == set(record["waiting"][0])
    assert abs(record["plan"]["percent_target"] - 100 * projection["p_target"]) <= 1


SCORED = {"situation": "scored", **FM_IMG}
ORTHO_DO = {"specialty": "orthopaedic-surgery", "group": "us-do-senior"}
UROLOGY = {"specialty": "urology", "group": "us-md-senior"}
THREE_FAILURES = tuple(date(2026, month, 1) for month in (5, 7, 9))
HIGH_FALLING = list(zip(SEVEN, (282, 279, 276, 272, 269, 265, 262), DAYS, strict=True))

WORDS = {
    "step3": (
        lambda: ask(exam="step3", group="us-img"),
        "Step 3: pass with 200, safely 209",
        "First-takers averaged 227, with an SD of 15. In 2025, 88% of non-US first-takers passed. "
        "An IMG may take it before the Match: it can help with a visa or a low score.",
        "Have the result by September 22, 2027, when programs can review applications.",
    ),
    "step1": (
        lambda: ask(exam="step1"),
        "Step 1 is pass or fail",
        "No score is reported: what counts is to pass at the first attempt. In 2025, 93% of US MD "
        "and 75% of non-US first-takers passed.",
        "Have the result by September 22, 2027, when programs can review applications.",
    ),
    "date-needed": (
        lambda: ask(actual_score=212, **SCORED),
        "When did you take it?",
        "Passing depends on the date: 209 until June 2022, 214 until June 2025, 218 since. "
        "212 passed before July 1, 2022, and not since.",
        "Enter the test date.",
    ),
    "did-not-pass": (
        lambda: ask(in_days=-100, actual_score=205, attempt_dates=THREE_FAILURES[:1], **SCORED),
        "205 did not pass",
        "The passing score on August 22, 2026 was 218. 3 attempts are left. "
        "Aim for 228 or more, the safe pass.",
        "Plan the retake.",
    ),
    "passed-low": (
        lambda: ask(in_days=-1700, actual_score=212, **SCORED),
        "212 passed",
        "It is 3 above the passing score of 209 of April 5, 2022, and below the safe pass, 219. "
        "212 is at the 1st percentile of first-takers from US MD schools. "
        "Programs see the score, and a passed exam can generally not be retaken.",
        "Consider Step 3 before residency. Check its prerequisites first.",
    ),
    "scored": (
        lambda: ask(situation="scored", actual_score=243, **ORTHO_DO),
        "243: 13 below the middle of those who matched",
        "Of US DO seniors who preferred orthopaedic surgery, about 35 in 100 (25 to 50) scoring "
        "near 243 matched in it. 243 is at the 28th percentile of first-takers from US MD "
        "schools.",
        "Compare specialties, and strengthen the rest of your application.",
    ),
    "failed": (
        lambda: ask(
            [("nbme14", 212, 9)], situation="failed", attempt_dates=THREE_FAILURES, **FM_IMG
        ),
        "Pass first: 218, safely 228",
        "1 attempt is left, the next on May 1, 2027 at the earliest. Your tests are at about 212. "
        "With the failure counted, your target is 229.",
        "Plan the retake for May 1, 2027 or later.",
    ),
    "taken": (
        lambda: ask(in_days=-5, **IM_MD),
        "Your exam was on November 25, 2026",
        "Your score should arrive by December 23, 2026; allow until January 20, 2027.",
        "Enter your score once the report is there.",
    ),
    "below-passing": (
        lambda: ask([("nbme13", 203, 30), ("uwsa1", 209, 20)], 20, **FM_IMG),
        "Your tests are below passing",
        "Your tests are at about 207, and the passing score is 218. Your exam is in 20 days. "
        "Too few people on record had tests this low: we give only a range, 195 to 234.",
        "Talk to an advisor before keeping December 20, 2026. For the 2027 Match, January 6, 2027 "
        "is the last safe date.",
    ),
    "not-safe": (
        lambda: ask([("nbme14", 225, 10)], 10, **IM_MD),
        "Passing is not safe yet",
        "Your tests are at about 225. Passing is 218, the safe pass 228. "
        "Below 228, more than 1 in 20 would fail by chance. "
        "Too few people on record had tests this low: we give only a range, 213 to 252.",
        "Talk to an advisor before keeping December 10, 2026. For the 2027 Match, January 6, 2027 "
        "is the last safe date.",
    ),
    "just-pass": (
        lambda: ask(FALLING, 9, aim="pass"),
        "On course to pass",
        "Your tests are at about 242: passing is 218, the safe pass 228. "
        "Your scores seem to be falling.",
        "Find out why before keeping December 9, 2026.",
    ),
    "hole": (
        lambda: ask(FALLING, 10, **UROLOGY),
        "No score is published for urology",
        "In 2025, 76% of all applicants in urology matched. The passing score is 218, the safe "
        "pass 228. Your tests are at about 242. Your scores seem to be falling.",
        "See its match rate and dates, and compare specialties.",
    ),
    "no-tests": (
        lambda: ask(**IM_IMG),
        "Aim for 251",
        "251 is the middle of non-US IMGs who matched in internal medicine in 2026. "
        "Of non-US IMGs who preferred internal medicine, about 55 in 100 (40 to 65) scoring near "
        "251 matched in it.",
        "Add your practice tests.",
    ),
    "falling": (
        lambda: ask(FALLING, 10, **IM_MD),
        "Your scores seem to be falling",
        "Your tests fell from 262 to 242 over 7 weeks. "
        "The projection from all of them is 255, with a 55% chance of 254; it assumes a gain "
        "that falling scores do not show.",
        "Find out why before keeping December 10, 2026.",
    ),
    "short": (
        lambda: ask([("nbme13", 236, 12), ("nbme14", 236, 5)], 5, **IM_MD),
        "Short of 254 by about 7",
        "You’re heading for about 247; 21% chance of 254 or more.",
        "If you are in the 2027 Match, January 6, 2027 is the last safe date; Jan 2 gives 37%. "
        "Otherwise consider January 23, 2027, with another practice test first: your chance "
        "rises from 21% to 49%.",
    ),
    "possible": (
        lambda: ask([("nbme13", 244, 45), ("nbme14", 247, 34), ("uwsa2", 256, 24)], 24, **IM_IMG),
        "251 is possible, more likely than not",
        "You’re heading for about 255; 65% chance of 251 or more. "
        "Of non-US IMGs who preferred internal medicine, about 55 in 100 (40 to 65) scoring near "
        "251 matched in it.",
        "If you are in the 2027 Match, January 6, 2027 is the last safe date; Dec 31 gives 69%. "
        "Otherwise consider January 21, 2027, with another practice test first: your chance "
        "rises from 65% to 77%.",
    ),
    "on-pace": (
        lambda: ask(HIGH_FALLING, 10, **IM_MD),
        "On pace for 254",
        "You’re heading for about 270; over 95% chance of 254 or more. "
        "Your scores seem to be falling. Of US MD seniors who preferred internal medicine, "
        "over 95 in 100 scoring near 254 matched in it.",
        "Find out why before keeping December 10, 2026.",
    ),
}
"""Of each state what its headline, sentence and action hold."""


@pytest.mark.parametrize("state", WORDS)
def test_every_state_says_what_it_has_to(state):
    result, *words = WORDS[state]
    verdict = record_of(result())["verdict"]

    assert verdict["state"] == state
    assert [verdict[part] for part in ("headline", "says", "action")] == words


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (FM_IMG, "224 is the middle of non-US IMGs who matched in family medicine in 2026, shifted "
         "down by 6. The figure of non-US IMGs stands in: no usable score of US IMGs in family "
         "medicine is on record. The safe pass, 228, is higher and decides."),
        (IM_IMG | {"aim": "strong"}, "75% of non-US IMGs who matched in internal medicine in 2026 "
         "scored below 259. Of non-US IMGs who preferred internal medicine, about 60 in 100 "
         "(45 to 70) scoring near 259 matched in it."),
        (IM_IMG | {"factors": ("failed-exam",)}, "251 is the middle of non-US IMGs who matched in "
         "internal medicine in 2026. Your application details move it to 255. Of non-US "
         "IMGs who preferred internal medicine, about 55 in 100 (45 to 70) scoring near 255 "
         "matched in it."),
        (DERM_IMG, "258 is the middle of US MD seniors "
         "who matched in dermatology in 2026. The figure of US MD seniors stands in: no usable "
         "score of non-US IMGs in dermatology is on record. In 2026, 5 of 30 non-US IMGs who "
         "ranked dermatology first matched in it."),
        ({"aim": "in-range", "specialty": "family-medicine", "group": "non-us-img"},
         "25% of non-US IMGs who matched in family medicine in 2026 scored below 222. The safe "
         "pass, 228, is higher and decides. Of non-US IMGs who preferred family medicine, about 55 "
         "in 100 (40 to 65) matched in it at any score."),
    ],
    ids=["shifted", "strong", "factor", "stand-in", "in range"],
)  # fmt: skip
def test_target_without_tests_says_of_whom_it_is(answers, says):
    assert record_of(ask(**answers))["verdict"]["says"] == says


def test_score_in_hand_beside_a_stand_in_names_it():
    verdict = record_of(ask(actual_score=250, situation="scored", **DERM_IMG))["verdict"]

    assert verdict["headline"] == "250: 8 below the middle of US MD seniors who matched"
    assert "In 2026, 5 of 30 non-US IMGs who ranked dermatology first" in verdict["says"]


def test_score_in_hand_is_as_far_from_a_shifted_stand_in_everywhere():
    record = record_of(ask(situation="scored", actual_score=243, **FM_IMG))
    against = next(step for step in record["standing"] if step["rule"] == "standing-matched")

    assert record["verdict"]["headline"] == "243: 19 above the middle of those who matched"
    assert against["value"] == 19
    assert against["says"].startswith(
        "243 is 19 points above the median, 224, of 446 non-US IMGs who matched in family "
        "medicine, 2026, shifted by −6; 75% of them scored lower (233 or less)."
    )


def test_score_in_hand_without_an_estimate_has_the_rate_of_its_band():
    result = ask(situation="scored", actual_score=243, edition=read_fixture("2026.1"), **ORTHO_DO)

    assert record_of(result)["verdict"]["says"].startswith(
        "Of 40 US DO seniors who scored 241 to 250, 37.5% matched (2026)."
    )


def test_weak_student_whose_date_serves_no_season_is_told_so():
    verdict = record_of(ask([("nbme14", 215, 10)], 300, **IM_MD))["verdict"]

    assert verdict["action"] == (
        "Talk to an advisor before keeping September 26, 2027. "
        "It is after the last exam date for the 2028 Match, August 25, 2027."
    )


def test_retake_is_planned_for_no_day_before_it_is_possible():
    def action(in_days):
        failed = ask(in_days=in_days, situation="failed", attempt_dates=THREE_FAILURES, **FM_IMG)
        return record_of(failed)["verdict"]["action"]

    assert action(30) == "Plan the retake for May 1, 2027 or later."
    assert action(200) == "Plan the retake for June 18, 2027, for the 2028 Match."


def test_no_sentence_of_any_verdict_has_more_than_25_words():
    edition = read_fixture("2026.2")
    tests = ([], [("nbme14", 212, 10)], [("nbme14", 225, 10)], [("nbme14", 250, 10)], FALLING)
    for specialty, group in product(edition.choices, GROUPS):
        who = {"specialty": specialty, "group": group}
        results = [ask(each, 10, **who) for each in tests]
        results += [ask(situation="scored", actual_score=score, **who) for score in (220, 250)]
        results.append(ask(situation="failed", attempt_dates=THREE_FAILURES, **who))
        for found in (result.outlook.verdict.facts for result in results):
            words = (f"{headline_of(found)}.", sentence_of(found), action_of(found))
            for sentence in re.split(r"(?<=[.?])\s", " ".join(words)):
                assert len(sentence.split()) <= 25, sentence


def test_edition_without_a_model_says_so():
    result = ask(FLAT, 10, edition=read_fixture("2026.1"), **IM_MD)

    assert result.outlook.projection is None
    assert result.outlook.missing == "no-model"
    record = record_of(result)
    assert record["without_projection"] == "no-model"
    assert record["projection"] is None
    assert record["verdict"]["state"] == "no-tests"
    assert record["verdict"]["action_id"] == "see-current-figures"
    assert "Your tests are at about 251." in record["verdict"]["says"]


def test_level_against_the_pass_mark_decides_without_a_model_too():
    tests = [("nbme13", 203, 30), ("uwsa1", 209, 20), ("free120", 70, 3)]
    found = verdict(tests, 20, edition=read_fixture("2026.1"), **FM_IMG)

    assert (found.state, found.level) == ("below-passing", 206)


def test_what_is_not_shown_is_not_told_by_the_verdict():
    record = record_of(ask(FLAT, 10, **IM_MD))
    target_only = redacted(record, Shown())
    no_scores = redacted(record, Shown(projection=True))

    assert target_only["verdict"] is None
    assert target_only["waiting"] == []
    assert {goal["p_reach"] for goal in target_only["goals"]} == {None}
    assert no_scores["verdict"] is None
    assert no_scores["projection"]["without_gain"] is None
    assert no_scores["projection"]["mean"] == 258.1


@pytest.mark.parametrize("state", ["failed", "did-not-pass"])
def test_who_hides_the_profile_hides_how_many_attempts_are_left(state):
    record = record_of(WORDS[state][0]())

    assert redacted(record, Shown(projection=True, scores=True))["verdict"] is None


def test_score_of_unknown_date_is_not_advised_as_a_failure():
    record = record_of(ask(situation="scored", actual_score=212, **FM_IMG))

    assert record["verdict"]["state"] == "date-needed"
    assert "fail-retake" not in [step["rule"] for step in record["standing"]]
    record = record_of(ask(situation="scored", actual_score=195, **FM_IMG))
    assert "fail-retake" in [step["rule"] for step in record["standing"]]
