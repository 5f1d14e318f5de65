from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scores.engine.answers import Reading
from scores.engine.practice.model import forecast
from scores.engine.practice.projection import project
from scores.engine.practice.scale import AVERAGE, Model, Sitting, place
from scores.engine.steps import in_points
from scores.wording.said import said
from tests.engine.edition import are_of, read_fixture

EDITION = read_fixture("2026.1")
MODEL = Model.of(EDITION)
EXAM = date(2027, 5, 1)
PERCENT = sorted(test.slug for test in EDITION.practice_tests.values() if test.unit == "percent")
SCORED = sorted(EDITION.practice_tests.keys() - PERCENT)
RAMP_TOP = 240

days = st.none() | st.integers(0, 200)
scored = st.builds(Sitting, st.sampled_from(SCORED), st.integers(1, 300), days)
percents = st.builds(Sitting, st.sampled_from(PERCENT), st.integers(0, 100), days)
sittings = st.lists(scored | percents, min_size=1, max_size=8)
ages = st.integers(0, 200)
dated = st.lists(
    st.builds(Sitting, st.sampled_from(SCORED), st.integers(1, 300), ages)
    | st.builds(Sitting, st.sampled_from(PERCENT), st.integers(0, 100), ages),
    min_size=1,
    max_size=8,
)


def projected(*readings, exam_date=EXAM, today=date(2027, 4, 1)):
    return project(readings, EDITION, exam_date=exam_date, today=today)


def before(test, score, days):
    return Reading(test, score, EXAM - timedelta(days=days))


def width(*sittings):
    found = forecast(MODEL, sittings)
    return found.high - found.low


# Properties


@given(sittings, st.data())
def test_no_score_lowers_the_projection(taken, data):
    which = data.draw(st.integers(0, len(taken) - 1))
    one = taken[which]
    top = 100 if one.test in PERCENT else 300
    better = Sitting(one.test, data.draw(st.integers(int(one.score), top)), one.days)
    after = [*taken[:which], better, *taken[which + 1 :]]
    target = data.draw(st.integers(1, 300))

    low, high = forecast(MODEL, taken), forecast(MODEL, after)

    assert low.mean <= high.mean + 1e-9
    assert low.low <= high.low + 1e-9
    assert low.high <= high.high + 1e-9
    assert low.chance_of(target) <= high.chance_of(target) + 1e-9


