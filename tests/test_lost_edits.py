"""Two people at once: nobody saves over what the other did, and both versions are shown."""

import pytest

from scores.models import (
    Edit,
    Edition,
    HouseSetting,
    MatchScore,
    NormPoint,
    NormTable,
    PassingStandard,
    Source,
)
from tests.drafts import new_mark, signed_in, sure, url
from tests.pages import Page, text_of
from tests.people import person
from tests.test_editing import do, said
from tests.test_imports import confirm, export, preview

pytestmark = pytest.mark.database


@pytest.fixture
def other(stored, db):
    """The browser of Bea, who edits too."""
    person("bea", "editor")
    return signed_in("bea")


@pytest.fixture
def setting(draft):
    return HouseSetting.objects.get(edition=draft, slug="small_n")


def opened(who, address):
    """What the form of a page would send if nobody touched it."""
    page = Page(who.get(address))
    typed = {name: values[-1] for name, values in page.fields.items() if not name.startswith("_")}
    response = who.get(address)
    context = response.context
    forms = [context["adminform"].form] if "adminform" in context else context["cl"].formset.forms
    for form in forms:
        for name in form.fields:
            value = form[name].value()
            kept = value not in (None, "", False, [])
            typed |= {form[name].html_name: _sent(form, name)} if kept else {}
    return typed


def _sent(form, name):
    value = form.fields[name].prepare_value(form[name].value())
    return value if isinstance(value, list) else str(value)


def the_list(draft, model):
    return f"{url(model, 'changelist')}?edition__id__exact={draft.pk}"


def named(form, row, name):
    """The input of a row in a list."""
    (number,) = [key.split("-")[1] for key, value in form.items() if is_id(key, value, row)]
    return f"form-{number}-{name}"


def is_id(key, value, row):
    return key.endswith("-id") and value == str(row.pk)


def test_form_of_a_row_changed_since_is_refused_with_both_versions(editor, other, setting):
    page = url(HouseSetting, "change", setting.pk)
    mine, theirs = opened(editor, page), opened(other, page)
    other.post(page, theirs | {"value": "26"})

    refused = editor.post(page, mine | {"value": "25", "note": "as agreed"})

    setting.refresh_from_db()
    assert (setting.value, setting.note) == (26, "")
    says = text_of(refused)
    assert "Not saved. bea changed small_n on" in says
    assert "value 20.0000 26 25" in says.lower().replace("20 ", "20.0000 ")
    assert "note nothing nothing as agreed" in says.lower()


def test_refused_form_keeps_what_was_typed_and_saves_it_the_second_time(editor, other, setting):
    page = url(HouseSetting, "change", setting.pk)
    mine, theirs = opened(editor, page), opened(other, page)
    other.post(page, theirs | {"value": "26"})
    refused = editor.post(page, mine | {"note": "as agreed"})
    form = refused.context["adminform"].form

    again = {name: form[name].value() for name in form.fields if form[name].value()}
    editor.post(page, again)

    setting.refresh_from_db()
    assert (setting.value, setting.note) == (26, "as agreed")


def test_form_without_the_version_it_was_opened_with_is_refused(editor, setting):
    page = url(HouseSetting, "change", setting.pk)
    sent = opened(editor, page)
    del sent["read"]

    editor.post(page, sent | {"value": "25"})

    setting.refresh_from_db()
    assert setting.value == 20


def test_list_saves_only_what_was_edited_in_it(editor, other, draft, setting):
    """The other changes one row; whoever saves the list with another row leaves it alone."""
    edited = HouseSetting.objects.get(edition=draft, slug="min_n")
    page = the_list(draft, HouseSetting)
    mine, theirs = opened(editor, page), opened(other, page)
    other.post(page, theirs | {named(theirs, setting, "value"): "26", "_save": "Save"})

    saved = editor.post(page, mine | {named(mine, edited, "value"): "7", "_save": "Save"})

    assert saved.status_code == 302
    setting.refresh_from_db()
    edited.refresh_from_db()
    assert (setting.value, edited.value) == (26, 7)
    assert [(edit.by.username, edit.row) for edit in Edit.objects.order_by("pk")] == [
        ("bea", "small_n"),
        ("alice", "min_n"),
    ]


