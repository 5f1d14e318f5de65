"""What holds for every result, whatever the answers."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from scores.engine.answers import AIMS, EVIDENCE_TO_DECLINE, FACTORS, Answers, AnswersRefused
from scores.engine.result import derive
from scores.engine.vocabulary import GROUPS, HIGHEST_SCORE
from scores.wording.answers import say_problem
from scores.wording.record import record_of
from scores.wording.rows import people
from tests.engine.edition import are_of, read_fixture

TODAY = date(2026, 11, 22)
EDITIONS = [read_fixture(label) for label in ("2025.1", "2026.1", "2026.2")]
SPECIALTIES = sorted(EDITIONS[1].specialties)

SHARED_FACTORS = sorted(
    name for name, factor in FACTORS.items() if all(factor.is_in(edition) for edition in EDITIONS)
)
"""Those that each of the editions has."""

days = st.integers(0, 3000).map(lambda days: date(2020, 1, 1) + timedelta(days))


@st.composite
def answers(draw):
    group = draw(st.sampled_from(sorted(GROUPS)))
    fitting = [name for name in SHARED_FACTORS if group in FACTORS[name].groups]
    factors = draw(st.lists(st.sampled_from(fitting), unique=True))
    if "strong-research" in factors and "little-research" in factors:
        factors.remove("little-research")
    return Answers(
        specialty=draw(st.sampled_from(SPECIALTIES)),
        group=group,
        aim=draw(st.sampled_from(sorted(AIMS))),
        exam_date=draw(st.none() | days),
        factors=tuple(factors),
        declined=tuple(draw(st.lists(st.sampled_from(sorted(EVIDENCE_TO_DECLINE)), unique=True))),
    )


editions = st.sampled_from(EDITIONS)


@given(editions, answers())
def test_what_an_edition_keeps_changes_no_result(edition, answers):
    with_nothing_kept = replace(edition)

    assert record_of(derive(edition, answers, today=TODAY)) == record_of(
        derive(with_nothing_kept, answers, today=TODAY)
    )


@given(editions, answers())
def test_target_lies_between_safe_pass_and_the_end_of_the_scale(edition, answers):
    result = derive(edition, answers, today=TODAY)

    if result.target:
        assert result.floor.safe_pass <= result.target.score <= HIGHEST_SCORE
        assert result.target.low <= result.target.high


@given(editions, answers())
def test_target_never_falls_as_the_aim_rises(edition, answers):
    scores = [_score(edition, answers, aim=aim) for aim in ("in-range", "typical", "strong")]

    assert scores == sorted(scores)


@given(editions, answers(), st.sampled_from(SHARED_FACTORS))
def test_target_never_falls_with_an_upward_factor(edition, answers, name):
    factor = FACTORS[name]
    without = tuple(other for other in answers.factors if other != name)
    try:
        with_it = _score(edition, answers, factors=(*without, name))
    except AnswersRefused:
        reject()

    change = with_it - _score(edition, answers, factors=without)

    assert change * factor.direction >= 0


@given(editions, answers(), st.randoms())
def test_order_of_entry_does_not_matter(edition, answers, random):
    shuffled = [list(answers.factors), list(answers.declined)]
    for names in shuffled:
        random.shuffle(names)
    factors, declined = map(tuple, shuffled)

    other = _changed(answers, factors=factors, declined=declined)

    assert derive(edition, other, today=TODAY).steps == derive(edition, answers, today=TODAY).steps


@given(editions, answers())
def test_every_figure_of_the_trace_is_in_the_edition(edition, answers):
    result = derive(edition, answers, today=TODAY)

    read = {figure for step in result.steps for figure in step.figures}
    read |= {figure for advice in result.advice for figure in advice.figures}
    read |= {other.figure for other in result.others}
    read |= {chance.figure for chance in result.chances}

    assert are_of(edition, read)
    assert all({figure.source, *figure.also} <= edition.sources.keys() for figure in read)


@given(editions, answers())
def test_every_number_of_the_target_is_in_the_trace(edition, answers):
    record = record_of(derive(edition, answers, today=TODAY))
    steps = record["steps"]
    traced = {step[end] for step in steps for end in ("value", "low", "high")}
    target, floor = record["target"], record["floor"]

    shown = {floor["passing_standard"], floor["safe_pass"], target["score"], target["low"]}
    shown |= {target["high"], target["percentile"], target["percentile_low"]}
    shown |= {target["percentile_high"], target["tier"]} - {None}

    assert shown <= traced | {None}
    assert all(step["figures"] for step in steps if step["value"] is not None)


@given(editions, answers())
def test_no_benchmark_rests_on_fewer_than_five_people(edition, answers):
    result = derive(edition, answers, today=TODAY)

    if result.target:
        row = result.target.benchmark.row
        assert row.n is None or row.n >= 5
        assert edition.sources[row.sources[0]].evidence not in ("advice", "house")
    assert all(other.target is None for other in result.others if (other.row.n or 5) < 5)


@given(editions, answers())
def test_every_source_of_a_record_is_described_in_it(edition, answers):
    record = record_of(derive(edition, answers, today=TODAY))

    cited = {figure["source"] for step in record["steps"] for figure in step["figures"]}

    assert cited <= record["sources"].keys()


def test_every_figure_says_whom_it_describes_and_where_it_comes_from(edition):
    assert all(people(row) and row.sources for row in edition.rows())


def test_scores_are_exact_before_they_are_rounded(edition):
    answers = Answers(specialty="orthopaedic-surgery", group="us-do-senior", aim="strong")

    result = derive(edition, answers, today=TODAY)

    assert result.target.aimed.score == 256 + Fraction(6745, 10000) * 14


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"specialty": "urology"}, "specialty"),
        ({"specialty": ""}, "specialty"),
        ({"group": "us-md"}, "group"),
        ({"aim": "highest"}, "aim"),
        ({"exam": "step4"}, "exam"),
        ({"situation": "unsure"}, "situation"),
        ({"situation": "scored"}, "actual_score"),
        ({"actual_score": 301}, "actual_score"),
        ({"exam_date": date(2012, 6, 30)}, "exam_date"),
        ({"exam_date": date(2029, 11, 23)}, "exam_date"),
        ({"exam": "step3", "exam_date": date(2015, 12, 31)}, "exam_date"),
        ({"factors": ("luck",)}, "factor"),
        ({"factors": ("strong-research", "little-research")}, "factor"),
        ({"factors": ("little-us-experience",)}, "factor"),
        ({"group": "us-img", "factors": ("strong-grades",)}, "factor"),
        ({"declined": ("everything",)}, "decline"),
        ({"attempt_dates": (date(2025, 1, 1),) * 2}, "attempt_date"),
        ({"attempt_dates": (date(2027, 1, 1),)}, "attempt_date"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_sentence(edition, changed, field):
    answers = Answers(**({"specialty": "dermatology", "group": "us-md-senior"} | changed))

    with pytest.raises(AnswersRefused) as refused:
        derive(edition, answers, today=TODAY)

    assert {problem.field for problem in refused.value.problems} == {field}
    assert all(say_problem(problem, edition) for problem in refused.value.problems)


def test_latest_exam_date_survives_a_leap_day(edition):
    answers = Answers(specialty="dermatology", group="us-md-senior", exam_date=date(2031, 2, 28))

    assert derive(edition, answers, today=date(2028, 2, 29)).day == date(2031, 2, 28)


def _score(edition, answers, **changed):
    target = derive(edition, _changed(answers, **changed), today=TODAY).target
    return target.score if target else 0


def _changed(answers, **changed):
    return Answers(**({name: getattr(answers, name) for name in Answers.__slots__} | changed))