@given(sittings, st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(taken, random):
    shuffled = random.sample(taken, len(taken))

    one, other = forecast(MODEL, taken), forecast(MODEL, shuffled)

    assert one == other


@given(sittings)
def test_the_projection_stays_on_the_scale(taken):
    found = forecast(MODEL, taken)

    assert 1 <= found.low <= found.mean <= found.high <= 300
    assert 0 <= found.chance_of(300) <= found.chance_of(1) <= 1


@given(sittings)
def test_the_weights_are_positive_and_add_up(taken):
    found = forecast(MODEL, taken)

    assert min(found.weights) >= 0
    assert sum(found.weights) == pytest.approx(1)


@given(sittings, scored | percents)
def test_a_further_test_narrows_the_error(taken, another):
    assert forecast(MODEL, [*taken, another]).sd <= forecast(MODEL, taken).sd + 1e-9


@given(sittings, st.integers(0, 200), st.integers(0, 200), st.data())
def test_an_older_test_widens_the_error(taken, one, other, data):
    last = data.draw(scored)
    newer, older = (Sitting(last.test, last.score, days) for days in sorted((one, other)))

    assert forecast(MODEL, [*taken, newer]).sd <= forecast(MODEL, [*taken, older]).sd + 1e-9


@given(scored | percents, st.integers(0, 200), st.integers(0, 200))
def test_more_weeks_after_a_test_never_lower_the_projection(taken, one, other):
    """Growth is never negative, and what the time adds to the error shrinks nothing."""
    sooner, later = (
        forecast(MODEL, [Sitting(taken.test, taken.score, age)]) for age in sorted((one, other))
    )

    assert sooner.full <= later.full + 1e-9
    assert sooner.mean <= later.mean + 1e-9


@given(dated, st.integers(0, 200))
def test_a_later_exam_never_lowers_the_projection(taken, wait):
    """What passed between the readings stays the same, so their weights do."""
    waited = [Sitting(each.test, each.score, each.days + wait) for each in taken]

    now, later = forecast(MODEL, taken), forecast(MODEL, waited)

    assert now.weights == pytest.approx(later.weights)
    assert now.full <= later.full + 1e-9
    assert now.mean <= later.mean + 1e-9


@given(dated, st.integers(0, 200))
def test_a_later_exam_widens_the_error(taken, wait):
    waited = [Sitting(each.test, each.score, each.days + wait) for each in taken]

    assert forecast(MODEL, taken).sd <= forecast(MODEL, waited).sd + 1e-9


@given(st.integers(0, 200), st.integers(0, 200))
def test_time_ahead_adds_at_least_what_time_between_readings_does(one, other):
    """Else a reading could be worth more for being older."""
    sooner, later = sorted((one, other))

    ahead = MODEL.drift(later) - MODEL.drift(sooner)
    assert ahead >= MODEL.walk(later - sooner) - 1e-9


@given(scored, st.integers(0, 400))
def test_beyond_the_days_of_growth_more_time_only_widens(taken, further):
    at_end, later = (
        forecast(MODEL, [Sitting(taken.test, taken.score, MODEL.growth_days + days)])
        for days in (0, further)
    )

    assert later.mean == pytest.approx(at_end.mean)
    assert later.sd >= at_end.sd


@given(scored, st.integers(0, 200), st.integers(1, 56))
def test_the_time_ahead_of_a_test_is_no_error_of_it(taken, age, later):
    near, far = (
        forecast(MODEL, [Sitting(taken.test, taken.score, days)]) for days in (age, age + later)
    )

    ahead = MODEL.drift(age + later) - MODEL.drift(age)
    assert far.sd**2 - near.sd**2 == pytest.approx(ahead)


@given(sittings)
def test_thin_evidence_is_not_pulled_up(taken):
    found = forecast(MODEL, taken)

    if found.mean_reading < 230:
        supported = sum(
            each.supported * weight
            for each, weight in zip(found.placed, found.weights, strict=True)
        )
        assert found.is_thin
        assert found.mean <= max(1, supported + 1e-9)


@given(st.lists(st.builds(Sitting, st.sampled_from(SCORED), st.integers(20, 190)), min_size=1))
def test_undated_weak_readings_are_not_moved_forward(taken):
    found = forecast(MODEL, taken)

    assert found.is_thin
    assert found.mean <= max(each.scale for each in found.placed) + 1e-9


@given(sittings, st.integers(1, 300))
def test_the_chance_agrees_with_the_interval(taken, score):
    found = forecast(MODEL, taken)

    if found.low > 1 and score - 0.5 < found.low:
        assert found.chance_of(score) >= 0.9 - 1e-9
    if found.high < 300 and score - 0.5 > found.high:
        assert found.chance_of(score) <= 0.1 + 1e-9


@given(scored)
def test_an_undated_test_is_wider_than_one_of_its_usual_age(sitting):
    usual = MODEL.forms[sitting.test].days
    undated, dated = (Sitting(sitting.test, sitting.score, age) for age in (None, usual))

    assert forecast(MODEL, [undated]).sd > forecast(MODEL, [dated]).sd


# Cases worked by hand, beside those of tests/cases/projections.toml


def test_without_a_reading_there_is_no_projection():
    assert projected() is None


@pytest.mark.parametrize(
    ("later", "expected", "full", "drift", "interval"),
    [
        (14, 260.40, 258.00, 4.29, (247, 258, 269)),  # 15 days at 2.0 points a week
        (28, 262.86, 259.83, 8.29, (246, 260, 273)),
        (56, 267.18, 263.04, 16.03, (243, 263, 283)),  # growth stops at 56 days of age
        (84, 267.18, 263.04, 16.52, (243, 263, 284)),  # 16.01² and four weeks of 2.0² each
    ],
)
def test_the_same_test_with_the_exam_some_weeks_later(later, expected, full, drift, interval):
    reading = before("nbme14", 248, 1)
    found = projected(reading, exam_date=EXAM + timedelta(days=later))

    assert found.parts[0].placed.expected == pytest.approx(expected, abs=0.01)
    assert found.forecast.full == pytest.approx(full, abs=0.01)  # still 0.744 of the way
    assert found.forecast.sd == pytest.approx((0.744 * 65 + 36 + drift**2) ** 0.5, abs=0.02)
    assert (round(found.low), round(found.mean), round(found.high)) == interval


def test_a_low_per_cent_is_not_flattered():
    at_65, at_60 = (place(MODEL, Sitting("free120", score)).scale for score in (65, 60))

    assert at_65 - at_60 == pytest.approx(5 * 2.53)
    assert projected(Reading("free120", 56)).is_thin


def test_without_either_of_two_that_disagree_the_other_is_left():
    first, second = before("nbme12", 212, 32), before("nbme14", 262, 2)

    found = projected(first, second)

    assert found.disagreements == ((first, second),)
    assert [without.mean and round(without.mean) for without in found.without] == [265, 220]


@pytest.mark.parametrize("score", [1, 300])
def test_sixty_readings_at_the_ends_of_the_scale(score):
    found = projected(*(before("nbme14", score, age) for age in range(60)))

    assert 1 <= found.low <= found.mean <= found.high <= 300
    assert len(found.without) == 60


@pytest.mark.parametrize("percent", [0, 100])
def test_the_ends_of_a_percentage(percent):
    found = projected(Reading("free120", percent))

    assert 1 < found.low < found.mean < found.high < 300


def test_the_threshold_has_no_step():
    at, above = (forecast(MODEL, [Sitting("nbme14", 230 + part, 7)]) for part in (0, 0.01))

    assert above.mean - at.mean == pytest.approx(0, abs=0.05)
    assert not at.is_thin


# What counts


def test_no_reading_after_the_exam_counts():
    late = Reading("nbme16", 290, EXAM + timedelta(days=1))
    before_exam = before("nbme14", 248, 7)

    found = projected(late, before_exam)

    assert found.after_exam == (late,)
    assert found.mean == projected(before_exam).mean
    assert projected(late) is None


def test_without_an_exam_date_the_projection_is_for_today():
    today = date(2027, 4, 1)
    reading = Reading("nbme14", 248, today)

    assert projected(reading, exam_date=None).mean == projected(reading, exam_date=today).mean


def test_growth_stops_at_the_age_of_the_oldest_form_students_sit():
    at_56, at_200 = (place(MODEL, Sitting("nbme14", 240, age)) for age in (56, 200))

    assert at_56.expected == at_200.expected
    assert MODEL.drift(at_56.days) < MODEL.drift(at_200.days)


def test_an_unknown_form_is_wider():
    assert width(Sitting("other", 250)) > width(Sitting("nbme14", 250))
    assert width(Sitting("free120-old", 80)) > width(Sitting("free120", 80))
    assert width(Sitting("amboss", 250)) > width(Sitting("nbme14", 250))


def test_two_tests_do_not_halve_the_variance():
    one, two = (forecast(MODEL, [Sitting("nbme14", 250, 3)] * times).sd ** 2 for times in (1, 2))

    assert 0.7 * one < two < one


def test_an_average_is_a_reading_like_any_other():
    found = forecast(MODEL, [Sitting(AVERAGE, 250.25), Sitting("free120", 83)])

    assert 255 < found.mean < 270


def test_a_trace_holds_only_figures_of_the_edition():
    found = projected(before("nbme09", 225, 7), Reading("uwsa1", 240), Reading("free120", 70))

    for step in found.steps:
        assert are_of(EDITION, step.figures)
        assert said(step.facts).says


@pytest.mark.parametrize("score", [255, 260, 270])
def test_reading_of_half_a_year_ago_still_tells(edition, score):
    exam = date(2027, 5, 1)

    def mean(days):
        reading = Reading("nbme14", score, exam - timedelta(days=days))
        return project((reading,), edition, exam_date=exam, today=exam).mean

    assert mean(182) == pytest.approx(mean(56))


def test_the_step_gives_the_interval_in_the_points_that_are_shown():
    for score in range(200, 281):
        found = projected(before("nbme14", score, 10))
        [step] = [step for step in found.steps if step.rule == "practice-interval"]

        assert (step.low, step.high) == (in_points(found.low), in_points(found.high))
        assert f"to score {step.low} to {step.high}:" in said(step.facts).says
