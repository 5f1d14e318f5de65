"""What a shared goal leaves out, and what it says when the figures have moved."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from scores.engine.answers import Answers, Reading
from scores.engine.record import answers_of
from scores.engine.result import derive
from scores.goals.redact import ALL, Shown, redacted
from scores.reference.changes import changes_between
from scores.wording.changes import say_change
from scores.wording.record import record_of
from tests.engine.edition import read_fixture

TODAY = date(2026, 11, 22)
READINGS = (Reading("nbme14", 247, date(2027, 4, 1)), Reading("free120", 81, None))
ANSWERS = Answers(
    specialty="dermatology",
    group="us-md-senior",
    exam_date=date(2027, 5, 1),
    factors=("failed-exam", "little-research"),
    readings=READINGS,
)


@pytest.fixture(scope="module")
def edition_2026():
    return read_fixture("2026.2")


@pytest.fixture(scope="module")
def edition_2025():
    return read_fixture("2025.1")


@pytest.fixture(scope="module")
def record(edition_2026):
    return record_of(derive(edition_2026, ANSWERS, today=TODAY))


def test_everything_shown_is_the_record_itself(record):
    assert redacted(record, ALL) == record


@pytest.mark.parametrize("shown", [Shown(*on) for on in product((False, True), repeat=3)])
def test_what_is_not_shown_stands_nowhere(record, shown):
    seen = redacted(record, shown)

    text = str({name: part for name, part in seen.items() if name != "sources"})
    assert ("nbme14" in text) is shown.scores
    assert ("failed-exam" in text) is shown.profile
    assert bool(seen["projection"]) is shown.projection
    assert seen["target"] == record["target"]


def test_projected_share_goes_with_the_projection(record):
    seen = redacted(record, Shown(scores=True))["match"]

    assert record["match"]["projected"]
    assert seen["projected"] is None
    assert all(reach for *_, reach in record["scale"])
    assert not any(reach for *_, reach in redacted(record, Shown(scores=True))["scale"])
    assert [step["rule"] for step in seen["steps"]] == ["match-target"]


def test_share_and_band_of_a_score_in_hand_go_with_the_scores(edition_2026):
    answers = replace(ANSWERS, situation="scored", actual_score=247, exam_date=date(2026, 6, 1))
    record = record_of(derive(edition_2026, replace(answers, readings=()), today=TODAY))
    seen = redacted(record, Shown(projection=True))

    assert record["match"]["at_score"]
    assert any(chance["scope"] == "score band" for chance in record["chances"])
    assert seen["match"]["at_score"] is None
    assert [step["rule"] for step in seen["match"]["steps"]] == ["match-target"]
    assert {chance["scope"] for chance in seen["chances"]} <= {"specialty", "group"}


def test_scale_that_was_drawn_out_for_a_score_is_cut_with_it(edition_2026):
    answers = replace(ANSWERS, situation="scored", actual_score=290, exam_date=date(2026, 6, 1))
    record = record_of(derive(edition_2026, replace(answers, readings=()), today=TODAY))

    assert record["scale"][-1][0] == 300
    assert redacted(record, Shown(projection=True))["scale"][-1][0] == 280


def seen_of(edition, answers, shown):
    return redacted(record_of(derive(edition, answers, today=TODAY)), shown)


@pytest.mark.parametrize(
    ("situation", "scores"),
    [("failed", (150, 209, 213)), ("scored", (150, 209, 213)), ("scored", (220, 250, 290))],
)
@pytest.mark.parametrize("aim", ["typical", "pass"])
@pytest.mark.parametrize("profile", [False, True])
def test_whatever_a_hidden_score_is_the_rest_is_the_same(
    edition_2026, situation, scores, aim, profile
):
    answers = replace(ANSWERS, situation=situation, aim=aim, readings=())
    shown = Shown(projection=True, profile=profile)

    first, *others = (
        seen_of(edition_2026, replace(answers, actual_score=score), shown) for score in scores
    )

    assert all(seen == first for seen in others)
    assert first["scale"][0][0] == 210


@pytest.mark.parametrize("profile", [False, True])
def test_whatever_hidden_tests_are_the_rest_is_the_same(edition_2026, profile):
    first, *others = (
        seen_of(
            edition_2026,
            replace(ANSWERS, readings=(Reading("nbme14", score, date(2027, 4, 1)),)),
            Shown(profile=profile),
        )
        for score in (190, 235, 295)
    )

    assert all(seen == first for seen in others)


def test_redacting_leaves_the_record_alone(record):
    before = str(record)

    redacted(record, Shown())

    assert str(record) == before


def test_hidden_factors_leave_one_step_with_their_effect(record):
    steps = redacted(record, Shown())["steps"]

    (hidden,) = [step for step in steps if step["rule"].startswith("factor")]
    assert hidden["value"] == record["target"]["score"]
    assert hidden["figures"] == []


def test_answers_come_back_from_a_record(record):
    assert answers_of(record["inputs"]) == ANSWERS


def test_nothing_changes_on_the_same_edition(record, edition_2026):
    again = record_of(derive(edition_2026, ANSWERS, today=TODAY))

    assert changes_between(record, again) == ()


def test_changes_are_traced_to_the_figures_that_moved(edition_2026, edition_2025):
    answers = Answers(specialty="dermatology", group="us-md-senior", exam_date=date(2027, 5, 1))
    old, new = (
        record_of(derive(each, answers, today=TODAY)) for each in (edition_2025, edition_2026)
    )

    changes = {change.rule: say_change(change) for change in changes_between(old, new)}

    benchmark = changes["observed-benchmark"]
    assert (benchmark["before"], benchmark["after"]) == ("257", "258")
    assert "median 258 of US MD seniors who matched in dermatology, 2026" in benchmark["because"]
    assert "before: mean 257" in benchmark["because"]
    assert changes["band"]["after"] == "251 to 266"
