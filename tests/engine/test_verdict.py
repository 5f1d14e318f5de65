"""The verdict: the state that comes first, and the action that follows from it."""

import re
from datetime import date, timedelta
from itertools import product

import pytest

from scores.engine.answers import Answers, AnswersRefused, Reading
from scores.engine.result import derive
from scores.engine.steps import in_points
from scores.engine.vocabulary import GROUPS
from scores.goals.redact import Shown, redacted
from scores.wording.record import record_of
from scores.wording.verdict import action_of, headline_of
from scores.wording.why import sentence_of
from tests.engine.edition import read_fixture

TODAY = date(2026, 11, 30)
DAYS = (56, 45, 35, 25, 21, 15, 10)
SEVEN = [f"nbme{number:02}" for number in range(9, 16)]
IM_MD = {"specialty": "internal-medicine", "group": "us-md-senior"}
IM_IMG = {"specialty": "internal-medicine", "group": "non-us-img"}
FM_IMG = {"specialty": "family-medicine", "group": "us-img"}
DERM_IMG = {"specialty": "dermatology", "group": "non-us-img"}
FALLING = list(zip(SEVEN, (262, 259, 256, 252, 249, 245, 242), DAYS, strict=True))
FLAT = list(zip(SEVEN, [250] * 7, DAYS, strict=True))
ZIGZAG = list(zip(SEVEN, (262, 230, 262, 230, 262, 230, 262), DAYS, strict=True))


def ask(tests=(), in_days=None, edition=None, **answers):
    """The result for tests of (id, score, days before the exam or today)."""
    exam_date = None if in_days is None else TODAY + timedelta(days=in_days)
    readings = tuple(
        Reading(test, score, days if days is None else (exam_date or TODAY) - timedelta(days))
        for test, score, days in tests
    )
    asked = Answers(exam_date=exam_date, readings=readings, **answers)
    return derive(edition or read_fixture("2026.2"), asked, today=TODAY)


def verdict(*args, **answers):
    return ask(*args, **answers).outlook.verdict.facts


def state(*args, **answers):
    return verdict(*args, **answers).state


# Students


def test_falling_series_is_the_headline_and_never_keeps_the_date():
    found = verdict(FALLING, 10, **IM_MD)

    assert (found.state, found.action, found.target) == ("falling", "find-out-why", 254)
    assert (round(found.level), round(found.mean)) == (242, 255)
    assert (round(found.low), round(found.high)) == (244, 266)
    assert round(100 * found.p_target) == 55
    assert ask(FALLING, 10, **IM_MD).outlook.waiting.rows == ()


def test_zigzag_is_wider_by_seventy_percent_and_says_which_test_stands_out():
    zigzag = ask(ZIGZAG, 10, **IM_MD).outlook.projection
    flat = ask(FLAT, 10, **IM_MD).outlook.projection

    told = [in_points(value) for value in (zigzag.mean, zigzag.low, zigzag.high)]
    assert told == [257, 238, 275]
    assert (zigzag.high - zigzag.low) / (flat.high - flat.low) == pytest.approx(1.7, abs=0.05)
    assert [step.rule for step in zigzag.steps].count("practice-scatter") == 1
    assert "practice-scatter" not in [step.rule for step in flat.steps]


def test_below_passing_gets_no_point_and_no_chance():
    found = verdict([("nbme13", 203, 30), ("uwsa1", 209, 20)], 20, **FM_IMG)

    assert (found.state, found.action) == ("below-passing", "see-advisor-before-keeping")
    assert (round(found.level, 1), found.standard) == (206.5, 218)
    assert (found.mean, found.p_target) == (None, None)
    assert found.last == date(2027, 2, 3)


def test_below_passing_comes_first_without_dates_too():
    tests = [("nbme09", 208, None), ("nbme10", 214, None), ("uwsa2", 219, None)]

    assert state(tests, 21, **IM_IMG) == "below-passing"


@pytest.mark.parametrize("score", [230, 233, 236, 239, 245, 260])
@pytest.mark.parametrize(("group", "points"), [("us-md-senior", 0.7), ("non-us-img", 0.75)])
def test_a_point_counts_the_same_everywhere(score, group, points):
    def mean(score):
        who = {"specialty": "internal-medicine", "group": group}
        return ask([("nbme14", score, 14)], 30, **who).outlook.projection.mean

    assert mean(score + 1) - mean(score) == pytest.approx(points, abs=0.06)


