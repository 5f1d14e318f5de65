from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scores.editions.checks import faults_of
from scores.editions.fixture import FixtureRefused, lines_digest
from scores.editions.lines import content_digest, content_lines, fixture_lines
from scores.editions.load import (
    EditionRefused,
    clone_edition,
    copy_of,
    insert_fixture,
    load_edition,
)
from scores.editions.publish import begin_edition
from scores.models import CONTENT, Edition, MatchScore, Source
from tests.small_edition import LABEL, publish_small

pytestmark = pytest.mark.database

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def inserted(around_the_module):
    publish_small()


@pytest.fixture
def small_edition(inserted, db):
    return Edition.objects.get(label=LABEL)


@pytest.fixture
def lines(small_edition):
    return list(fixture_lines(small_edition))


@pytest.fixture
def not_loaded(small_edition, lines):
    """The lines are there, the edition is not."""
    small_edition.releases.all().delete()
    for model in reversed(CONTENT):
        model.objects.filter(**{model.identity[0]: LABEL}).delete()
    small_edition.delete()


def change_line(lines, *parts, old, new):
    """The lines with one of them changed: the first that holds all the parts."""
    number = next(n for n, line in enumerate(lines) if all(part in line for part in parts))
    assert old in lines[number]
    return [*lines[:number], lines[number].replace(old, new), *lines[number + 1 :]]


def sign(lines):
    """The lines with their digest renewed, as if this had been published."""
    stated = Edition.objects.filter(label=LABEL).values_list("digest", flat=True).first()
    stated = stated or lines[0].split('"digest": "')[1][:64]
    return [lines[0].replace(stated, lines_digest(lines)), *lines[1:]]


# load_edition


def test_load_takes_an_edition_whole(not_loaded, lines):
    edition = load_edition(lines=lines, at=NOW).edition

    assert list(fixture_lines(edition)) == lines
    assert content_digest(edition) == edition.digest


def test_load_leaves_alone_what_is_there(lines):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert load_edition(lines=lines, at=NOW).edition is None

    reading = [query for query in queries if query["sql"].startswith("SELECT")]
    assert len(reading) == 1


def test_load_refuses_another_content_of_a_published_edition(lines):
    changed = change_line(lines, "matchscore", '"n": 356', old='"median": 258', new='"median": 259')

    with pytest.raises(EditionRefused, match="to correct it, make the next edition"):
        load_edition(lines=changed, at=NOW)
    with pytest.raises(EditionRefused, match="to correct it, make the next edition"):
        load_edition(lines=sign(changed), at=NOW)


@pytest.fixture
def draft_of_the_label(not_loaded, alice):
    draft = begin_edition(by=alice, at=NOW, label=LABEL)
    Edition.objects.filter(pk=draft.pk).update(status="review")
    draft.refresh_from_db()
    return draft


def test_load_renames_a_draft_that_has_its_label(draft_of_the_label, lines):
    clone_edition(edition=draft_of_the_label, label="2000.2")
    content = list(content_lines(draft_of_the_label))

    loaded = load_edition(lines=lines, at=NOW)

    draft = Edition.objects.get(pk=draft_of_the_label.pk)
    assert list(fixture_lines(loaded.edition)) == lines
    assert (loaded.renamed, draft.label, draft.status) == (draft, "2000.3", "review")
    assert [line.replace("2000.3", LABEL) for line in content_lines(draft)] == content


def test_renaming_is_an_event_of_the_draft_which_nobody_did(draft_of_the_label, lines, client):
    load_edition(lines=lines, at=NOW)

    event, begun = draft_of_the_label.events.all()
    assert (event.get_what_display(), event.by, event.at) == ("given another label", None, NOW)
    assert "It was 2000.1" in event.words
    assert begun.what == "begun"
    client.force_login(begun.by)
    history = client.get(f"/admin/scores/edition/{draft_of_the_label.pk}/history/").text
    assert "<td>The site</td>" in history
    assert "Given another label" in history


def test_command_loads_beside_a_draft_of_the_label(draft_of_the_label, lines, tmp_path, capsys):
    (tmp_path / f"{LABEL}.jsonl").write_text("\n".join(lines), "utf-8")

    for _ in range(2):
        call_command("load_editions", path=tmp_path)

    assert capsys.readouterr().out.splitlines() == [
        "2000.1.jsonl: the draft of this label is now edition 2000.2.",
        "2000.1.jsonl: loaded edition 2000.1.",
        "2000.1.jsonl: nothing to do, this edition is there.",
    ]


def test_load_that_is_refused_renames_nothing(draft_of_the_label, lines):
    changed = change_line(lines, "matchscore", '"n": 356', old='"median": 258', new='"median": 259')

    with pytest.raises(EditionRefused):
        load_edition(lines=changed, at=NOW)

    draft_of_the_label.refresh_from_db()
    assert draft_of_the_label.label == LABEL
    assert draft_of_the_label.events.count() == 1


def test_load_refuses_a_draft(not_loaded, lines):
    draft = [lines[0].replace('"published"', '"draft"'), *lines[1:]]

    with pytest.raises(EditionRefused, match=r"Edition 2000.1 is a draft"):
        load_edition(lines=draft, at=NOW)


