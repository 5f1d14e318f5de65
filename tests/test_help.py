"""Every field of the admin says in a sentence what it is for."""

import pytest

from scores.models import CONTENT, Edition, NormTable
from scores.wording.help import HELP, OF_EVERY_ROW
from tests.drafts import rows_of, url

IMPORT_FIELDS = {"resource", "format"}
"""Hidden, and chosen by nobody."""


def is_sentence(text):
    return text[:1].isupper() and text.endswith(".") and len(text) < 140


@pytest.mark.parametrize("model", [*CONTENT, Edition], ids=lambda model: model.__name__)
def test_every_field_of_a_form_has_a_help_text(editor, draft, model):
    row = draft if model is Edition else rows_of(model, draft).first()

    form = editor.get(url(model, "change", row.pk)).context["adminform"].form

    fields = [field for field in form.fields.values() if not field.widget.is_hidden]
    assert [field.label for field in fields if not is_sentence(field.help_text)] == []


def test_points_of_a_norm_table_have_help_texts(editor, draft):
    table = NormTable.objects.filter(edition=draft).first()

    (points,) = editor.get(url(NormTable, "change", table.pk)).context["inline_admin_formsets"]

    named = ("score", "percentile")
    assert all(is_sentence(points.formset.empty_form.fields[name].help_text) for name in named)


@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model.__name__)
def test_every_field_of_an_import_has_a_help_text(editor, draft, model):
    form = editor.get(url(model, "import")).context["form"]

    shown = {name: field for name, field in form.fields.items() if name not in IMPORT_FIELDS}
    assert [name for name, field in shown.items() if not is_sentence(field.help_text)] == []


def test_no_help_is_for_a_field_that_is_not_there():
    models = {model.__name__: model for model in (*CONTENT, Edition)}
    named = {name: {f.name for f in model._meta.get_fields()} for name, model in models.items()}

    assert HELP.keys() <= named.keys()
    assert [
        (name, set(said) - named[name]) for name, said in HELP.items() if set(said) - named[name]
    ] == []
    assert set(OF_EVERY_ROW) <= set.union(*named.values())
