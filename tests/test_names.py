"""Names, dates and units as people have them."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from scores.forms.goal import read_goal_query
from scores.forms.names import group_named
from scores.forms.names import test_named as named
from tests.engine.edition import read_fixture

TODAY = date(2026, 11, 30)
EDITION = read_fixture("2026.1")


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("NBME 14", "nbme14"),
        ("nbme 9", "nbme09"),
        ("NBME Form 10", "nbme10"),
        ("UWSA2", "uwsa2"),
        ("uwsa 1", "uwsa1"),
        ("UWorld 2", "uwsa2"),
        ("UWorld Self-Assessment 3", "uwsa3"),
        ("Free 120", "free120"),
        ("free120-old", "free120-old"),
        ("AMBOSS", "amboss"),
        ("Another practice test", "other"),
        ("NBME 99", "NBME 99"),
        ("", ""),
    ],
)
def test_practice_test_is_known_by_its_names(typed, slug):
    assert named(typed, EDITION) == slug


@pytest.mark.parametrize(
    ("typed", "group"),
    [
        ("US MD", "us-md-senior"),
        ("md", "us-md-senior"),
        ("DO", "us-do-senior"),
        ("US IMG", "us-img"),
        ("non-US IMG", "non-us-img"),
        ("Non US IMGs", "non-us-img"),
        ("IMG", "IMG"),
    ],
)
def test_group_is_known_by_its_names(typed, group):
    assert group_named(typed) == group


def test_query_is_read_as_people_write_it():
    query = QueryDict(
        "specialty=IM&group=DO&exam_date=5/1/2027&test=NBME 14&score=248&taken=4/1/2027"
        "&test=Free 120&score=78%25&taken="
    )
    read = read_goal_query(query, EDITION, TODAY)

    assert read.errors == {}
    assert (read.answers.specialty, read.answers.group) == ("internal-medicine", "us-do-senior")
    assert read.answers.exam_date == date(2027, 5, 1)
    assert [(each.test, each.score) for each in read.answers.readings] == [
        ("nbme14", 248),
        ("free120", 78),
    ]
    assert read.answers.readings[0].taken == date(2027, 4, 1)


@pytest.mark.parametrize("score", ["77", "77%25"])
def test_percent_of_a_three_digit_test_is_asked_back(score):
    query = QueryDict(f"specialty=IM&group=DO&test=nbme14&score={score}")
    read = read_goal_query(query, read_fixture("2026.2"), TODAY)

    assert ["is this a percent?" in says for says in read.errors["score"]] == [True]


def read_test(test, score):
    pairs = {"specialty": "IM", "group": "DO", "test": test, "score": score}
    return read_goal_query(QueryDict(urlencode(pairs)), EDITION, TODAY)


@pytest.mark.parametrize(
    ("test", "typed", "score"),
    [
        ("nbme14", "248.0", 248),
        ("free120", "77.5%", 78),
        ("free120", "77.49", 77),
        ("free120", "78.00 %", 78),
        ("free120-old", "99.5", 100),
    ],
)
def test_decimals_are_read_as_spreadsheets_write_them(test, typed, score):
    assert [each.score for each in read_test(test, typed).answers.readings] == [score]


@pytest.mark.parametrize(
    ("test", "typed"),
    [
        ("nbme14", "248.5"),
        ("free120", "0.78"),
        ("free120", "1e2"),
        ("free120", "78,5"),
        ("free120", "٧٨"),
    ],
)
def test_number_that_could_be_something_else_is_asked_back(test, typed):
    assert f"“{typed}” is not a whole number." in read_test(test, typed).errors["score"][0]