def test_row_of_a_list_changed_since_is_refused_with_both_versions(editor, other, draft, setting):
    page = the_list(draft, HouseSetting)
    mine, theirs = opened(editor, page), opened(other, page)
    other.post(page, theirs | {named(theirs, setting, "value"): "26", "_save": "Save"})

    refused = editor.post(page, mine | {named(mine, setting, "value"): "25", "_save": "Save"})

    setting.refresh_from_db()
    assert setting.value == 26
    assert "Not saved. bea changed small_n" in text_of(refused)


def test_list_tells_of_a_change_to_what_it_does_not_show(editor, other, draft, setting):
    page, row = the_list(draft, HouseSetting), url(HouseSetting, "change", setting.pk)
    mine = opened(editor, page)
    other.post(row, opened(other, row) | {"why": "another reason"})

    refused = editor.post(page, mine | {named(mine, setting, "value"): "25", "_save": "Save"})

    setting.refresh_from_db()
    assert (setting.value, setting.why) == (20, "another reason")
    assert "Not saved. bea changed small_n" in text_of(refused)


def test_row_changed_since_is_not_deleted(editor, other, draft):
    mark = PassingStandard.objects.get(edition=draft, score=218)
    page = url(PassingStandard, "delete", mark.pk)
    mine = sure(editor, mark)
    change = url(PassingStandard, "change", mark.pk)
    other.post(change, opened(other, change) | {"score": "219", "_save": "Save"})

    refused = editor.post(page, mine, follow=True)
    unread = editor.post(page, {"post": "yes"}, follow=True)

    for answer in (refused, unread):
        assert "Not deleted. bea changed" in text_of(answer)
    assert PassingStandard.objects.filter(pk=mark.pk).exists()

    editor.post(page, sure(editor, mark))

    assert not PassingStandard.objects.filter(pk=mark.pk).exists()


def test_rows_changed_since_are_not_deleted_together(editor, other, draft):
    marks = PassingStandard.objects.filter(edition=draft, exam="step2ck")
    page, keys = the_list(draft, PassingStandard), list(marks.values_list("pk", flat=True))
    asked = {"action": "delete_selected", "_selected_action": keys}
    mine = Page(editor.post(page, asked)).fields["read"][-1]
    change = url(PassingStandard, "change", keys[0])
    other.post(change, opened(other, change) | {"note": "Read again.", "_save": "Save"})

    refused = editor.post(page, asked | {"post": "yes", "read": mine}, follow=True)
    unread = editor.post(page, asked | {"post": "yes"}, follow=True)

    for answer in (refused, unread):
        assert "Not deleted. One of the rows was changed meanwhile." in text_of(answer)
    assert marks.count() == len(keys)

    read = Page(editor.post(page, asked)).fields["read"][-1]
    editor.post(page, asked | {"post": "yes", "read": read})

    assert marks.count() == 0


def test_row_of_a_list_removed_since_breaks_nothing(editor, other, draft):
    mark = PassingStandard.objects.get(edition=draft, score=218)
    page = the_list(draft, PassingStandard)
    mine = opened(editor, page)
    other.post(url(PassingStandard, "delete", mark.pk), sure(other, mark))

    response = editor.post(page, mine | {named(mine, mark, "score"): "219", "_save": "Save"})

    assert response.status_code in (200, 302)
    assert not PassingStandard.objects.filter(edition=draft, score=219).exists()


def test_points_of_a_norm_table_are_refused_one_by_one(editor, other, draft):
    table = NormTable.objects.get(edition=draft, n=67824)
    first, second = table.points.filter(score__in=(245, 255)).order_by("score")
    page = url(NormTable, "change", table.pk)
    mine, theirs = opened(editor, page), opened(other, page)
    other.post(page, theirs | point(theirs, first, first.percentile + 1))

    both = editor.post(page, mine | point(mine, second, second.percentile - 1))
    same = editor.post(page, mine | point(mine, first, first.percentile + 2))

    assert both.status_code == 302
    assert "Not saved. bea changed" in text_of(same)
    now = dict(NormPoint.objects.filter(table=table).values_list("score", "percentile"))
    assert (now[245], now[255]) == (first.percentile + 1, second.percentile - 1)


def test_point_changed_since_is_not_removed(editor, other, draft):
    table = NormTable.objects.get(edition=draft, n=67824)
    first = table.points.get(score=245)
    page = url(NormTable, "change", table.pk)
    mine, theirs = opened(editor, page), opened(other, page)
    other.post(page, theirs | point(theirs, first, first.percentile + 1))

    refused = editor.post(page, mine | {point_name(mine, first, "DELETE"): "on"})

    assert "Not saved. bea changed" in text_of(refused)
    assert table.points.filter(score=245).exists()