def test_load_refuses_content_that_is_not_what_its_digest_says(not_loaded, lines):
    changed = change_line(lines, "matchscore", '"n": 356', old='"median": 258', new='"median": 259')

    with pytest.raises(EditionRefused) as refused:
        load_edition(lines=changed, at=NOW)

    assert [fault.field for fault in refused.value.faults] == ["digest"]
    assert not Edition.objects.filter(label=LABEL).exists()


def test_load_refuses_an_edition_with_faults_and_names_them(not_loaded, lines):
    changed = change_line(lines, "passingstandard", '"score": 218', old="214", new="209")

    with pytest.raises(EditionRefused) as refused:
        load_edition(lines=sign(changed), at=NOW)

    assert str(refused.value) == (
        "Edition 2000.1 does not pass its checks:\n"
        "  passing standard Step 2 CK · July 1, 2025: previous_score: It says 209; the one before "
        "it, from 2022-07-01, is 214."
    )
    assert not Edition.objects.filter(label=LABEL).exists()


def test_load_names_the_row_that_the_database_refuses(not_loaded, lines):
    changed = change_line(lines, "matchscore", '"n": 356', old='"median": 258', new='"median": 358')

    with pytest.raises(EditionRefused) as refused:
        load_edition(lines=sign(changed), at=NOW)

    (row,) = {fault.row for fault in refused.value.faults}
    assert row.startswith("Dermatology · 2026 · US MD seniors · matched · ")
    assert not Source.objects.filter(edition__label=LABEL).exists()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"fields"', '"felds"', "Line 2: this is not a row of a known table"),
        ('"scores.source"', '"scores.sauce"', "Line 2: this is not a row of a known table"),
        ("{", "", "Line 2: this is not a row of a known table"),
        ('"title"', '"titel"', "Line 2: source has no field “titel”."),
        ('"reserves_reproduction": false', '"reserves_reproduction": "no"', "Line 2: reserves_"),
    ],
)
def test_load_names_the_line_that_is_no_row(not_loaded, lines, old, new, says):
    with pytest.raises(FixtureRefused, match=says):
        load_edition(lines=[lines[0], lines[1].replace(old, new), *lines[2:]], at=NOW)


def test_load_names_a_reference_that_leads_nowhere(not_loaded, lines):
    without_source = [line for line in lines if '"slug": "kaplan-2026"' not in line]

    with pytest.raises(FixtureRefused, match="no source “kaplan-2026” stands above it"):
        load_edition(lines=without_source, at=NOW)


def test_load_names_a_row_that_is_there_twice(not_loaded, lines):
    with pytest.raises(FixtureRefused, match="Line 3: source aamc-eras-2023 is there twice"):
        load_edition(lines=[*lines[:2], lines[1], *lines[2:]], at=NOW)


@pytest.mark.parametrize("lines", [[], [""], ["[]"], ['{"model": "scores.release"}']])
def test_load_refuses_what_does_not_begin_with_an_edition(db, lines):
    with pytest.raises(FixtureRefused, match="Line 1: "):
        load_edition(lines=lines, at=NOW)


# clone_edition


def test_clone_is_a_draft_with_the_same_rows(small_edition):
    draft = clone_edition(edition=small_edition, label="2030.2")

    looked_at = f'"checked_on": "{small_edition.as_of}"'  # a draft writes down each look
    relabeled = [
        line.replace('["2000.1"', '["2030.2"').replace('"checked_on": null', looked_at)
        for line in content_lines(small_edition)
    ]
    assert (draft.status, draft.digest) == ("draft", "")
    assert list(content_lines(draft)) == relabeled
    assert not draft.releases.exists()
    assert faults_of(draft) == []


def test_clone_leaves_the_original_alone(small_edition):
    draft = clone_edition(edition=small_edition, label="2030.2")

    MatchScore.objects.filter(edition=draft).update(n=1)
    Source.objects.filter(edition=draft).update(title="Another")

    assert content_digest(small_edition) == small_edition.digest


def test_clone_refuses_a_label_that_is_taken(small_edition, monkeypatch):
    """And looks through no row for the fault, which would take seconds."""
    monkeypatch.setattr("scores.editions.load._violations", None)
    with pytest.raises(EditionRefused, match=r"There is an edition 2025.1 already"):
        clone_edition(edition=small_edition, label="2025.1")


def test_clone_refuses_a_label_that_is_none(small_edition):
    with pytest.raises(EditionRefused, match="The database refuses edition next"):
        clone_edition(edition=small_edition, label="next")


def test_edition_is_copied_before_others_have_to_wait(small_edition, alice, monkeypatch):
    """Reading takes longer than storing; on SQLite, a transaction holds every other writer."""
    outside, within = len(connection.savepoint_ids), []

    def watched(edition):
        within.append(len(connection.savepoint_ids) - outside)
        return content_lines(edition)

    monkeypatch.setattr("scores.editions.load.kept_lines", watched)
    draft = begin_edition(by=alice, at=datetime(2026, 12, 1, tzinfo=UTC))

    assert within == [0]
    assert list(draft.events.values_list("what", flat=True)) == ["begun"]


def test_next_draft_is_copied_from_memory(small_edition, django_assert_num_queries):
    first = clone_edition(edition=small_edition, label="2030.2")

    with django_assert_num_queries(0):
        copied = copy_of(small_edition)

    copied.edition.label = "2030.3"
    insert_fixture(fixture=copied)
    relabeled = [line.replace('["2030.2"', '["2030.3"') for line in content_lines(first)]
    assert list(content_lines(copied.edition)) == relabeled
