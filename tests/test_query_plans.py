"""Nothing that a visitor does with shared goals reads a whole table of them, on either database."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scores.goals.links import goals_of, tokens_of
from scores.goals.share import count_use, purge_goals
from scores.models import Goal, Throttle
from tests.shared_goals import NOW

pytestmark = pytest.mark.database

WHOLE_TABLE = re.compile(
    r"(?:SCAN|Seq Scan on) (scores_(?:goal|capability|revision|response|throttle))\b"
)

MANAGE = "a token that opens everything"


@pytest.fixture
def goal(share):
    return share(manage=MANAGE, lasts=1)[0]


def whole_tables(work):
    """The tables that are read from end to end in doing this."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        work()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # small tables are read whole
        return [found for query in captured for found in WHOLE_TABLE.findall(plan(cursor, query))]


def plan(cursor, query):
    if not query["sql"].startswith(("SELECT", "UPDATE", "DELETE")):
        return ""
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    cursor.execute(f"{explain} {query['sql']}")
    return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_a_scan_would_be_seen(goal):
    assert whole_tables(lambda: list(Goal.objects.filter(shows_profile=True))) == ["scores_goal"]


@pytest.mark.parametrize("permits", ["view", "respond", "manage"])
def test_opening_a_goal_reads_no_whole_table(client, goal, permits):
    address = f"/g/{tokens_of(MANAGE)[permits]}/"

    assert whole_tables(lambda: client.get(address)) == []


def test_sharing_and_counting_reads_no_whole_table(goal, share):
    def share_and_count():
        count_use(action="share", address="192.0.2.1", most=9, at=NOW)
        count_use(action="share", address="192.0.2.1", most=9, at=NOW)
        share(manage="another")

    assert whole_tables(share_and_count) == []


def test_finding_ones_own_goals_reads_no_whole_table(goal):
    assert whole_tables(lambda: goals_of([MANAGE], "manage")) == []


def test_purging_reads_no_whole_table(goal):
    Throttle.objects.create(key="a", window=NOW - timedelta(hours=5))

    assert whole_tables(lambda: purge_goals(at=NOW + timedelta(days=2))) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite compresses nothing")
@pytest.mark.django_db
def test_result_is_compressed_by_lz4_where_the_server_can():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"
        )
        (can,) = cursor.fetchone()
        cursor.execute(
            "SELECT attcompression FROM pg_attribute "
            "WHERE attrelid = 'scores_revision'::regclass AND attname = 'result'"
        )
        (by,) = cursor.fetchone()

    assert by == ("l" if can else "")
