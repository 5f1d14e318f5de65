"""A draft that Alice began on the small edition, and the people who work on it in the admin.

It is stored once per module, in a transaction around all tests of the module. Each test runs in a
transaction within that one, and gets its own objects.
"""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import reverse

from scores.editions.publish import begin_edition
from scores.editions.review import Review
from scores.editions.ticks import Mark, accept_doubts, tick_rows
from scores.editions.versions import version_of
from scores.models import Edition, Source
from tests.pages import Page
from tests.people import person
from tests.small_edition import LABEL, publish_small

DRAFT = "2026.2"
BEGUN = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def around_the_module(django_db_setup, django_db_blocker):
    """Keeps what module fixtures store for all tests of the module, and removes it after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def stored(around_the_module):
    """Stores the small edition, the draft, Alice and Rob."""
    publish_small()
    person("rob", "reviewer")
    begin_edition(by=person("alice", "editor"), at=BEGUN)


@pytest.fixture
def published(stored, db):
    """The current edition."""
    return Edition.objects.get(label=LABEL)


@pytest.fixture
def draft(stored, db):
    return Edition.objects.get(label=DRAFT)


def signed_in(name):
    client = Client()
    user = get_user_model().objects.get(username=name)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def editor(stored, db):
    """A client signed in as Alice."""
    return signed_in("alice")


@pytest.fixture
def reviewer(stored, db):
    """A client signed in as Rob."""
    return signed_in("rob")


def look_through(draft, *, by, at):
    """Ticks every warning and every changed row, as an approver has to."""
    seen = Review(draft, at=at)
    words = {doubt.about: "Looked up." for doubt in seen.doubts}
    if words:
        doubts = seen.comparison.doubts
        accept_doubts(edition=draft, by=by, at=at, doubts=doubts, words=words)
    marks = [Mark(row.about, is_right=True) for row in seen.rows]
    tick_rows(edition=draft, by=by, at=at, changes=seen.changes, marks=marks)


def url(model, page, *arguments):
    """An address of the admin."""
    return reverse(f"admin:scores_{model._meta.model_name}_{page}", args=arguments)


def rows_of(model, edition):
    return model.objects.filter(**{model.identity[0]: edition.label})


def fields_of(row, **changed):
    """The values that the form of a row would send."""
    values = {field.name: field.value_from_object(row) for field in row._meta.concrete_fields}
    values["read"] = version_of(row)
    return {name: value for name, value in (values | changed).items() if value not in (None, False)}


def new_mark(draft, **values):
    """The values of a new passing standard, for its form or its row."""
    return {
        "exam": "step2ck",
        "score": 221,
        "effective_from": "2028-07-01",
        "reporting": "three-digit",
        "edition": draft.pk,
        "source": Source.objects.get(edition=draft, slug="kaplan-2026").pk,
    } | values


def sure(who, row):
    """The values that the page sends to confirm deleting a row."""
    page = Page(who.get(url(type(row), "delete", row.pk)))
    return {name: page.fields[name][-1] for name in ("post", "read")}
