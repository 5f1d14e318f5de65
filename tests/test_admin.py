"""An editor in the stock admin: drafts are edited, what is published stays as it is."""

import re

import pytest

from scores.editions.lines import content_digest
from scores.editions.load import clone_edition
from scores.models import (
    CONTENT,
    Edition,
    HouseSetting,
    MatchScore,
    NormTable,
    Release,
    Report,
    Source,
)
from tests.drafts import fields_of, rows_of, url
from tests.pages import Page


def setting(edition, slug="small_n"):
    return HouseSetting.objects.get(edition=edition, slug=slug)


@pytest.mark.parametrize("model", [*CONTENT, Edition, Release], ids=lambda m: m.__name__)
def test_lists_open_with_few_queries(editor, published, model, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        response = editor.get(url(model, "changelist"))

    assert response.status_code == 200


@pytest.mark.database
@pytest.mark.parametrize("model", [Source, Edition, Release, Report], ids=lambda m: m.__name__)
def test_filter_with_a_null_byte_is_none(editor, model):
    name = model._meta.get_fields()[-1].name
    response = editor.get(url(model, "changelist"), {name: "\0"})

    assert response.status_code == 302
    assert response["Location"].endswith("?e=1")


@pytest.mark.database
def test_export_with_a_null_byte_is_refused(editor, published):
    response = editor.get(url(Source, "export"), {"title": "\0"}, follow=True)

    assert "There is no such filter" in response.text


@pytest.mark.parametrize("model", CONTENT, ids=lambda m: m.__name__)
def test_lists_are_searched_within_an_edition(editor, published, model):
    within = model.identity[0].replace("label", "id__exact")

    response = editor.get(url(model, "changelist"), {"q": published.label, within: published.pk})

    assert response.status_code == 200
    assert response.context["cl"].result_count == rows_of(model, published).count()


@pytest.mark.slow
def test_no_page_holds_what_the_content_security_policy_forbids(editor, draft):
    for model in CONTENT:
        row = rows_of(model, draft).first()
        for page in (url(model, "changelist"), url(model, "add"), url(model, "change", row.pk)):
            shown = editor.get(page).content.decode()
            found = re.findall(r"<style|\sstyle=|\son\w+=|javascript:|<script>", shown)
            assert found == [], page


@pytest.mark.parametrize("model", CONTENT, ids=lambda m: m.__name__)
def test_published_rows_are_only_read(editor, published, model):
    row = rows_of(model, published).first()

    page = editor.get(url(model, "change", row.pk))
    changed = editor.post(url(model, "change", row.pk), fields_of(row, note="Changed"))
    deleted = editor.post(url(model, "delete", row.pk), {"post": "yes"})

    assert page.status_code == 200
    assert not page.context["has_change_permission"]
    assert (changed.status_code, deleted.status_code) == (403, 403)
    assert content_digest(published) == published.digest


def delete_in_bulk(editor, *rows):
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    page = url(HouseSetting, "changelist")
    read = Page(editor.post(page, data)).fields.get("read", [""])[-1]
    editor.post(page, data | {"post": "yes", "read": read})
    return HouseSetting.objects.filter(pk__in=data["_selected_action"]).count()


def test_published_rows_are_not_deleted_in_bulk(editor, published, draft):
    assert delete_in_bulk(editor, setting(published), setting(draft)) == 2
    assert delete_in_bulk(editor, setting(draft)) == 0


def test_published_edition_is_only_read(editor, published):
    changed = editor.post(url(Edition, "change", published.pk), fields_of(published, summary="New"))

    assert changed.status_code == 403


def test_row_is_not_added_to_a_published_edition(editor, published, draft):
    values = fields_of(setting(published), slug="another", source=published.sources.first().pk)

    response = editor.post(url(HouseSetting, "add"), values)

    assert response.status_code == 200
    assert set(response.context["adminform"].form.errors) == {"edition", "source"}


def test_row_does_not_move_to_a_published_edition(editor, published, draft):
    row = setting(draft)

    response = editor.post(
        url(HouseSetting, "change", row.pk), fields_of(row, edition=published.pk)
    )

    assert set(response.context["adminform"].form.errors) == {"edition"}


def test_draft_offers_its_own_sources_only(editor, published, draft):
    row = MatchScore.objects.filter(edition=draft).first()

    form = editor.get(url(MatchScore, "change", row.pk)).context["adminform"].form

    assert {source.edition for source in form.fields["also"].queryset} == {draft}
    assert {source.edition for source in form.fields["source"].queryset} == {draft}
    assert list(form.fields["edition"].queryset) == [draft]


def test_new_row_belongs_to_the_draft_asked_for(editor, published, draft):
    other = clone_edition(edition=published, label="2027.2")

    newest = editor.get(url(HouseSetting, "add")).context["adminform"].form
    asked = editor.get(url(HouseSetting, "add"), {"of": draft.label}).context["adminform"].form

    assert list(newest.fields["edition"].queryset) == [other]
    assert list(asked.fields["edition"].queryset) == [draft]


def test_norm_table_shows_its_points(editor, published, draft):
    of_published, of_draft = (
        NormTable.objects.get(edition=edition, n=67824) for edition in (published, draft)
    )

    (read,) = editor.get(url(NormTable, "change", of_published.pk)).context["inline_admin_formsets"]
    (edited,) = editor.get(url(NormTable, "change", of_draft.pk)).context["inline_admin_formsets"]

    assert (read.has_change_permission, read.has_add_permission) == (False, False)
    assert (edited.has_change_permission, edited.has_add_permission) == (True, True)


def test_releases_are_only_read(editor, published):
    release = published.releases.get()

    assert editor.post(url(Release, "delete", release.pk), {"post": "yes"}).status_code == 403
    assert editor.get(url(Release, "add")).status_code == 403
