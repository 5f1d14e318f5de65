"""What was altered behind everybody's back is found by its hash."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from scores.editions import integrity
from scores.editions.reader import edition_of
from scores.models import Edition, MatchScore

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def nothing_found_yet():
    integrity._found.clear()
    yield
    integrity._found.clear()
    edition_of.cache_clear()  # what was altered may have been read


def alter():
    MatchScore.objects.filter(edition__label="2026.1", n=356).update(median=259)


def test_site_is_not_ready_with_an_altered_edition(client, db):
    alter()

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.content == b"not ready: edition 2026.1 is not what was published\n"


def test_check_finds_an_altered_edition(db, capsys):
    alter()

    with pytest.raises(CommandError, match="has 1 fault"):
        call_command("check_edition", "2026.1")
    assert "it was altered since" in capsys.readouterr().out


def test_digest_is_computed_once_in_a_while(db, django_assert_num_queries):
    edition, now = Edition.objects.get(label="2026.1"), timezone.now()

    assert integrity.is_unaltered(edition, at=now)
    with django_assert_num_queries(0):
        assert integrity.is_unaltered(edition, at=now + integrity.EVERY / 2)
    alter()
    assert not integrity.is_unaltered(edition, at=now + integrity.EVERY + timedelta(seconds=1))