def point(form, row, percentile):
    return {point_name(form, row, "percentile"): str(percentile)}


def point_name(form, row, name):
    (key,) = [key for key, value in form.items() if is_id(key, value, row)]
    return f"{key.removesuffix('id')}{name}"


def test_summary_of_a_draft_changed_since_is_refused(editor, other, draft):
    page = url(Edition, "change", draft.pk)
    mine, theirs = opened(editor, page), opened(other, page)
    other.post(page, theirs | {"summary": "Theirs"})

    refused = editor.post(page, mine | {"summary": "Mine"})

    draft.refresh_from_db()
    assert draft.summary == "Theirs"
    assert "Summary nothing Theirs Mine" in text_of(refused)


def test_file_does_not_take_back_what_somebody_did_since_it_was_made(editor, other, draft, setting):
    old = export(editor, HouseSetting, draft)
    page = url(HouseSetting, "change", setting.pk)
    other.post(page, opened(other, page) | {"value": "26"})

    previewed = preview(editor, HouseSetting, draft, old)
    refused = confirm(editor, HouseSetting, previewed)

    assert "small_n value 20 26 bea" in text_of(previewed)
    assert "small_n: bea set value to 26, the file says 20." in said(refused)[-1]
    setting.refresh_from_db()
    assert setting.value == 26


def test_file_does_not_empty_a_field_that_one_filled_oneself(editor, draft, setting):
    without_note = export(editor, HouseSetting, draft)
    change = url(HouseSetting, "change", setting.pk)
    editor.post(change, opened(editor, change) | {"note": "Looked at again."})

    previewed = preview(editor, HouseSetting, draft, without_note)

    assert "small_n note nothing Looked at again." in text_of(previewed)
    refused = confirm(editor, HouseSetting, previewed)
    assert "set note to Looked at again., the file says nothing." in said(refused)[-1]


def test_file_takes_back_what_somebody_did_where_that_is_ticked(editor, other, draft, setting):
    old = export(editor, HouseSetting, draft)
    page = url(HouseSetting, "change", setting.pk)
    other.post(page, opened(other, page) | {"value": "26"})
    form = preview(editor, HouseSetting, draft, old).context["confirm_form"]

    sent = {name: form[name].value() for name in form.fields} | {"replace": "on"}
    editor.post(url(HouseSetting, "process_import"), sent)

    setting.refresh_from_db()
    assert setting.value == 20


def test_import_is_refused_where_its_table_changed_since_the_preview(editor, other, draft, setting):
    file = export(editor, HouseSetting, draft).replace(b"min_n,5", b"min_n,7")
    previewed = preview(editor, HouseSetting, draft, file)
    page = url(HouseSetting, "change", setting.pk)
    other.post(page, opened(other, page) | {"note": "looked at"})

    refused = confirm(editor, HouseSetting, previewed)

    assert "changed 2026.2 since the preview" in said(refused)[-1]
    assert HouseSetting.objects.get(edition=draft, slug="min_n").value == 5


@pytest.mark.parametrize("step", ["submit", "approve"])
def test_step_on_a_draft_changed_since_shows_what_was_changed(
    editor, other, reviewer, draft, setting, step
):
    editor.post(url(PassingStandard, "add"), new_mark(draft))
    if step == "approve":
        do(editor, draft, "submit", summary="A passing score of 221.")
    who = reviewer if step == "approve" else editor
    review = who.get(url(Edition, "review", draft.pk)).context["review"]
    seen = {"digest": review.digest, "seen": review.last_edit, "summary": "New."}
    page = url(HouseSetting, "change", setting.pk)
    other.post(page, opened(other, page) | {"value": "26"})

    refused = do(who, draft, step, **seen)

    assert said(refused)[-1].startswith("The edition was changed while you looked at it.")
    assert "bea House setting small_n Changed: value 20 → 26" in text_of(refused)
    assert draft.events.first().what != {"submit": "submitted", "approve": "approved"}[step]


@pytest.mark.parametrize("model", [MatchScore, Source, NormTable, Edition])
def test_form_that_nobody_touched_is_saved_and_notes_nothing(editor, draft, model):
    rows = model.objects.filter(**{model.identity[0]: draft.label}) if model != Edition else [draft]
    row = rows[0]
    page = url(model, "change", row.pk)

    saved = editor.post(page, opened(editor, page))

    assert saved.status_code == 302, text_of(saved)
    assert not Edit.objects.exists()
