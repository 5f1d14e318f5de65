"""Fills a database as it would be after years; `filled` in `tests.bench.site` runs this.

The first goals are shared as a visitor shares them. The goals that the benchmark reads repeat their
content, in the same order in every database, each with its own tokens and digest. All others are
copies made within the database. With --compact, copies hold only their columns, so that a million
fit on a disk.
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import batched, cycle, islice, product

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from scores.editions.fixture import Fixture, read_rows
from scores.editions.lines import content_lines, digest_of
from scores.editions.load import insert_fixture
from scores.editions.reader import current_edition
from scores.engine.answers import AIMS, Answers
from scores.engine.vocabulary import GROUPS
from scores.goals.links import revision_digest, token_hash, tokens_of
from scores.goals.redact import ALL
from scores.goals.share import share_goal
from scores.models import Capability, Edition, Goal, Release, Revision

READ = 1000
"""How many goals are read, spread over all of them."""

SHARED = 300
BATCH = 1000


def manage_token(number: int) -> str:
    return f"the-managers-token-of-goal-{number:09}"


def goals_to_read(goals: int) -> range:
    return range(0, goals, max(1, goals // READ))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("goals", type=int)
    parser.add_argument("editions", type=int)
    parser.add_argument("--compact", action="store_true")
    options = parser.parse_args()
    call_command("prepare", verbosity=0)
    add_editions(options.editions)
    before = database_size()
    share_goals(min(options.goals, SHARED))
    repeat_goals(options.goals, compact=options.compact)
    count_on()
    print(json.dumps({"bytes_a_goal": (database_size() - before) // options.goals}))


def add_editions(count: int) -> None:
    """Adds older editions with all rows of the newest, each released in its own year."""
    newest = Edition.objects.published()[0]
    lines = list(content_lines(newest))
    for number in range(count - Edition.objects.count()):
        year = 2000 - number
        edition = Edition(label=f"{year}.1", as_of=date(year, 1, 1), summary="As the newest.")
        edition.digest, edition.status = digest_of(edition, lines), Edition.Status.PUBLISHED
        fixture = read_rows(lines, Fixture(edition))
        fixture.releases.append(Release(edition=edition, begins=datetime(year, 1, 2, tzinfo=UTC)))
        insert_fixture(fixture=fixture)


def share_goals(count: int) -> None:
    """Shares a goal for each specialty, group and aim in turn."""
    now = timezone.now()
    edition = current_edition(at=now)
    cells = cycle(product(edition.choices, GROUPS, AIMS))
    for number, (specialty, group, aim) in enumerate(islice(cells, count)):
        share_goal(
            manage=manage_token(number),
            answers=Answers(specialty=specialty, group=group, aim=aim),
            edition=edition,
            shown=ALL,
            expires_at=now + timedelta(days=365),
            at=now,
        )


def repeat_goals(goals: int, *, compact: bool) -> None:
    """Repeats the first goals. A goal's key is its number plus one.

    Between two goals that are read lie copies of one block of goals.
    """
    to_read = goals_to_read(goals)
    begun = min(goals, -(-SHARED // to_read.step) * to_read.step)
    begun = max(begun, min(goals, to_read.step))
    make_goals(range(SHARED, begun), to_read.step)
    for number in range(begun, goals, to_read.step):
        with transaction.atomic():
            make_goals(range(number, number + 1), to_read.step)
            copy_goals(range(1, to_read.step), by=number, compact=compact)


def make_goals(numbers: Iterable[int], step: int) -> None:
    """Makes goals with the content of one of the first goals each, and their own tokens."""
    from scores.models import Capability, Goal, Revision

    for some in batched(numbers, BATCH):
        revisions = [repeated(number, number // step % SHARED) for number in some]
        with transaction.atomic():
            Goal.objects.bulk_create(revision.goal for revision in revisions)
            Revision.objects.bulk_create(revisions)
            Capability.objects.bulk_create(
                capability
                for number, revision in zip(some, revisions, strict=True)
                for capability in capabilities(number, revision.goal)
            )


def repeated(number: int, shared: int) -> Revision:
    first = Revision.objects.get(goal=shared + 1)
    texts = {
        "submission": token_hash(f"share {manage_token(number)}"),
        "edition": first.edition,
        "engine": first.engine,
        "inputs": first.inputs,
        "result": first.result,
    }
    goal = Goal(
        pk=number + 1,
        expires_at=datetime.now(UTC) + timedelta(days=365),
        shows_projection=True,
        shows_profile=True,
    )
    digest = revision_digest(**texts)
    return Revision(goal=goal, number=1, target=first.target, digest=digest, **texts)


RANDOM = {
    "sqlite": "lower(hex(randomblob(32)))",
    "postgresql": "encode(sha256(random()::text::bytea), 'hex')",
}


def copy_goals(numbers: range, *, by: int, compact: bool) -> None:
    """Copies these goals to numbers higher by `by`; nobody has the tokens of the copies."""
    from scores.models import Capability, Goal, Revision

    random = RANDOM[connection.vendor]
    instead = {
        Goal: {"id": f"id + {by}"},
        Revision: {"goal_id": f"goal_id + {by}", "submission": random}
        | ({"result": "'{}'"} if compact else {}),
        Capability: {"goal_id": f"goal_id + {by}", "token_hash": random},
    }
    with connection.cursor() as cursor:
        for model, values in instead.items():
            names = [field.column for field in model._meta.concrete_fields]
            into = [name for name in names if name != "id" or name in values]
            key = "id" if model is Goal else "goal_id"
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(into)}) "
                f"SELECT {', '.join(values.get(name, name) for name in into)} "
                f"FROM {model._meta.db_table} WHERE {key} BETWEEN %s AND %s",
                [numbers.start + 1, numbers.stop],
            )


def capabilities(number: int, goal: Goal) -> Iterator[Capability]:
    for permits, token in tokens_of(manage_token(number)).items():
        yield Capability(token_hash=token_hash(token), goal=goal, permits=permits)


def count_on() -> None:
    """Makes the database number the next goal after those whose keys were set here."""
    from scores.models import Goal

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Goal]):
            cursor.execute(statement)


def database_size() -> int:
    """The size of the database in bytes, after it is tidied up."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])