def test_a_missing_date_moves_little():
    dated, undated = (
        ask([("uwsa1", 245, days)], 37, **IM_MD).outlook.projection.mean for days in (37, None)
    )

    assert abs(dated - undated) <= 5


def test_an_older_low_test_lowers_by_three_at_most():
    tests = [("nbme14", 232, 20), ("nbme15", 236, 8)]
    before, after = (
        ask(each, 8, **IM_MD).outlook.projection for each in (tests, [*tests, ("nbme10", 210, 55)])
    )

    assert 0 <= before.mean - after.mean <= 3
    assert after.chance_of_passing(218) == 0.95


def test_weak_test_long_before_has_no_chances_by_date_but_the_last_that_serves():
    result = ask([("uwsa1", 220, 56)], 56, **IM_MD)

    assert result.outlook.verdict.facts.state == "not-safe"
    assert result.outlook.waiting.rows == ()
    assert result.outlook.waiting.last == date(2027, 2, 3)


def test_old_score_is_asked_for_its_date():
    scored = {"situation": "scored", "actual_score": 212, **FM_IMG}

    assert state(**scored) == "date-needed"
    assert verdict(**scored).until == date(2022, 7, 1)
    says = record_of(ask(**scored))["standing"][0]["says"]
    assert says == (
        "212 passed if you took it before July 1, 2022 (passing was 209); not since (214 and 218)."
    )
    assert ask(**scored).outlook.seasons == ()
    assert state(**scored, in_days=-1700) == "passed-low"
    assert state(**scored, in_days=-900) == "did-not-pass"
    assert state(**scored | {"actual_score": 195}) == "did-not-pass"
    assert state(**scored | {"actual_score": 218}) == "passed-low"
    assert state(**scored | {"actual_score": 228}) == "scored"


def test_score_in_hand_has_its_own_band_and_no_practice_advice():
    result = ask(
        [("nbme14", 250, 9)],
        situation="scored",
        actual_score=243,
        specialty="orthopaedic-surgery",
        group="us-do-senior",
    )
    band = next(chance for chance in result.chances if chance.scope == "score band")

    assert result.outlook.verdict.facts.reasons.center - 243 == 13
    assert band.row.holds(243)
    assert (float(band.percent), band.n) == (37.5, 40)
    assert result.outlook.projection is None


def test_failed_attempt_counts_its_failure_in_the_one_target():
    failed = {"situation": "failed", "actual_score": 209, "attempt_dates": (date(2026, 5, 1),)}
    result = ask([("nbme14", 250, 9)], **failed, **FM_IMG)
    found = result.outlook.verdict.facts

    assert (found.state, found.attempts_left) == ("failed", 3)
    assert result.target.score > result.target.without_factors
    assert found.target == result.target.score
    assert (found.mean, found.p_target) == (None, None)
    assert result.answers.factors == ()


def test_failed_score_that_passed_is_refused():
    failed = {"situation": "failed", "attempt_dates": (date(2022, 1, 5),), **FM_IMG}

    with pytest.raises(AnswersRefused) as refused:
        ask(**failed, actual_score=212)

    assert [problem.id for problem in refused.value.problems] == ["failed-but-passed"]
    assert state(**failed, actual_score=208) == "failed"


def test_no_attempts_left_sends_to_an_advisor():
    dates = tuple(date(2026, month, 1) for month in (1, 3, 6, 9))
    found = verdict(situation="failed", attempt_dates=dates, **FM_IMG)

    assert (found.attempts_left, found.action) == (0, "see-advisor")


def test_just_pass_needs_neither_specialty_nor_group():
    result = ask(aim="pass")

    assert result.outlook.verdict.facts.state == "just-pass"
    assert result.floor.safe_pass == 228
    assert [(goal.aim, goal.at.score) for goal in result.outlook.goals] == [("pass", 228)]
    assert state([("nbme14", 250, 9)], 9, aim="pass") == "just-pass"
    assert state([("nbme14", 210, 9)], 9, aim="pass") == "below-passing"


@pytest.mark.parametrize(("test", "score"), [("nbme14", 77), ("nbme12", 100)])
def test_score_like_a_percent_is_asked_back(test, score):
    with pytest.raises(AnswersRefused) as refused:
        ask([(test, score, 10)], 10, **IM_MD)

    assert [problem.id for problem in refused.value.problems] == ["is-it-percent"]


