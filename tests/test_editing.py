"""Editors and reviewers in the admin: drafts are changed and noted, published rows are not."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from scores.editions.lines import content_digest
from scores.editions.load import EditionRefused
from scores.editions.versions import version_of
from scores.models import (
    CONTENT,
    Edit,
    Edition,
    HouseSetting,
    MatchScore,
    NormPoint,
    NormTable,
    PassingStandard,
    Release,
    Source,
)
from tests.drafts import DRAFT, fields_of, new_mark, rows_of, sure, url
from tests.editions import publish
from tests.pages import text_of
from tests.test_review import raise_pass_mark

pytestmark = pytest.mark.database


def said(response):
    return [str(message) for message in response.context["messages"]]


def do(who, edition, step, **values):
    page = url(Edition, "review", edition.pk)
    if step == "approve":
        who.post(page, {"do": "tick-all"})
    response = who.post(page, {"do": step, **values}, follow=True)
    edition.refresh_from_db()
    return response


# Editing a draft


def test_pass_mark_takes_one_form_and_finds_the_one_before(editor, draft, alice):
    editor.post(url(PassingStandard, "add"), new_mark(draft))

    mark = PassingStandard.objects.get(edition=draft, score=221)
    assert mark.previous_score == 218
    edit = Edit.objects.get()
    assert (edit.by, edit.what, edit.edition) == (alice, "added", draft)
    assert ["score", None, "221"] in edit.fields


def test_first_pass_mark_of_an_exam_names_the_one_before_it(editor, draft):
    response = editor.post(
        url(PassingStandard, "add"), new_mark(draft, effective_from="1990-01-01")
    )

    errors = response.context["adminform"].form.errors
    assert errors["previous_score"] == ["No earlier passing score is recorded: enter the score."]


def edit_in_list(who, *rows, **values):
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "_save": "Save"}
    for number, row in enumerate(rows):
        data |= {f"form-{number}-{name}": value for name, value in values.items()}
        data |= {f"form-{number}-id": row.pk, f"form-{number}-read": version_of(row)}
    return who.post(url(type(rows[0]), "changelist"), data)


def test_rows_are_edited_in_the_list_and_noted(editor, draft):
    row = HouseSetting.objects.get(edition=draft, slug="small_n")

    edit_in_list(editor, row, value="25")

    row.refresh_from_db()
    assert row.value == 25
    assert Edit.objects.get().fields == [["value", "20", "25"]]


def test_published_rows_are_not_edited_in_the_list(editor, draft, published):
    row = HouseSetting.objects.get(edition=published, slug="small_n")

    edit_in_list(editor, row, value="25")

    assert content_digest(published) == published.digest
    assert not Edit.objects.exists()


def test_points_of_a_norm_table_are_noted_one_by_one(editor, draft):
    table = NormTable.objects.get(edition=draft, n=67824)
    points = list(table.points.all())
    data = fields_of(table) | {"points-TOTAL_FORMS": len(points) + 1}
    data |= {"points-INITIAL_FORMS": len(points), "points-MAX_NUM_FORMS": 1000}
    for number, point in enumerate([*points, NormPoint(table=table, score=251, percentile=48)]):
        row = {"id": point.pk or "", "table": table.pk, "score": point.score}
        row["read"] = version_of(point) if point.pk else ""
        row["percentile"] = point.percentile - (point.score == 250)
        data |= {f"points-{number}-{name}": value for name, value in row.items()}
    data["points-0-DELETE"] = "on"

    response = editor.post(url(NormTable, "change", table.pk), data)

    assert response.status_code == 302, response.context["errors"]
    noted = {edit.what: edit.fields for edit in Edit.objects.all()}
    was = table.points.get(score=250).percentile + 1
    assert noted["changed"] == [["percentile", str(was), str(was - 1)]]
    assert set(noted) == {"added", "changed", "removed"}
    page = text_of(editor.get(url(NormTable, "history", table.pk)))
    assert f"percentile {was} → {was - 1}" in page


def test_points_of_a_published_table_are_not_changed(editor, draft, published):
    table = NormTable.objects.get(edition=published, n=67824)
    point = table.points.first()
    data = fields_of(table) | {"points-TOTAL_FORMS": 1, "points-INITIAL_FORMS": 1}
    data |= {"points-0-id": point.pk, "points-0-table": table.pk, "points-0-score": 7}

    response = editor.post(url(NormTable, "change", table.pk), data | {"points-0-percentile": 9})

    assert response.status_code == 403
    assert content_digest(published) == published.digest


def test_history_of_a_row_tells_who_changed_what(editor, draft):
    row = HouseSetting.objects.get(edition=draft, slug="small_n")
    editor.post(url(HouseSetting, "change", row.pk), fields_of(row, value="25"))

    page = text_of(editor.get(url(HouseSetting, "history", row.pk)))

    assert "alice House setting small_n Changed: value 20 → 25" in page


def test_deleted_row_is_noted(editor, draft):
    row = PassingStandard.objects.get(edition=draft, score=218)

    editor.post(url(PassingStandard, "delete", row.pk), sure(editor, row))

    assert [edit.what for edit in Edit.objects.all()] == ["removed"]
    page = text_of(editor.get(url(Edition, "history", draft.pk)))
    assert "Passing standard Step 2 CK · July 1, 2025" in page


def test_row_published_while_it_was_edited_stays_as_it_is(draft):
    """The form was opened on a draft; by the time it is saved, another editor has published."""
    row = HouseSetting.objects.select_related("edition").get(edition=draft, slug="small_n")
    publish(draft)
    row.value = 25

    with pytest.raises(EditionRefused, match="what it holds never changes"):
        admin.site.get_model_admin(HouseSetting).save_model(None, row, None, change=True)


def test_fault_is_said_at_its_row_and_field(editor, draft):
    row = MatchScore.objects.get(edition=draft, n=356)
    MatchScore.objects.filter(pk=row.pk).update(q1=270, median=None, mean=258)

    form = editor.get(url(MatchScore, "change", row.pk))
    checks = editor.get(url(Edition, "checks", draft.pk))

    assert (
        "270 lies above the third quartile, 266."
        in form.context["adminform"].form.fields["q1"].help_text
    )
    assert "1 fault to correct" in text_of(checks)
    assert url(MatchScore, "change", row.pk) in checks.content.decode()


def test_sources_are_found_by_their_words_and_within_the_draft(editor, draft, published):
    asked = {"app_label": "scores", "model_name": "matchscore", "field_name": "source"}

    answer = editor.get(
        reverse("admin:autocomplete"), asked | {"term": "kaplan", "of": draft.label}
    )

    ids = {int(found["id"]) for found in answer.json()["results"]}
    assert ids == {Source.objects.get(edition=draft, slug="kaplan-2026").pk}


def test_source_is_chosen_by_its_title_and_not_deleted_there(editor, draft):
    mark = PassingStandard.objects.filter(edition=draft, exam="step2ck").last()
    source = mark.source

    form = editor.get(url(PassingStandard, "change", mark.pk)).content.decode()

    assert f"{source.title} · {source.publisher} · {source.published} ({source.slug})" in form
    assert "view_id_source" in form
    assert "delete_id_source" not in form
    found = editor.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "scores",
            "model_name": "passingstandard",
            "field_name": "source",
            "term": source.slug,
            "of": draft.label,
        },
    ).json()["results"]
    assert [each["text"] for each in found] == [source.described]


def test_row_and_list_of_a_draft_lead_back_to_it(editor, draft, published):
    mark = PassingStandard.objects.filter(edition=draft).last()
    back, review = url(Edition, "change", draft.pk), url(Edition, "review", draft.pk)
    lists = url(PassingStandard, "changelist")

    for page in (url(PassingStandard, "change", mark.pk), f"{lists}?edition__id__exact={draft.pk}"):
        shown = editor.get(page).content.decode()
        assert back in shown
        assert review in shown
    assert back not in editor.get(lists).content.decode()
    of_published = editor.get(f"{lists}?edition__id__exact={published.pk}").content.decode()
    assert url(Edition, "change", published.pk) in of_published
    assert url(Edition, "review", published.pk) not in of_published


# From draft to readers


def submit(editor, draft):
    editor.post(url(PassingStandard, "add"), new_mark(draft))
    return do(editor, draft, "submit", summary="A passing score of 221 from July 2028.")


def test_editor_starts_the_next_edition_with_one_click(editor, published):
    response = editor.post(url(Edition, "begin"), follow=True)

    draft = Edition.objects.exclude(label=DRAFT).get(status="draft")
    assert said(response)[-1] == f"Edition {draft} is begun, as a copy. Change what is new."
    assert draft.events.get().against == published


def test_edition_goes_from_editor_to_reviewer_to_readers(editor, reviewer, draft):
    submitted = submit(editor, draft)
    page = reviewer.get(url(Edition, "review", draft.pk))
    approved = do(reviewer, draft, "approve", digest=page.context["review"].digest)
    published = do(editor, draft, "publish")

    assert said(submitted)[-1] == f"Edition {draft} is submitted for review."
    assert "No target moves for exams before July 1, 2028." in text_of(page)
    assert "passing score 218 → 221, safe pass 228 → 231" in text_of(page)
    assert (
        said(approved)[-1]
        == f"Edition {draft} is approved as it is now. The approval lapses with any edit."
    )
    assert said(published)[-1] == f"Edition {draft} is published, and the current one."
    assert Edition.objects.current(at=timezone.now()) == draft
    public = text_of(editor.get(f"/editions/{draft.label}/"))
    assert "Passing standard step2ck · 2028-07-01 added: score 221; previous score 218." in public
    assert "One person" not in public


def test_edit_after_the_approval_withdraws_it(editor, reviewer, draft):
    submit(editor, draft)
    do(reviewer, draft, "approve", digest=content_digest(draft))
    mark = PassingStandard.objects.get(edition=draft, score=221)
    editor.post(url(PassingStandard, "change", mark.pk), fields_of(mark, score=222))

    refused = do(editor, draft, "publish")
    index = text_of(editor.get("/admin/"))

    assert "The approval has lapsed: the edition was changed since" in said(refused)[-1]
    assert "The approval has lapsed" in text_of(refused)
    assert "an approval by somebody other than alice" in index


def test_author_does_not_approve_even_with_the_permission(editor, alice, draft):
    alice.groups.add(Group.objects.get(name="reviewer"))
    submit(editor, draft)

    page = text_of(editor.get(url(Edition, "review", draft.pk)))
    refused = do(editor, draft, "approve", digest=content_digest(draft))

    assert "You have worked on this edition, so somebody else has to approve it." in page
    assert "somebody else has to approve it" in said(refused)[-1]


def test_site_with_one_editor_says_so_in_public(editor, alice, draft, settings):
    settings.SINGLE_EDITOR = True
    alice.groups.add(Group.objects.get(name="reviewer"))
    submit(editor, draft)
    do(editor, draft, "approve", digest=content_digest(draft))
    do(editor, draft, "publish")

    assert "One person wrote and approved this edition" in text_of(
        editor.get(f"/editions/{draft.label}/")
    )


@pytest.mark.parametrize(
    "step", ["submit", "approve", "send-back", "publish", "schedule", "nothing"]
)
def test_nobody_takes_a_step_without_the_permission(client, django_user_model, draft, step):
    reader = django_user_model.objects.create_user("eve", is_staff=True)
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")

    assert do(client, draft, step).status_code == 403
    assert client.post(url(Edition, "begin")).status_code == 403


def test_reviewer_neither_publishes_nor_edits(reviewer, draft):
    assert do(reviewer, draft, "publish").status_code == 403
    assert do(reviewer, draft, "submit").status_code == 403
    assert reviewer.post(url(PassingStandard, "add"), new_mark(draft)).status_code == 403


def test_edition_is_scheduled_and_its_release_withdrawn(editor, reviewer, draft):
    submit(editor, draft)
    do(reviewer, draft, "approve", digest=content_digest(draft))

    scheduled = do(editor, draft, "schedule", day="2099-01-01")
    page = text_of(editor.get(url(Edition, "review", draft.pk)))
    withdrawn = do(editor, draft, "withdraw", words="Too early.")

    assert "the current one from 2099-01-01 on" in said(scheduled)[-1]
    assert "published, current from 2099-01-01 on" in page
    assert said(withdrawn)[-1] == f"The release of edition {draft} is withdrawn."
    assert not Release.objects.filter(edition=draft).exists()


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("", "Choose the day"),
        ("2000-01-01", "Choose a day that lies ahead"),
        ("soon", "Enter a day"),
    ],
)
def test_day_that_is_none_is_refused(editor, draft, day, says):
    Edition.objects.filter(pk=draft.pk).update(status="review")

    assert says in said(do(editor, draft, "schedule", day=day))[0]


def test_earlier_edition_is_made_current_again(editor):
    earlier = Edition.objects.get(label="2025.1")

    refused = do(editor, earlier, "restore")
    done = do(editor, earlier, "restore", words="The norms of 2026 were misread.")

    assert said(refused)[-1] == "Say why: readers will want to know."
    assert said(done)[-1] == "Edition 2025.1 is the current one again."
    assert Edition.objects.current(at=timezone.now()) == earlier
    assert [event.what for event in earlier.events.all()] == ["restored"]
    assert "The norms of 2026 were misread." in text_of(editor.get("/editions/2025.1/"))


def test_what_a_refused_editor_typed_is_kept(editor, draft):
    response = do(editor, draft, "submit", summary="My summary", words="My words")

    assert "My summary" in text_of(response)
    assert "My words" in text_of(response)


def test_draft_is_deleted_after_a_question(editor, draft):
    asked = editor.get(url(Edition, "delete", draft.pk))
    editor.post(url(Edition, "delete", draft.pk))

    assert "This cannot be undone." in text_of(asked)
    assert not Edition.objects.filter(pk=draft.pk).exists()
    assert not any(rows_of(model, draft) for model in CONTENT)


def test_published_edition_is_not_deleted(editor, published):
    assert editor.post(url(Edition, "delete", published.pk)).status_code == 403
    assert editor.post(url(Edition, "delete", 10_000)).status_code == 404


def test_words_of_a_refused_submission_are_there_after_the_mending(editor, draft):
    raise_pass_mark(draft)
    page = url(Edition, "review", draft.pk)
    typed = {"summary": "A new passing score.", "words": "It rose by three points."}

    refused = editor.post(page, {"do": "submit", "digest": "0" * 64, **typed}, follow=True)
    again = editor.get(page).content.decode()

    assert "changed while you looked at it" in text_of(refused)
    draft.refresh_from_db()
    assert (draft.status, draft.summary) == ("draft", "A new passing score.")
    assert "A new passing score.</textarea>" in again
    assert "It rose by three points.</textarea>" in again


def test_look_on_a_day_to_come_is_refused(editor, draft):
    source = Source.objects.filter(edition=draft).first()
    day = timezone.now().date() + timedelta(days=1)
    page = url(Source, "change", source.pk)

    refused = editor.post(page, fields_of(source, checked_on=str(day)), follow=True)

    assert "The date cannot be in the future: today is" in text_of(refused)
    source.refresh_from_db()
    assert source.checked_on != day
