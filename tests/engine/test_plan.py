"""The calendar, the gap and the standing of a score, worked by hand from the figures."""

from datetime import date, timedelta

import pytest

from scores.engine.answers import Answers, Reading
from scores.engine.calendar import NoSeason, calendar_step
from scores.engine.plan import likelihood_step, percent_of
from scores.engine.result import derive
from scores.engine.seasons import next_review
from scores.engine.verdict import likelihood_of
from scores.wording.said import said
from tests.engine.edition import are_of

TODAY = date(2026, 11, 22)
EXAM = date(2027, 5, 1)


def test_next_season_counts_back_from_the_review(edition):
    season = next_review(edition, edition.key_dates, TODAY)

    assert season.event.day == date(2027, 9, 22)
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
    assert next_review(edition, edition.key_dates, TODAY).reach_of(exam) == reach


def test_review_day_itself_still_belongs_to_its_season(edition):
    assert next_review(edition, edition.key_dates, date(2027, 9, 22)).event.day == date(2027, 9, 22)
    assert next_review(edition, edition.key_dates, date(2027, 9, 23)) is None


def test_projected_dates_say_so(edition):
    step = calendar_step(edition, "dermatology", EXAM, TODAY)

    assert "of ERAS 2028 (Match 2028) from September 22, 2027 (projected)" in said(step.facts).says
    assert step.kind == "house"


def test_specialty_with_its_own_calendar_gets_none(edition):
    step = calendar_step(edition, "ophthalmology", EXAM, TODAY)

    assert step.value is None
    assert step.facts == NoSeason(edition.specialties["ophthalmology"], "sf-match")


@pytest.mark.parametrize(
    ("chance", "likelihood"),
    [
        (0.0, "likely-below"),
        (0.2499, "likely-below"),
        (0.25, "too-close"),
        (0.75, "too-close"),
        (0.7501, "likely-above"),
        (1.0, "likely-above"),
    ],
)
def test_likelihood_changes_at_the_settings(edition, chance, likelihood):
    assert likelihood_of(edition, chance) == likelihood


@pytest.mark.parametrize(
    ("chance", "says"),
    [
        (0.2499, "is just under 25%: likely below the target."),
        (0.25, "is about 25%: possible."),
        (0.75, "is about 75%: possible."),
        (0.7501, "is just over 75%: likely above the target."),
        (0.755, "is about 76%: likely above the target."),
    ],
)
def test_sentence_never_contradicts_the_limits_it_names(edition, chance, says):
    facts = likelihood_step(edition, 251, chance).facts

    assert says in said(facts).says


@pytest.mark.parametrize(("chance", "percent"), [(0.0, 1), (0.004, 1), (0.616, 62), (0.999, 99)])
def test_chances_are_never_certain(chance, percent):
    assert percent_of(chance) == percent


def test_pace_is_what_the_weeks_left_demand(present):
    today = EXAM - timedelta(weeks=6)
    reading = Reading("nbme14", 240, today)
    plan, now = (
        derive(present, _answers(reading, exam_date=day), today=today).outlook
        for day in (EXAM, today)
    )
    (pace,) = [step for step in plan.plan.steps if step.rule == "pace"]

    assert float(pace.value) == pytest.approx(
        (plan.verdict.facts.target - now.projection.mean) / 6, abs=0.05
    )
    assert [figure.value for figure in pace.figures] == [present.parameters["growth"].value]


def test_delays_are_those_of_the_table_of_waiting(present):
    today = EXAM - timedelta(weeks=6)
    reading = Reading("nbme14", 245, EXAM - timedelta(days=3))
    outlook = derive(present, _answers(reading), today=today).outlook
    by_week = {row.weeks: row.p_target for row in outlook.waiting.rows}

    assert [delay.weeks for delay in outlook.plan.delays] == [2, 4]
    for delay in outlook.plan.delays:
        assert delay.percent_target == percent_of(by_week[delay.weeks])


def test_weak_tests_have_no_plan(present):
    reading = Reading("nbme14", 205, TODAY - timedelta(days=1))

    assert derive(present, _answers(reading), today=TODAY).outlook.plan is None


def test_steps_of_plan_and_projection_read_figures_of_the_edition(present):
    readings = (Reading("nbme14", 248, date(2027, 4, 1)), Reading("uwsa2", 253, None))
    outlook = derive(present, _answers(*readings), today=TODAY).outlook

    steps = [outlook.verdict, *outlook.plan.steps, *outlook.projection.steps]

    assert are_of(present, [figure for step in steps for figure in step.figures])
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
    assert result.outlook.plan is None


def _answers(*readings, exam_date=EXAM):
    return Answers(
        specialty="dermatology", group="us-md-senior", exam_date=exam_date, readings=readings
    )
