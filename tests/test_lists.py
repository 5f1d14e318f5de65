"""Lists of rows: named in words, searched by what they say, filtered and sorted."""

import pytest

from scores.models import CONTENT, Edition, HouseSetting, MatchScore, PassingStandard
from tests.drafts import fields_of, new_mark, rows_of, url


def listed(editor, model, edition, **asked):
    within = model.identity[0].replace("label", "id__exact")
    return editor.get(url(model, "changelist"), {within: edition.pk, **asked}).context["cl"]


def test_row_is_named_in_words(draft):
    row = MatchScore.objects.get(edition=draft, n=356)
    mark = PassingStandard.objects.get(edition=draft, score=218)

    assert str(row) == f"Dermatology · 2026 · US MD seniors · matched · {row.source}"
    assert str(mark) == "Step 2 CK · July 1, 2025"


@pytest.mark.parametrize("words", ["dermatology", "MD seniors", "derm unmatched 2026"])
def test_list_is_searched_by_what_it_says(editor, draft, words):
    there = rows_of(MatchScore, draft)

    found = listed(editor, MatchScore, draft, q=words).queryset

    said = {row.pk: str(row).lower() for row in there.select_related("source", "specialty")}
    asked = words.lower().split()
    named = {key for key, text in said.items() if all(word in text for word in asked)}
    assert named
    assert named <= {row.pk for row in found} < set(said)


@pytest.mark.parametrize(
    ("name", "path"),
    [("specialty", "specialty__slug"), ("cycle", "cycle"), ("source", "source__slug")],
)
def test_list_is_filtered_by_what_is_in_use(editor, draft, name, path):
    rows = rows_of(MatchScore, draft)
    value = rows.filter(specialty__isnull=False).values_list(path, flat=True).first()

    found = listed(editor, MatchScore, draft, **{name: value})

    assert {row.pk for row in found.queryset} == {row.pk for row in rows.filter(**{path: value})}
    (offered,) = [spec for spec in found.filter_specs if spec.title == name]
    assert {key for key, _ in offered.lookup_choices} == {
        key for key in rows.values_list(path, flat=True) if key
    }


def test_list_is_sorted_by_the_name_of_the_specialty(editor, draft):
    names = [
        row.specialty.name
        for row in listed(editor, MatchScore, draft, o="1").queryset
        if row.specialty
    ]

    assert names == sorted(names)


@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model.__name__)
def test_every_filter_of_a_list_answers(editor, draft, model):
    found = listed(editor, model, draft)

    for spec in found.filter_specs:
        choices = [choice["query_string"] for choice in spec.choices(found)]
        assert editor.get(url(model, "changelist") + choices[-1]).status_code == 200


def test_one_is_back_in_the_draft_after_a_save(editor, draft):
    back = url(Edition, "change", draft.pk)
    row = HouseSetting.objects.get(edition=draft, slug="small_n")

    added = editor.post(url(PassingStandard, "add"), new_mark(draft))
    changed = editor.post(url(HouseSetting, "change", row.pk), fields_of(row, value="25"))
    row.refresh_from_db()
    from_list = editor.post(
        f"{url(HouseSetting, 'change', row.pk)}?_changelist_filters=q%3Dsmall",
        fields_of(row, value="26"),
    )

    assert (added.url, changed.url) == (back, back)
    assert from_list.url == f"{url(HouseSetting, 'changelist')}?q=small"
