"""The calendar, the gap and the standing of a score, worked by hand from the figures."""

from datetime import date, timedelta

import pytest

from scores.engine.answers import Answers, Reading
from scores.engine.calendar import NoSeason, calendar_step, next_season
from scores.engine.plan import DELAYS, percent_of, verdict_of
from scores.engine.practice.projection import project
from scores.engine.result import derive
from scores.wording.said import said
from tests.engine.edition import are_of

TODAY = date(2026, 11, 22)
EXAM = date(2027, 5, 1)


def test_next_season_counts_back_from_the_review(edition):
    season = next_season(edition, TODAY)

    assert season.review.day == date(2027, 9, 22)
    assert season.last_typical == date(2027, 8, 25)  # 28 days before
    assert season.last_safe == date(2027, 7, 28)  # 56 days before


@pytest.mark.parametrize(
    ("exam", "reach"),
    [
        (date(2027, 7, 28), "safe"),
        (date(2027, 7, 29), "typical"),
        (date(2027, 8, 25), "typical"),
        (date(2027, 8, 26), "late"),
    ],
)
def test_exam_date_reaches_the_review_or_not(edition, exam, reach):
    assert next_season(edition, TODAY).reach_of(exam) == reach


def test_review_day_itself_still_belongs_to_its_season(edition):
    assert next_season(edition, date(2027, 9, 22)).review.day == date(2027, 9, 22)
    assert next_season(edition, date(2027, 9, 23)) is None


def test_projected_dates_say_so(edition):
    step = calendar_step(edition, "dermatology", EXAM, TODAY)

    assert "of ERAS 2028 (Match 2028) from September 22, 2027 (projected)" in said(step.facts).says
    assert step.kind == "house"


def test_specialty_with_its_own_calendar_gets_none(edition):
    step = calendar_step(edition, "ophthalmology", EXAM, TODAY)

    assert step.value is None
    assert step.facts == NoSeason(edition.specialties["ophthalmology"], "sf-match")


@pytest.mark.parametrize(
    ("chance", "verdict"),
    [
        (0.0, "likely-below"),
        (0.244, "likely-below"),
        (0.246, "too-close"),
        (0.754, "too-close"),
        (0.756, "likely-above"),
        (1.0, "likely-above"),
    ],
)
def test_verdict_changes_at_the_settings(edition, chance, verdict):
    """In whole percent: a chance shown as 75 is not called above 75."""
    assert verdict_of(edition, chance) == verdict


@pytest.mark.parametrize(("chance", "percent"), [(0.0, 1), (0.004, 1), (0.616, 62), (0.999, 99)])
def test_chances_are_never_certain(chance, percent):
    assert percent_of(chance) == percent


def test_pace_is_what_the_weeks_left_demand(edition):
    result = _with_readings(edition, Reading("nbme14", 236, TODAY))

    (pace,) = [step for step in result.plan.steps if step.rule == "pace"]

    now = derive(edition, _answers(Reading("nbme14", 236, TODAY), exam_date=TODAY), today=TODAY)
    weeks = (EXAM - TODAY).days / 7
    assert float(pace.value) == pytest.approx(
        (result.target.score - now.projection.mean) / weeks, abs=0.05
    )
    assert {figure.value for figure in pace.figures} == {
        edition.parameters["growth_median"].value,
        edition.parameters["growth_q3"].value,
    }


def test_exam_some_weeks_on_expects_more_than_one_at_the_last_reading(edition):
    result = _with_readings(edition, Reading("nbme14", 255, EXAM - timedelta(days=28)))

    pace = result.plan.pace
    gained = (result.projection.mean - pace.now) / float(pace.weeks)

    assert pace.start == EXAM - timedelta(days=28)
    assert 0 < gained < float(edition.parameters["growth_median"].value)


def test_more_weeks_raise_the_chance_of_a_target_above_the_projection(edition):
    result = _with_readings(edition, Reading("nbme14", 245, EXAM - timedelta(days=3)))

    two, four = result.plan.delays

    assert result.projection.mean < result.target.score
    now = percent_of(result.plan.p_target)
    assert now < two.percent_target < four.percent_target


