"""The verdict: the state that comes first, and the action that follows from it."""

from datetime import date, timedelta

import pytest

from scores.engine.answers import AnswersRefused
from scores.engine.steps import in_points
from scores.wording.record import record_of
from tests.engine.students import (
    DAYS,
    FALLING,
    FLAT,
    FM_IMG,
    IM_IMG,
    IM_MD,
    SEVEN,
    TODAY,
    ZIGZAG,
    ask,
    state,
    verdict,
)

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
