"""Shared goals, and their pages as text."""

import re
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scores.editions.lines import content_digest
from scores.editions.load import clone_edition
from scores.engine.answers import Answers, Reading
from scores.goals.links import tokens_of
from scores.goals.redact import ALL
from scores.goals.share import revise_goal, share_goal
from scores.models import Edition, MatchScore, Release

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
def share(edition_2026):
    def share(shown=ALL, answers=ANSWERS):
        manage = secrets.token_urlsafe(22)
        expires_at = NOW + timedelta(days=365)
        goal = share_goal(
            manage=manage,
            answers=answers,
            edition=edition_2026,
            shown=shown,
            expires_at=expires_at,
            at=NOW,
        )
        return goal, tokens_of(manage)

    return share


@pytest.fixture
def revise(edition_2026):
    def revise(goal, answers=REVISED):
        submission = secrets.token_hex(8)
        return revise_goal(
            goal=goal, submission=submission, answers=answers, edition=edition_2026, at=NOW
        )

    return revise


@pytest.fixture
def next_edition(edition_2026):
    """Published now: the median of dermatology is two points higher."""
    draft = clone_edition(edition=Edition.objects.get(label="2026.1"), label="2027.1")
    MatchScore.objects.filter(
        edition=draft, specialty__slug="dermatology", median=258, outcome="matched"
    ).update(median=260)
    draft.digest, draft.status = content_digest(draft), Edition.Status.PUBLISHED
    draft.save()
    Release.objects.create(edition=draft, begins=datetime.now(UTC))
    return draft


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def read(client, *path):
    response = client.get(f"/g/{'/'.join(path)}/")
    assert response.status_code == 200
    return response
