"""Two editors publish at the same moment: one wins, the other is told."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import connections

from scores.editions.lines import content_digest
from scores.editions.load import EditionRefused
from scores.editions.publish import (
    approve_edition,
    begin_edition,
    publish_edition,
    restore_edition,
    submit_edition,
)
from scores.models import Edition, PassingStandard, Release, Source
from tests.drafts import look_through
from tests.processes import LOCAL, output, start, start_script

pytestmark = pytest.mark.slow

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def make_approved(score, author, reviewer):
    draft = begin_edition(by=author, at=NOW)
    PassingStandard.objects.create(
        edition=draft,
        exam="step2ck",
        score=score,
        previous_score=218,
        effective_from=date(2028, 7, 1),
        source=Source.objects.get(edition=draft, slug="kaplan-2026"),
    )
    submit_edition(edition=draft, by=author, at=NOW, words="Announced.", summary="A passing score.")
    draft.refresh_from_db()
    look_through(draft, by=reviewer, at=NOW)
    approve_edition(edition=draft, by=reviewer, at=NOW, digest=content_digest(draft))
    return draft


def at_once(*tasks):
    """Runs each in a thread of its own, all let go together; what each of them came to."""
    barrier, came_to = threading.Barrier(len(tasks)), [""] * len(tasks)

    def run(number, task):
        barrier.wait()
        try:
            task()
            came_to[number] = "done"
        except EditionRefused as refused:
            came_to[number] = str(refused)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return came_to


def race():
    """Both ways in which two editors meet; returns what they were told."""
    people = get_user_model().objects
    alice, bob = people.create_user("alice"), people.create_user("bob")
    one, other = make_approved(220, alice, bob), make_approved(221, bob, alice)

    two_drafts = at_once(
        lambda: publish_edition(edition=one, by=alice, at=NOW),
        lambda: publish_edition(edition=other, by=bob, at=NOW),
    )
    restored = Edition.objects.get(label="2026.1")
    restore_edition(edition=restored, by=alice, at=NOW.replace(hour=13), reason="Once more.")
    last = make_approved(222, alice, bob)
    later = NOW.replace(hour=14)
    one_draft = at_once(
        *[lambda: publish_edition(edition=last, by=alice, at=later) for _ in range(2)]
    )
    return two_drafts, one_draft, Edition.objects.current(at=later) == last


def assert_one_won(two_drafts, one_draft, last_is_current):
    winners = [told for told in two_drafts if told == "done"]
    losers = [told for told in two_drafts if told != "done"]
    assert len(winners) == 1, two_drafts
    assert "The approval has lapsed: it was compared with edition 2026.2" in losers[0]
    assert sorted(one_draft) == ["Edition 2026.5 is published already.", "done"]
    assert last_is_current
    assert Release.objects.filter(edition__label="2026.5").count() == 1


RACE = """
from tests.test_publishing_at_once import assert_one_won, race
assert_one_won(*race())
print("held")
"""


def test_of_two_editors_one_wins(empty_database):
    environment = LOCAL | {"DATABASE_URL": empty_database}
    output(start("manage.py", "prepare", **environment))

    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    said = output(start_script(RACE, **environment, **settings))

    assert said.splitlines()[-1] == "held", said
