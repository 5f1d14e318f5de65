"""An editor in the stock admin: drafts are edited, what is published stays as it is."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from scores.editions.lines import content_digest
from scores.editions.load import clone_edition
from scores.models import (
    CONTENT,
    Edition,
    HouseSetting,
    MatchScore,
    NormTable,
    PassingStandard,
    Release,
    Source,
)


@pytest.fixture
def edition(small_edition):
    return small_edition


@pytest.fixture
def draft(edition):
    return clone_edition(edition=edition, label="2027.1")


@pytest.fixture
def editor(admin_client):
    """Alice, who may do everything that anybody may."""
    return admin_client


def url(model, page, *arguments):
    return reverse(f"admin:scores_{model._meta.model_name}_{page}", args=arguments)


def setting(edition, slug="small_n"):
    return HouseSetting.objects.get(edition=edition, slug=slug)


def fields_of(row, **changed):
    """What the form of a row would send."""
    row = {field.name: field.value_from_object(row) for field in row._meta.concrete_fields}
    return {name: value for name, value in (row | changed).items() if value not in (None, False)}


@pytest.mark.parametrize("model", [*CONTENT, Edition, Release], ids=lambda m: m.__name__)
def test_lists_open_with_few_queries(editor, edition, model, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        response = editor.get(url(model, "changelist"))

    assert response.status_code == 200


@pytest.mark.slow
def test_no_page_holds_what_the_content_security_policy_forbids(editor, draft):
    for model in CONTENT:
        row = model.objects.filter(**{model.identity[0]: draft.label}).first()
        for page in (url(model, "changelist"), url(model, "add"), url(model, "change", row.pk)):
            shown = editor.get(page).content.decode()
            found = re.findall(r"<style|\sstyle=|\son\w+=|javascript:|<script>", shown)
            assert found == [], page


@pytest.mark.parametrize("model", CONTENT, ids=lambda m: m.__name__)
def test_lists_are_searched_within_an_edition(editor, edition, model):
    path = model.identity[0].removesuffix("__label")

    response = editor.get(
        url(model, "changelist"), {"q": edition.label, f"{path}__id__exact": edition.pk}
    )

    assert response.status_code == 200
    assert response.context["cl"].result_count == len(model.objects.filter(**{f"{path}": edition}))


@pytest.mark.parametrize("model", CONTENT, ids=lambda m: m.__name__)
def test_published_rows_are_only_read(editor, edition, model):
    row = model.objects.filter(**{model.identity[0]: edition.label}).first()

    page = editor.get(url(model, "change", row.pk))
    changed = editor.post(url(model, "change", row.pk), fields_of(row, note="Changed"))
    deleted = editor.post(url(model, "delete", row.pk), {"post": "yes"})

    assert page.status_code == 200
    assert not page.context["has_change_permission"]
    assert (changed.status_code, deleted.status_code) == (403, 403)
    assert content_digest(edition) == edition.digest


def delete_in_bulk(editor, *rows):
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    editor.post(url(HouseSetting, "changelist"), data | {"post": "yes"})
    return HouseSetting.objects.filter(pk__in=data["_selected_action"]).count()


def test_published_rows_are_not_deleted_in_bulk(editor, edition, draft):
    assert delete_in_bulk(editor, setting(edition), setting(draft)) == 2
    assert delete_in_bulk(editor, setting(draft)) == 0


def test_published_edition_is_only_read(editor, edition):
    changed = editor.post(url(Edition, "change", edition.pk), fields_of(edition, summary="New"))

    assert changed.status_code == 403


def test_row_is_not_added_to_a_published_edition(editor, edition, draft):
    values = fields_of(setting(edition), slug="another", source=edition.sources.first().pk)

    response = editor.post(url(HouseSetting, "add"), values)

    assert response.status_code == 200
    assert set(response.context["adminform"].form.errors) == {"edition", "source"}


def test_row_does_not_move_to_a_published_edition(editor, edition, draft):
    row = setting(draft)

    response = editor.post(url(HouseSetting, "change", row.pk), fields_of(row, edition=edition.pk))

    assert set(response.context["adminform"].form.errors) == {"edition"}


def test_draft_is_edited(editor, draft):
    row = setting(draft)

    response = editor.post(url(HouseSetting, "change", row.pk), fields_of(row, value="25"))

    assert response.status_code == 302
    assert setting(draft).value == 25


def test_draft_takes_a_new_pass_mark(editor, draft):
    kaplan = Source.objects.get(edition=draft, slug="kaplan-2026")

    response = editor.post(
        url(PassingStandard, "add"),
        {
            "edition": draft.pk,
            "exam": "step2ck",
            "score": 221,
            "previous_score": 218,
            "effective_from": "2028-07-01",
            "reporting": "three-digit",
            "source": kaplan.pk,
        },
    )

    assert response.status_code == 302
    assert PassingStandard.objects.get(edition=draft, score=221).source == kaplan


def test_draft_offers_its_own_sources_only(editor, edition, draft):
    row = MatchScore.objects.filter(edition=draft).first()

    form = editor.get(url(MatchScore, "change", row.pk)).context["adminform"].form

    assert {source.edition for source in form.fields["also"].queryset} == {draft}
    assert {source.edition for source in form.fields["source"].queryset} == {draft}
    assert list(form.fields["edition"].queryset) == [draft]


def test_new_row_belongs_to_the_draft_asked_for(editor, edition, draft):
    other = clone_edition(edition=edition, label="2027.2")

    newest = editor.get(url(HouseSetting, "add")).context["adminform"].form
    asked = editor.get(url(HouseSetting, "add"), {"of": "2027.1"}).context["adminform"].form

    assert list(newest.fields["edition"].queryset) == [other]
    assert list(asked.fields["edition"].queryset) == [draft]


def test_norm_table_shows_its_points(editor, edition, draft):
    published = NormTable.objects.get(edition=edition, n=67824)
    drafted = NormTable.objects.get(edition=draft, n=67824)

    (read,) = editor.get(url(NormTable, "change", published.pk)).context["inline_admin_formsets"]
    (edited,) = editor.get(url(NormTable, "change", drafted.pk)).context["inline_admin_formsets"]

    assert (read.has_change_permission, read.has_add_permission) == (False, False)
    assert (edited.has_change_permission, edited.has_add_permission) == (True, True)


def test_releases_are_only_read(editor, edition):
    release = edition.releases.get()

    assert editor.post(url(Release, "delete", release.pk), {"post": "yes"}).status_code == 403
    assert editor.get(url(Release, "add")).status_code == 403


def test_every_table_of_an_edition_is_registered():
    assert all(admin.site.is_registered(model) for model in CONTENT)