def test_season_under_way_ends_with_rank_lists_and_the_next_begins_with_review():
    seasons = ask(in_days=51, **FM_IMG).outlook.seasons

    assert (seasons[0].id, seasons[0].event.day) == ("under-way", date(2027, 3, 3))
    assert seasons[0].last_typical == date(2027, 2, 3)
    assert seasons[0].reach_of(TODAY + timedelta(days=51)) == "typical"
    assert seasons[1].id == "next"
    assert seasons[1].event.day.year == 2027


# States and actions


@pytest.mark.parametrize(
    ("score", "expected"),
    [(215, "below-passing"), (220, "not-safe"), (229, "not-safe"), (235, "short")],
)
def test_levels_come_before_chances(score, expected):
    assert state([("nbme14", score, 10)], 10, **IM_MD) == expected


@pytest.mark.parametrize(
    ("score", "expected"), [(238, "short"), (246, "possible"), (262, "on-pace")]
)
def test_chances_tell_short_possible_and_on_pace(score, expected):
    tests = [("nbme13", score, 12), ("nbme14", score, 5), ("nbme15", score, 3)]

    assert state(tests, 5, **IM_MD) == expected


def test_states_without_tests():
    assert state(**IM_MD) == "no-tests"
    assert state(in_days=-3, **IM_MD) == "taken"
    assert state(exam="step1") == "step1"
    assert state(exam="step3") == "step3"
    assert state(specialty="preventive-medicine", group="non-us-img") == "no-tests"
    assert state(specialty="urology", group="us-md-senior") == "hole"


def test_date_is_kept_with_what_waiting_adds_at_most():
    found = verdict(list(zip(SEVEN, [262] * 7, DAYS, strict=True)), 10, **IM_MD)

    assert (found.state, found.action) == ("on-pace", "keep-date")
    assert 0 <= found.gains < 0.1


def test_without_an_exam_date_the_action_is_to_choose_one():
    assert verdict([("nbme14", 250, 5)], **IM_MD).action == "choose-date"


@pytest.mark.parametrize(
    "tests", [[("other", 275, 5)], [("nbme14", 275, 60)], [("nbme14", 239, 3)]]
)
def test_date_is_never_kept_without_a_recent_form_or_just_above_weak_tests(tests):
    low = {"specialty": "family-medicine", "group": "us-md-senior"}

    assert verdict(tests, 60, **low).action != "keep-date"


def test_chance_of_passing_is_over_95_just_above_weak_tests_and_none_when_falling():
    near = ask([("nbme14", 236, 10)], 10, **IM_MD).outlook.projection
    falling = ask(FALLING, 10, **IM_MD).outlook.projection

    assert near.chance_of_passing(218) == 0.95
    assert ask([("nbme14", 250, 10)], 10, **IM_MD).outlook.projection.chance_of_passing(218) > 0.95
    assert falling.chance_of_passing(218) is None


# Waiting


def test_chances_rise_to_the_last_date_of_fresh_tests():
    tests = [("nbme13", 244, 45), ("nbme14", 247, 34), ("uwsa2", 256, 24)]
    waiting = ask(tests, 24, **IM_IMG).outlook.waiting

    assert [round(100 * row.p_target + 1e-9) for row in waiting.rows] == [65, 69, 72, 75, 77]
    assert all(row.serves for row in waiting.rows)
    assert waiting.best.exam_date == TODAY + timedelta(days=24, weeks=4)


def test_waiting_ends_with_the_last_date_that_serves():
    waiting = ask([("nbme14", 248, 3)], 55, **IM_MD).outlook.waiting

    assert waiting.last == date(2027, 2, 3)
    assert [row.exam_date for row in waiting.rows] == [date(2027, 1, 24), date(2027, 1, 31)]


def test_date_given_that_serves_no_season_has_no_later_rows():
    waiting = ask([("nbme14", 248, 3)], 285, **IM_MD).outlook.waiting

    assert [row.serves for row in waiting.rows] == [False]


# Records


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
        for verdict in (result.outlook.verdict.facts for result in results):
            words = (f"{headline_of(verdict)}.", sentence_of(verdict), action_of(verdict))
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
