"""Fixtures that share and revise goals, and read their pages."""

import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scores.editions.reader import current_edition
from scores.engine.answers import Answers, Reading
from scores.goals.links import tokens_of
from scores.goals.redact import ALL
from scores.goals.share import revise_goal, share_goal
from scores.models import MatchScore
from tests.editions import publish_copy

NOW = datetime.now(UTC)
READING = Reading("nbme14", 247, date(2026, 9, 1))
NEXT_READING = Reading("nbme15", 251, date(2026, 10, 1))
ANSWERS = Answers(
    specialty="dermatology",
    group="us-md-senior",
    exam_date=date(2027, 5, 1),
    factors=("failed-exam",),
    readings=(READING,),
)
REVISED = replace(ANSWERS, readings=(READING, NEXT_READING))


@pytest.fixture
def share(db):
    """A function that shares a goal on the current edition and returns it with its tokens."""
    edition = current_edition(at=datetime.now(UTC))

    def share(shown=ALL, answers=ANSWERS, *, manage="", lasts=365, **more):
        manage = manage or secrets.token_urlsafe(22)
        goal = share_goal(
            manage=manage,
            answers=answers,
            edition=edition,
            shown=shown,
            expires_at=NOW + timedelta(days=lasts),
            at=NOW,
            **more,
        )
        return goal, tokens_of(manage)

    return share


@pytest.fixture
def revise(db):
    edition = current_edition(at=datetime.now(UTC))

    def revise(goal, answers=REVISED):
        return revise_goal(
            goal=goal,
            submission=secrets.token_hex(8),
            answers=answers,
            edition=edition,
            at=NOW,
        )

    return revise


@pytest.fixture
def next_edition(edition_2026):
    """An edition published now, in which the median of dermatology is two points higher."""
    return publish_copy("2027.1", raise_median)


def raise_median(draft):
    rows = MatchScore.objects.filter(edition=draft, specialty__slug="dermatology")
    rows.filter(median=258, outcome="matched").update(median=260)


def read(client, *path):
    response = client.get(f"/g/{'/'.join(path)}/")
    assert response.status_code == 200
    return response
