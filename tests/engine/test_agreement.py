"""Records agree in their numbers and figures, whatever words they are told in."""

from copy import deepcopy

import pytest

from scores.engine.answers import Answers, Reading
from scores.engine.result import derive
from scores.reference.agreement import differences, facts_of
from scores.wording.record import record_of
from tests.engine.records import EXAM, TODAY


@pytest.fixture
def record(present):
    answers = Answers(
        specialty="dermatology",
        group="non-us-img",
        exam_date=EXAM,
        readings=(Reading("nbme14", 248, TODAY),),
    )
    return record_of(derive(present, answers, today=TODAY))


def reworded(value):
    """Every sentence and title of a record in other words."""
    if isinstance(value, dict):
        return {
            key: "In other words." if key in ("says", "title", "text", "of") else reworded(part)
            for key, part in value.items()
        }
    return [reworded(part) for part in value] if isinstance(value, list) else value


def test_other_words_agree(record):
    assert reworded(record) != record
    assert differences(record, reworded(record)) == ()


def test_part_that_only_one_has_agrees(record):
    older = {key: value for key, value in record.items() if key != "freshness"}

    assert differences(older, record) == differences(record, older) == ()


@pytest.mark.parametrize(
    "path",
    [
        ("target", "score"),
        ("target", "rung"),
        ("floor", "effective_from"),
        ("projection", "mean"),
        ("inputs", "group"),
    ],
)
def test_every_number_and_id_is_compared(record, path):
    other = deepcopy(record)
    part, name = path
    before = record[part][name]
    other[part][name] = "another" if isinstance(before, str) else before + 1

    assert differences(record, other) == (path,)


def test_step_less_is_a_difference(record):
    other = record | {"steps": record["steps"][1:]}

    assert differences(record, other) == (("steps",),)


def test_figure_of_another_source_is_a_difference(record):
    other = deepcopy(record)
    other["steps"][0]["figures"][0]["source"] = "another"

    assert differences(record, other) == (("steps", "figures", "source"),)


def test_facts_hold_no_sentence(record):
    def texts(value):
        if isinstance(value, dict):
            for part in value.values():
                yield from texts(part)
        elif isinstance(value, list):
            for part in value:
                yield from texts(part)
        elif isinstance(value, str):
            yield value

    sentences = {step["says"] for step in record["steps"]}

    assert sentences.isdisjoint(texts(facts_of(record)))
