"""Looking at sources: ticked off, dated, and retired."""

import pytest
from django.utils import timezone

from scores.editions.checks import faults_of
from scores.editions.diff import difference
from scores.editions.lines import content_digest
from scores.models import Edit, Edition, Source
from tests.drafts import fields_of, url
from tests.pages import text_of

pytestmark = pytest.mark.database

TODAY = timezone.now().date()


def said(response):
    return [str(message) for message in response.context["messages"]]


def source_of(edition, slug="kaplan-2026"):
    return Source.objects.get(edition=edition, slug=slug)


def tick(who, edition, *rows):
    page = url(Edition, "due", edition.pk)
    return who.post(page, {"source": [row.pk for row in rows]}, follow=True)


def test_draft_writes_down_when_its_sources_were_looked_at(draft, published):
    before = {row.slug: row.checked_on or published.as_of for row in published.sources.all()}

    assert {row.slug: row.checked_on for row in draft.sources.all()} == before
    assert difference(published, draft) == []


def test_look_with_nothing_new_is_ticked_off_in_the_calendar(editor, draft, alice):
    row, other = source_of(draft), source_of(draft, "acemedboards-passing")
    was = other.checked_on

    page = tick(editor, draft, row)

    assert said(page) == [f"1 source was looked at today. Edition {draft} says so."]
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.checked_on, other.checked_on) == (TODAY, was)
    noted = {(edit.table, edit.by) for edit in Edit.objects.all()}
    assert noted == {("source", alice), ("edition", alice)}


def test_look_is_noted_for_many_in_the_list(editor, draft):
    rows = [source_of(draft), source_of(draft, "acemedboards-passing")]
    data = {"action": "looked_at", "_selected_action": [row.pk for row in rows]}

    page = editor.post(url(Source, "changelist"), data, follow=True)

    assert said(page)[0].endswith(f": 2 sources of edition {draft}.")
    assert set(draft.sources.filter(checked_on=TODAY)) == set(rows)


def test_look_at_a_published_source_is_refused(editor, draft, published):
    row = source_of(published)
    data = {"action": "looked_at", "_selected_action": [row.pk, source_of(draft).pk]}

    in_list = editor.post(url(Source, "changelist"), data, follow=True)
    in_calendar = tick(editor, published, row)

    assert "what it holds never changes" in said(in_list)[0]
    assert "what it holds never changes" in said(in_calendar)[0]
    assert content_digest(published) == published.digest
    assert not draft.sources.filter(checked_on=TODAY).exists()


def test_calendar_wants_a_tick_and_somebody_who_may(editor, reviewer, draft):
    assert said(tick(editor, draft)) == ["Tick the sources that you looked at."]
    assert tick(reviewer, draft, source_of(draft)).status_code == 403
    assert not Edit.objects.exists()


def test_calendar_says_when_a_publication_is_usually_new(reviewer, draft):
    page = text_of(reviewer.get(url(Edition, "due", draft.pk)))

    assert "August 2027" in page
    assert "norms, new every August" in page
    assert "Looked at today" not in page


def test_draft_is_as_of_the_newest_look(editor, draft):
    row = source_of(draft)
    was = draft.as_of
    for day, as_of in [(was, was), (TODAY, TODAY), (was, TODAY)]:
        editor.post(url(Source, "change", row.pk), fields_of(row, checked_on=day))
        draft.refresh_from_db()

        assert (day, draft.as_of) == (day, as_of)


def test_day_of_an_edition_is_not_typed(editor, draft):
    was = draft.as_of
    data = fields_of(draft, summary="Nothing yet.", as_of="2031-01-01")

    editor.post(url(Edition, "change", draft.pk), data)

    draft.refresh_from_db()
    assert (draft.summary, draft.as_of) == ("Nothing yet.", was)


# A source is retired, and shows where it is used


def test_source_is_retired_with_its_successor(editor, draft):
    row = source_of(draft, "acemedboards-passing")
    form = editor.get(url(Source, "change", row.pk)).context["adminform"].form
    assert "kaplan-2026" in dict(form.fields["replaced_by"].choices)

    editor.post(url(Source, "change", row.pk), fields_of(row, replaced_by="kaplan-2026"))

    row.refresh_from_db()
    assert row.replaced_by == "kaplan-2026"
    of = f"app_label=scores&model_name=matchscore&field_name=source&of={draft.label}"
    for term, found in [("kaplan-2026", 1), ("acemedboards-passing", 0)]:
        page = editor.get(f"/admin/autocomplete/?{of}&term={term}").json()
        assert (term, len(page["results"])) == (term, found)


@pytest.mark.parametrize(
    ("chain", "says"),
    [
        ({"kaplan-2026": "nowhere"}, "There is no source “nowhere” in this edition."),
        (
            {"kaplan-2026": "acemedboards-passing", "acemedboards-passing": "kaplan-2026"},
            "It takes its own place in the end",
        ),
        ({"kaplan-2026": "kaplan-2026"}, "It takes its own place in the end"),
    ],
)
def test_retired_source_names_one_that_is_there(draft, chain, says):
    for slug, successor in chain.items():
        draft.sources.filter(slug=slug).update(replaced_by=successor)

    faults = faults_of(draft)

    named = {draft.sources.get(pk=fault.pk).slug for fault in faults}
    assert named == set(chain)
    assert all(fault.says.startswith(says) for fault in faults)


def test_source_shows_where_it_is_used(editor, draft):
    row = source_of(draft)

    response = editor.get(url(Source, "change", row.pk))

    uses = {use["title"]: use for use in response.context["uses"] if not use["is_also"]}
    assert uses["passing standards"]["rows"] == row_count(editor, uses["passing standards"]["list"])
    assert "Where it is used" in text_of(response)


def row_count(who, address):
    return who.get(address).context["cl"].result_count


def test_source_that_nothing_rests_on_says_so(editor, draft):
    row = source_of(draft)
    row.pk, row.slug = None, "unused"
    row.save()

    page = text_of(editor.get(url(Source, "change", row.pk)))

    assert "No figure rests on it." in page


def test_new_source_is_asked_whether_its_tables_may_be_listed(editor, draft):
    add = url(Source, "add")
    typed = {"edition": draft.pk, "slug": "new", "title": "New", "evidence": "official"}

    refused = editor.post(add, typed | {"reserves_reproduction": ""})
    kept = editor.post(add, typed | {"reserves_reproduction": "yes"})

    assert "Say whether its tables may be listed whole." in text_of(refused)
    assert kept.status_code == 302, text_of(kept)
    assert Source.objects.get(edition=draft, slug="new").reserves_reproduction
