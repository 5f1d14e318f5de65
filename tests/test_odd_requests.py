"""What generated nonsense once broke, each by itself."""

import json

import pytest
from django.contrib.auth.models import Group, User
from django.db import DataError
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from scores.forms.sharing import new_form_token
from scores.models import (
    Goal,
    NormPoint,
    PassingStandard,
    ProjectionParameter,
    Revision,
    SpecialtyMatchRate,
    SurveyAnswer,
)
from tests.drafts import url

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("path", ["/goal/", "/goal/share/?group=us-img", "/admin/login/"])
def test_form_in_another_encoding_is_refused_on_our_page(path):
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "n" * 32

    response = client.post(path, b"a=b", f"{FORM}; charset=utf-7")

    assert response.status_code == 400
    assert "We could not read that" in response.content.decode()


@pytest.mark.parametrize("model", [PassingStandard, NormPoint])
def test_search_that_finds_nothing_gives_an_empty_list(editor, model):
    response = editor.get(url(model, "changelist"), {"q": "\nnothing of the kind"})

    assert response.status_code == 200


def test_list_sent_with_more_rows_than_it_has_is_refused(editor):
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-value": "1", "_save": "1"}

    response = editor.post(url(ProjectionParameter, "changelist"), rows)

    assert response.status_code == 400


def test_export_by_a_filter_that_is_none_is_refused_with_a_sentence(editor):
    response = editor.get(url(PassingStandard, "export"), {"old": "1"}, follow=True)

    assert "There is no such filter: choose one in the list." in response.content.decode()


# The same form for two goals, and a goal that today's rules cannot read


@pytest.mark.parametrize("key", [" ", "\\\\elsewhere", "9" * 40, "-1", "²"])
def test_source_that_is_no_key_is_refused_on_its_form(editor, key):
    row = SurveyAnswer.objects.filter(edition__status="draft").first()

    form = reverse("admin:scores_surveyanswer_change", args=[row.pk])
    sent = editor.post(form, {"source": key})
    asked = editor.get(url(SpecialtyMatchRate, "add"), {"specialty": key})

    assert (sent.status_code, asked.status_code) == (200, 200)
    assert SurveyAnswer.objects.get(pk=row.pk).source == row.source


def test_pass_mark_without_its_edition_is_told_on_its_form(editor):
    page = editor.post(url(PassingStandard, "add"), {"effective_from": "", "edition": ""})

    assert page.status_code == 200


def test_row_asked_for_by_an_empty_field_is_that_of_the_key(editor):
    row = ProjectionParameter.objects.filter(edition__status="draft").first()

    page = editor.get(
        reverse("admin:scores_projectionparameter_delete", args=[row.pk]), {"_to_field": ""}
    )

    assert page.status_code == 200


@pytest.mark.parametrize("model", [User, Group, TOTPDevice])
def test_row_of_another_app_asked_for_by_an_empty_field_is_that_of_the_key(admin_client, model):
    address = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_delete", args=["ή"])

    page = admin_client.get(address, {"_to_field": ""})

    assert (page.status_code, page["Location"]) == (302, reverse("admin:index"))


def test_filter_that_the_database_refuses_is_none(editor, monkeypatch):
    """PostgreSQL knows no text with a NUL, and not every pattern; SQLite is less strict."""

    def refused(*_):
        raise DataError("text fields cannot contain NUL")

    address = url(ProjectionParameter, "changelist")
    assert editor.get(address, {"slug__regex": "\0"}).status_code in (200, 302)
    monkeypatch.setattr("django.contrib.admin.ModelAdmin.get_changelist", refused)
    assert editor.get(address, {"slug__regex": "\0"})["Location"] == f"{address}?e=1"


def test_of_two_who_add_the_same_at_once_the_second_is_told(admin_client, monkeypatch):
    """Both names were free when they were checked."""
    monkeypatch.setattr(Group, "validate_unique", lambda *_, **__: None)
    monkeypatch.setattr(Group, "validate_constraints", lambda *_, **__: None)
    Group.objects.create(name="Readers")

    page = admin_client.post(reverse("admin:auth_group_add"), {"name": "Readers"}, follow=True)

    assert page.redirect_chain == [(reverse("admin:auth_group_add"), 302)]
    assert "Somebody saved the same at this moment" in page.content.decode()


@pytest.fixture
def two_goals(share):
    """The owner's tokens."""
    return [share()[1]["manage"] for _ in range(2)]


def test_form_of_one_goal_revises_another_as_well(client, two_goals):
    form = {"specialty": "psychiatry", "group": "us-img", "do": "add", "once": new_form_token()}

    sent = [client.post(f"/g/{token}/revise/", form).status_code for token in two_goals * 2]

    assert sent == [303] * 4
    assert [goal.revisions.count() for goal in Goal.objects.all()] == [2, 2]


def test_form_of_one_goal_answers_another_as_well(client, two_goals):
    form = {"name": "Dr A", "note": "Well done", "once": new_form_token()}

    sent = [client.post(f"/g/{token}/respond/", form).status_code for token in two_goals * 2]

    assert sent == [303] * 4
    assert [goal.responses.count() for goal in Goal.objects.all()] == [1, 1]


def test_goal_with_answers_of_another_time_is_revised_from_an_empty_form(client, two_goals):
    result = json.loads(Revision.objects.first().result)
    del result["inputs"]["exam"]
    Revision.objects.update(result=json.dumps(result))

    page = client.get(f"/g/{two_goals[0]}/revise/")

    assert page.status_code == 200
    assert 'name="specialty"' in page.content.decode()
