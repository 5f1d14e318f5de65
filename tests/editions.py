"""Puts the editions of the fixtures, and the groups, into the database of the tests."""

import sqlite3
from contextlib import closing
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models.signals import post_migrate
from django.utils import timezone

from scores.editions.fixture import read_fixture
from scores.editions.lines import content_digest
from scores.editions.load import clone_edition, insert_fixture
from scores.editions.reader import published_edition
from scores.models import Edition, Release
from tests.engine.edition import FIXTURES
from tests.processes import LOCAL, output, start

LABELS = ("2025.1", "2026.1")
"""The editions that tests use: a later one can be added without changing tests."""

GROUPS = [
    import_module(f"scores.migrations.{name}")
    for name in ("0004_groups", "0011_edition_2026_2", "0017_reports")
]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Loads the editions once, and again after each test with real commits emptied the database."""
    with closing(sqlite3.connect(":memory:")) as copy:
        with django_db_blocker.unblock():
            load_all()
            restore = from_a_copy(copy) if connection.vendor == "sqlite" else load_all
        post_migrate.connect(restore, sender=apps.get_app_config("scores"), weak=False)
        yield


@pytest.fixture(scope="module")
def copy_of_database(tmp_path_factory, django_db_setup, django_db_blocker):
    """An SQLite file with the editions, for a separate site."""
    file = tmp_path_factory.mktemp("site") / "db.sqlite3"
    if connection.vendor != "sqlite":
        output(start("manage.py", "prepare", **LOCAL, DATABASE_URL=f"sqlite:///{file}"))
        return file
    with django_db_blocker.unblock(), closing(sqlite3.connect(file)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    return file


def load_edition(label):
    """Loads one more edition of the fixtures."""
    lines = (FIXTURES / f"{label}.jsonl").read_text("utf-8").splitlines()
    insert_fixture(fixture=read_fixture(lines))


def load_all(**signal):
    for migration in GROUPS:
        migration.fill_groups(apps, DEFAULT_DB_ALIAS)
    for label in LABELS:
        load_edition(label)


def from_a_copy(copy):
    """A function that restores the whole database from a copy: on SQLite, it takes a moment."""
    connection.connection.backup(copy)

    def restore(**signal):
        copy.backup(connection.connection)
        ContentType.objects.clear_cache()

    return restore


def publish_copy(label, change=None):
    """Publishes a copy of 2026.1, after `change` to its rows, and makes it current."""
    draft = clone_edition(edition=Edition.objects.get(label="2026.1"), label=label)
    if change:
        change(draft)
    publish(draft)
    Release.objects.create(edition=draft, begins=timezone.now())
    return draft


def publish(draft):
    """Publishes a draft without a release; its digest is real, as editions are cached by it."""
    draft.digest, draft.status = content_digest(draft), Edition.Status.PUBLISHED
    draft.save()


@pytest.fixture
def edition_with_projection(db):
    """The first edition with a model of the projection, current from November 30, 2026 on."""
    load_edition("2026.2")
    return published_edition("2026.2")


@pytest.fixture
def edition_2026(db):
    return published_edition("2026.1")


@pytest.fixture
def edition_2025(db):
    return published_edition("2025.1")