@pytest.mark.parametrize("score", [210, 228, 235, 248, 270])
def test_longer_wait_after_a_dated_reading_widens_the_interval(edition, score):
    reading = Reading("nbme14", score, EXAM)

    def width(weeks):
        day = EXAM + timedelta(weeks=weeks)
        found = project((reading,), edition, exam_date=day, today=EXAM)
        return found.high - found.low

    now, two, four = (width(weeks) for weeks in (0, *DELAYS))
    assert now < two < four


def test_weak_student_is_not_told_that_all_is_well(edition):
    result = _with_readings(edition, Reading("nbme14", 205, TODAY - timedelta(days=1)))

    assert result.projection.is_thin
    assert result.plan.p_pass is None
    assert result.plan.verdict == "likely-below"
    assert [step.id for step in result.plan.next_steps] == [
        "show-readings",
        "test-before-deciding",
    ]


def test_nobody_is_told_to_keep_a_date_that_was_not_given(edition):
    strong = Reading("nbme14", 275, TODAY - timedelta(days=1))

    told, untold = (
        derive(edition, _answers(strong, exam_date=day), today=TODAY).plan.next_steps[0]
        for day in (EXAM, None)
    )

    assert (told.id, untold.id) == ("keep-date", "choose-date")


def test_steps_of_plan_and_projection_read_figures_of_the_edition(edition):
    result = _with_readings(
        edition, Reading("nbme14", 248, date(2027, 4, 1)), Reading("uwsa2", 253, None)
    )

    steps = [*result.plan.steps, *result.projection.steps]

    assert are_of(edition, [figure for step in steps for figure in step.figures])
    assert all(step.figures for step in steps)


@pytest.mark.parametrize(
    ("score", "group", "specialty", "rules"),
    [
        (
            245,
            "us-md-senior",
            "dermatology",
            ["standing-floor", "percentile", "tier", "standing-matched", "standing-unmatched"],
        ),
        (  # a low pass
            222,
            "non-us-img",
            "family-medicine",
            [
                "standing-floor",
                "percentile",
                "tier",
                "standing-matched",
                "standing-unmatched",
                "low-pass",
                "step3-img-early",
                "step3-compensates",
            ],
        ),
        (  # below the passing score
            210,
            "us-md-senior",
            "dermatology",
            [
                "standing-floor",
                "percentile",
                "standing-matched",
                "standing-unmatched",
                "fail-retake",
            ],
        ),
    ],
)
def test_score_in_hand_stands_against_what_is_recorded(edition, score, group, specialty, rules):
    answers = Answers(
        situation="scored", actual_score=score, group=group, specialty=specialty, exam_date=EXAM
    )

    result = derive(edition, answers, today=TODAY)

    assert [step.rule for step in result.standing] == rules
    assert are_of(edition, [figure for step in result.standing for figure in step.figures])
    assert result.plan is None


def _answers(*readings, exam_date=EXAM):
    return Answers(
        specialty="dermatology", group="us-md-senior", exam_date=exam_date, readings=readings
    )


def _with_readings(edition, *readings):
    return derive(edition, _answers(*readings), today=TODAY)


def test_waiting_is_weighed_by_what_it_gives(edition):
    """The plan never sends anybody to wait whose chance the delays do not raise."""
    for score in range(236, 270):
        answers = Answers(
            specialty="dermatology",
            group="us-md-senior",
            exam_date=EXAM,
            readings=(Reading("nbme14", score, date(2027, 3, 1)),),
        )
        plan = derive(edition, answers, today=date(2027, 3, 2)).plan
        best = max(delay.percent_target for delay in plan.delays)
        if plan.verdict != "too-close":
            continue

        first, *_ = plan.next_steps

        if best > percent_of(plan.p_target):
            assert (first.id, first.percent, first.raised) == (
                "weigh-waiting",
                percent_of(plan.p_target),
                best,
            )
        else:
            assert (first.id, first.day) == ("waiting-is-useless", EXAM)


def test_without_an_exam_date_nothing_is_said_of_keeping_it(edition):
    answers = Answers(
        specialty="dermatology", group="us-md-senior", readings=(Reading("nbme14", 250, TODAY),)
    )
    plan = derive(edition, answers, today=TODAY).plan

    assert plan.verdict == "too-close"
    assert plan.next_steps[0].id == "enter-date"
